"""A person's first minutes: their name, and their org."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.button import button_link
from plutomi.pages.login import narrow, title
from plutomi.pages.parts import ONCE
from plutomi.state.session import AuthState
from plutomi.state.welcome import NewOrgState, WelcomeState


def register(app: rx.App) -> None:
    """Adds the pages."""
    app.add_page(welcome, route="/welcome", title="Welcome · Plutomi", on_load=WelcomeState.arrive)
    app.add_page(new_org, route="/orgs/new", title="New organization · Plutomi", on_load=NewOrgState.arrive)


def welcome() -> rx.Component:
    """Asks what to call somebody."""
    S = WelcomeState
    return narrow(
        title("Welcome", "What should your team call you? You can change it later."),
        forms.form(
            forms.text_input(
                "name",
                label="Your name",
                required=True,
                error=S.errors["name"],
                auto_complete="name",
                auto_focus=True,
            ),
            forms.submit("Continue", class_name="w-full"),
            on_submit=S.save,
            errors=S.errors,
        ),
    )


def new_org() -> rx.Component:
    """Makes an org."""
    S = NewOrgState
    cancel = button_link("Cancel", href="/openings", kind="quiet", size="md", class_name="w-full")
    return narrow(
        title("New organization", "Your openings, questions and applicants live in it. You will be its owner."),
        forms.form(
            forms.text_input(
                "name",
                label="Name",
                required=True,
                error=S.errors["name"],
                on_change=S.propose.debounce(150),
                auto_complete="organization",
                auto_focus=True,
            ),
            _slug(),
            forms.submit("Create organization", class_name="w-full"),
            rx.cond(AuthState.org_name != "", cancel),
            on_submit=S.create.throttle(ONCE),
            errors=S.errors,
        ),
    )


def _slug() -> rx.Component:
    """A field that is mounted again with each new proposal, until somebody types their own."""
    S = NewOrgState
    field = forms.text_input(
        "slug",
        label="Address",
        required=True,
        error=S.errors["slug"],
        default=S.proposed,
        key=S.proposed,
        on_change=S.preview.debounce(150),
        hint="It stands in every link to your openings and cannot be changed later.",
        spell_check=False,
        auto_capitalize="off",
        auto_complete="off",
    )
    slug = rx.cond(S.slug != "", S.slug, "your-slug")
    shown = rx.el.p(
        "People will apply at ",
        rx.el.span("/apply/", rx.el.strong(slug, class_name="text-base-content"), class_name="font-mono break-all"),
        aria_live="polite",
        class_name="rounded-field bg-base-200 px-3 py-2 text-sm text-muted",
    )
    return rx.el.div(field, shown, class_name="flex flex-col gap-2")
