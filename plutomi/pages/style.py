"""The style of an org, an opening or a stage: its parts on the left, a phone that shows them on the right."""

import reflex as rx

from plutomi.components import asked, forms, public
from plutomi.components.button import button, button_link, looks
from plutomi.components.field import field
from plutomi.components.markdown import markdown
from plutomi.components.notice import notice
from plutomi.components.picture import picture
from plutomi.models.style import MAX_WORDS
from plutomi.pages.desk import add_page, desk, loaded
from plutomi.pages.parts import CARD, NO_ERRORS, segments
from plutomi.state.session import AuthState
from plutomi.state.style import StyleState as S

FONTS = [
    ("system", "System"), ("humanist", "Humanist"), ("geometric", "Geometric"), ("rounded", "Rounded"),
    ("serif", "Serif"), ("slab", "Slab serif"), ("mono", "Typewriter"),
]  # fmt: skip
CORNERS = [("square", "Square"), ("rounded", "Rounded"), ("pill", "Pill")]
SCHEMES = [("light", "Light"), ("dark", "Dark")]


def register(app: rx.App) -> None:
    """Adds the page at each of its addresses."""
    title = rx.cond(S.name != "", S.name + " · Style · Plutomi", "Style · Plutomi")
    for route in ("/style", "/openings/[opening_id]/style", "/openings/[opening_id]/stages/[stage_id]/style"):
        add_page(app, page, route, title, S.load)


def page() -> rx.Component:
    back = button_link("Back to settings", href=S.opening_path + "/settings", icon="arrow_left")
    parts = rx.el.div(rx.cond(S.level == "org", _language()), _form(), class_name="flex min-w-0 flex-col gap-6")
    body = rx.el.div(parts, _preview(), class_name="grid items-start gap-8 lg:grid-cols-[1fr_26rem]")
    return desk(
        loaded(S, body),
        title=rx.cond(S.name != "", "Style of " + S.name, "Style"),
        active="openings",
        about=rx.cond(S.above != "", "What you leave empty is inherited from " + S.above + ".", ""),
        actions=rx.cond(S.level != "org", back),
    )


def _language() -> rx.Component:
    """What the org writes in: of the org alone, and saved as it is chosen."""
    control = rx.el.select(
        rx.foreach(S.languages, lambda one: rx.el.option(one[1], value=one[0])),
        id=rx.Var.create("f-language"),
        value=S.language,
        aria_describedby="f-language-hint",
        on_change=S.choose_language,
        class_name="select w-full text-base sm:text-sm",
    )
    hint = "Applicants read Plutomi's own words in their browser's language, and in this one where we do not have that."
    shown = field(control, name="language", label="The language you write in", hint=hint, required=True)
    return rx.el.div(shown, class_name=f"{CARD} p-4 sm:p-6")


def _form() -> rx.Component:
    return forms.form(
        _color("color", "Brand colour", S.own.color, S.inherited.color),
        _color("background", "Background", S.own.background, S.inherited.background),
        _choice("font", "Font", FONTS, S.own.font, S.inherited.font),
        _choice("corners", "Corners", CORNERS, S.own.corners, S.inherited.corners),
        _words("apply", "Button that leads to the form", S.own.apply, S.inherited.apply),
        _words("send", "Button that sends the form", S.own.send, S.inherited.send),
        _words("continue", "Button in emails that leads on", S.own.go_on, S.inherited.go_on),
        _picture("logo", "Logo", "Shown 40 pixels high at the top of pages and emails.", S.own.logo),
        _picture("cover", "Cover", "A wide picture above the opening.", S.own.cover),
        rx.el.div(
            rx.el.p(
                rx.cond(S.is_changed, "Not saved yet.", "All is saved."), role="status", class_name="text-sm text-muted"
            ),
            forms.actions(
                rx.cond(S.is_changed, button("Discard", kind="quiet", size="md", on_click=S.discard)),
                forms.submit("Save style"),
            ),
            class_name="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4",
        ),
        on_submit=S.save,
        errors=S.errors,
        class_name=f"{CARD} flex min-w-0 flex-col gap-6 p-4 sm:p-6",
    )


def _color(name: str, label: str, own: rx.Var, inherited: rx.Var) -> rx.Component:
    given = rx.cond(own != "", own, rx.cond(inherited != "", inherited, "#006171" if name == "color" else "#f4f8f9"))
    swatch = rx.el.input(
        type="color",
        value=given,
        aria_label=label + ", chosen from a palette",
        on_change=lambda value: S.change(name, value).throttle(80),
        class_name="h-9 w-12 shrink-0 cursor-pointer rounded-field border border-line bg-base-100 p-1",
    )
    typed = rx.el.input(
        id=rx.Var.create(f"f-{name}"),
        name=name,
        default_value=own,
        key=name + S.turn.to_string() + rx.cond(S.errors[name], "", own),
        placeholder=rx.cond(inherited != "", inherited, "Plutomi's own"),
        aria_invalid=rx.cond(S.errors[name], "true", "false"),
        aria_describedby=f"f-{name}-error",
        max_length=30,
        spell_check=False,
        auto_complete="off",
        on_blur=lambda value: S.change(name, value),
        class_name="input tabular w-full text-base sm:text-sm aria-invalid:border-error",
    )
    control = rx.el.div(swatch, typed, _reset(name, label, own), class_name="flex items-center gap-2")
    warned = rx.cond(S.warnings[name], notice(S.warnings[name], kind="warning"))
    shown = field(control, name=name, label=label, error=S.errors[name], required=True)
    return rx.el.div(shown, rx.el.div(warned, aria_live="polite"), class_name="flex flex-col gap-2")


def _choice(name: str, label: str, choices: list[tuple[str, str]], own: rx.Var, inherited: rx.Var) -> rx.Component:
    said = rx.match(inherited, *[(value, "Inherited (" + words + ")") for value, words in choices], "Inherited")
    control = rx.el.select(
        rx.el.option(said, value=""),
        *[rx.el.option(words, value=value) for value, words in choices],
        id=rx.Var.create(f"f-{name}"),
        name=name,
        value=own,
        on_change=lambda value: S.change(name, value),
        class_name="select w-full text-base sm:text-sm",
    )
    return field(control, name=name, label=label, error=S.errors[name], required=True)


def _words(name: str, label: str, own: rx.Var, inherited: rx.Var) -> rx.Component:
    part = f"buttons.{name}"
    control = rx.el.input(
        id=rx.Var.create(f"f-{part}"),
        name=part,
        default_value=own,
        key=part + S.turn.to_string(),
        placeholder=inherited,
        max_length=MAX_WORDS,
        auto_complete="off",
        aria_invalid=rx.cond(S.errors[part], "true", "false"),
        aria_describedby=f"f-{part}-error",
        on_change=lambda value: S.change(part, value).debounce(150),
        class_name="input w-full text-base sm:text-sm aria-invalid:border-error",
    )
    return field(control, name=part, label=label, error=S.errors[part], required=True)


def _picture(use: str, label: str, about: str, own: rx.Var) -> rx.Component:
    shown = rx.el.div(
        rx.el.img(src=own, alt=label, class_name="max-h-24 max-w-full rounded-field border border-line object-contain"),
        _reset(use, label, own),
        class_name="flex items-center justify-between gap-2",
    )
    return rx.el.div(
        rx.el.p(label, class_name="text-sm font-medium"),
        rx.el.p(about, class_name="text-sm text-muted"),
        rx.cond(own != "", shown),
        picture(use, label=label, on_kept=S.choose_picture),
        rx.cond(S.errors[use], rx.el.p(S.errors[use], role="alert", class_name="text-sm text-error")),
        class_name="flex flex-col gap-1.5",
    )


def _reset(part: str, label: str, own: rx.Var) -> rx.Component:
    return rx.cond(own != "", button("Inherit", kind="quiet", aria_label=f"Inherit: {label}", on_click=S.inherit(part)))


def _preview() -> rx.Component:
    scheme = segments(SCHEMES, rx.cond(S.is_dark, "dark", "light"), S.darken, label="Preview on")
    page = rx.el.div(
        public.head(AuthState.org_name, "#preview", S.look),
        rx.el.div(_sample(), class_name="flex flex-col gap-6 px-4 py-6"),
        custom_attrs={"inert": True},
        class_name="flex flex-col",
    )
    phone = rx.el.div(
        rx.el.style(S.look.css),
        rx.el.div(
            page,
            tab_index=0,
            role="group",
            aria_labelledby="preview",
            class_name="grow overflow-y-auto overscroll-contain",
        ),
        class_name=rx.cond(S.is_dark, _PHONE + " dark", _PHONE + " light"),
    )
    return rx.el.section(
        rx.el.div(
            rx.el.h2("As applicants see it", id="preview", class_name="font-semibold"),
            scheme,
            class_name="flex items-center justify-between gap-3",
        ),
        phone,
        aria_labelledby="preview",
        class_name="flex min-w-0 flex-col gap-3 lg:sticky lg:top-6",
    )


def _sample() -> rx.Component:
    """A real form in this style; it cannot be sent."""
    one = S.sample
    about = rx.fragment(
        public.cover(S.look),
        public.lead(rx.el.bdi(one.name), rx.cond(one.place != "", rx.el.bdi(one.place))),
        rx.cond(one.about != "", rx.el.div(markdown(one.about), dir="auto")),
        rx.el.span(S.look.apply, class_name=looks("primary", "md", "self-start")),
        *asked.contact(NO_ERRORS, form_id="preview"),
    )
    return forms.form(
        rx.cond(one.is_first, about, public.lead(rx.el.bdi(one.name))),
        asked.questions(one.asked, NO_ERRORS),
        rx.el.span(S.look.send, class_name=looks("primary", "lg", "w-full text-base")),
        on_submit=rx.noop(),
        class_name="flex flex-col gap-6",
    )


_PHONE = (
    "preview styled roomy mx-auto flex max-h-[46rem] w-full max-w-[24.375rem] flex-col overflow-hidden rounded-2xl "
    "border border-line shadow-float lg:max-h-[calc(100dvh-7rem)]"
)
