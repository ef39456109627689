"""Jinja as the house uses it: all is escaped, a missing name is an error, and nothing typed is ever a template."""

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, pass_eval_context, select_autoescape
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape
from rjsmin import jsmin

from plutomi import tongue

_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Where mail programs see the makings of a link: a dot inside a word, a scheme's colon, an at sign.
_LINK_MAKINGS = re.compile(r"(?<=\w)\.(?=\w)|:(?=/)|@")
_WORD_JOINER = "\u2060"
LINK = "{{ link }}"  # in a letter that somebody wrote: their own link, which is signed when it is sent
_LINK = re.compile(r"\{\{\s*link\s*\}\}")


def inert(value: str) -> str:
    """A name somebody typed, as it may stand in an email: no mail program makes a link of it or turns its letters."""
    line = " ".join(_BIDI_CONTROLS.sub("", str(value)).split())
    return _LINK_MAKINGS.sub(lambda found: found[0] + _WORD_JOINER, line)


@pass_eval_context
def linked(context: EvalContext, value: str, url: str) -> str:
    """What somebody wrote, their own link put in where they asked for it."""
    if not context.autoescape:
        return with_link(value, url)
    made = Markup('<a class="link" href="{0}" style="word-break:break-all">{0}</a>').format(url)
    return made.join(escape(part) for part in _LINK.split(str(value)))


def with_link(value: str, url: str) -> str:
    """The same as plain text."""
    return _LINK.sub(lambda _: url, value)


def classic(module: str) -> Markup:
    """Browser modules as one script's text, small: no imports, no exports, no comments."""
    lines = (line.removeprefix("export ") for line in str(module).splitlines() if not line.startswith("import "))
    return Markup(jsmin("\n".join(lines)))  # noqa: S704  our own files, in which nothing is filled in


@pass_eval_context
def say(about: EvalContext, words: str, **facts: Any) -> str:
    """`plutomi.tongue.say` for templates: in HTML the words are escaped, facts may be HTML of the template's own."""
    if not about.autoescape:
        return tongue.say(words, **facts)
    told = tongue.say(words)
    return escape(told).format(**facts) if facts else escape(told)


@pass_eval_context
def plural(about: EvalContext, one: str, many: str, count: int, **facts: Any) -> str:
    """The same for `plutomi.tongue.plural`, with plain facts."""
    told = tongue.plural(one, many, count, **facts)
    return escape(told) if about.autoescape else told


def render(name: str, context: Mapping[str, Any]) -> str:
    """The template's text."""
    return _ENVIRONMENT.get_template(name).render(context)


def render_block(name: str, block: str, context: Mapping[str, Any]) -> str:
    """One block of a template, alone."""
    template = _ENVIRONMENT.get_template(name)
    return "".join(template.blocks[block](template.new_context(dict(context))))


_ENVIRONMENT = Environment(
    loader=ChoiceLoader([PackageLoader("plutomi"), PackageLoader("plutomi", "components/islands")]),
    autoescape=select_autoescape(("html",), default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_ENVIRONMENT.filters |= {"inert": inert, "classic": classic, "linked": linked}
_ENVIRONMENT.globals |= {"say": say, "plural": plural, "spoken": tongue.spoken, "hour": tongue.hour}
