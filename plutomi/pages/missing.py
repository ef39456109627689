"""What stands where a page does not exist or has broken."""

import reflex as rx


def page() -> rx.Component:
    """The page of addresses that lead nowhere."""
    return _notice(
        "404",
        "There is nothing here",
        "The address may be mistyped, or what was here has moved or is not yours to see.",
        rx.el.a("Go to the start page", href="/", class_name="btn btn-primary"),
    )


def broken() -> rx.Component:
    """What stands in place of a page whose own code failed in the browser."""
    return _notice(
        "Oh no",
        "This page has tripped",
        "That is our mistake, not yours. What you had saved is safe; loading the page again usually helps.",
        rx.el.a("Load the page again", href="", class_name="btn btn-primary"),
        rx.el.a("Go to the start page", href="/", class_name="btn btn-ghost"),
    )


def register(app: rx.App) -> None:
    """Adds the page."""
    app.add_page(page, route="404", title="Nothing here · Plutomi", description="This page does not exist.")


def _notice(sign: str, title: str, words: str, *ways_out: rx.Component) -> rx.Component:
    return rx.el.main(
        rx.el.p(sign, class_name="text-sm font-semibold tracking-widest text-base-content/70", aria_hidden="true"),
        rx.el.h1(title, class_name="mt-3 text-3xl font-bold text-balance sm:text-4xl"),
        rx.el.p(words, class_name="mt-4 max-w-md text-pretty text-base-content/70"),
        rx.el.div(*ways_out, class_name="mt-8 flex flex-wrap justify-center gap-3"),
        class_name="flex min-h-dvh flex-col items-center justify-center bg-base-100 p-6 text-center text-base-content",
    )
