"""Sanitised HTML as prose: `markdown(S.html)`; only ever give it what models/markdown.py made."""

import reflex as rx

_PROSE = (
    "flex flex-col gap-3 leading-relaxed break-words [&_h2]:mt-3 [&_h2]:text-lg [&_h2]:font-semibold "
    "[&_h3]:mt-2 [&_h3]:font-semibold [&_ul]:list-disc [&_ol]:list-decimal [&_ul]:pl-5 [&_ol]:pl-5 [&_li]:my-1 "
    "[&_a]:text-primary [&_a]:underline [&_blockquote]:border-l-2 [&_blockquote]:border-line [&_blockquote]:pl-4 "
    "[&_blockquote]:text-muted [&_code]:font-mono [&_code]:text-sm [&_pre]:overflow-x-auto [&_pre]:rounded-field "
    "[&_pre]:bg-base-200 [&_pre]:p-3 [&_hr]:border-line"
)


def markdown(html: rx.Var[str]) -> rx.Component:
    """Headings, lists and links in the page's own type."""
    return rx.html(html, class_name=_PROSE)
