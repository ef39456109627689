"""Tailwind and daisyUI settings, the style sheet's name and the tags every page's head carries.

Use: `rx.plugins.TailwindV4Plugin(TAILWIND)` in rxconfig.py and
`rx.App(theme=None, stylesheets=STYLESHEETS, head_components=head_tags())`.

Colours are CSS variables in assets/plutomi.css: `:root` holds light, `.dark` holds dark. Reflex's own inline head
script puts `light` or `dark` on <html> before the first paint (the saved choice, else the system's), so daisyUI needs
no `data-theme` and there is no flash. daisyUI's built-in themes are left out, which also saves their CSS.
"""

import reflex as rx

UNUSED = ["dropdown", "fieldset", "filter", "footer", "join", "list", "range", "rating", "stack", "status", "steps"]
# Their names are ordinary words in our pages, and each would bring its rules along.
DAISY = {"themes": False, "logs": False, "exclude": UNUSED}
TAILWIND = {
    "plugins": [
        {
            "name": "daisyui@5.8.1",
            # Reflex writes `import { ... } from`; daisyUI has only a default export to take options through.
            "import": {"name": "default as daisyui", "from": "daisyui"},
            "call": "daisyui",
            "args": DAISY,
        }
    ]
}

STYLESHEETS = ["/plutomi.css", "/toasts.css"]


def head_tags() -> list[rx.Component]:
    """The icon and the colours browsers paint around the page."""
    return [
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.meta(name="theme-color", content="#f6f8f9", custom_attrs={"media": "(prefers-color-scheme: light)"}),
        rx.el.meta(name="theme-color", content="#0e1416", custom_attrs={"media": "(prefers-color-scheme: dark)"}),
    ]
