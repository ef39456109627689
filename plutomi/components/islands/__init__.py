"""Islands: the few small browser-side components, each one JSX file beside this module.

They hold what must not round-trip (typing, focus, keys, clocks) and never evaluate text, so that they
work under a content policy without `unsafe-eval`. Files may import one another: they share this folder.
"""

from typing import Any

import reflex as rx

from plutomi.components.scripts import scripts

_file = scripts(__name__, __file__)
SAY = _file("say.js")  # words, for saying.py and whichever island has some


class Dialog(rx.Component):
    library = _file("dialog.jsx")
    tag = "Dialog"
    open: rx.Var[bool]
    label: rx.Var[str]
    alert: rx.Var[bool]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]


class Panel(rx.Component):
    library = _file("panel.jsx")
    tag = "Panel"
    open: rx.Var[bool]
    label: rx.Var[str]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]


class Menu(rx.Component):
    library = _file("menu.jsx")
    tag = "Menu"
    label: rx.Var[str]
    trigger: rx.Var[rx.Component]
    trigger_class: rx.Var[str]
    side: rx.Var[str]


class FormCare(rx.Component):
    library = _file("form_care.jsx")
    tag = "FormCare"
    errors: rx.Var[dict[str, str]]
    keep: rx.Var[str]
    busy: rx.Var[bool]
    answered: rx.Var[int]
    forget: rx.Var[bool]


class TextArea(rx.Component):
    library = _file("text_area.jsx")
    tag = "TextArea"
    _is_form_control = True
    name: rx.Var[str]
    default_value: rx.Var[str]
    max_length: rx.Var[int]
    rows: rx.Var[int]
    placeholder: rx.Var[str]
    dir: rx.Var[str]
    spell_check: rx.Var[bool]
    on_change: rx.EventHandler[rx.event.input_event]


class TextLine(rx.Component):
    library = _file("text_line.jsx")
    tag = "TextLine"
    _is_form_control = True
    name: rx.Var[str]
    default_value: rx.Var[str]
    max_length: rx.Var[int]
    placeholder: rx.Var[str]
    dir: rx.Var[str]


class ShowIf(rx.Component):
    library = _file("show_if.jsx")
    tag = "ShowIf"
    known: rx.Var[str]


class Condition(rx.Component):
    library = _file("condition.jsx")
    tag = "Condition"
    name: rx.Var[str]
    value: rx.Var[str]
    questions: rx.Var[list[dict]]
    subject: rx.Var[str]
    error: rx.Var[str]


class Rule(rx.NoSSRComponent):  # fetched where rules are made, and nowhere else
    library = _file("rule.jsx")
    tag = "Rule"
    rule: rx.Var[dict]
    choices: rx.Var[dict]
    said: rx.Var[list]
    cel: rx.Var[str]
    errors: rx.Var[dict[str, str]]
    wrong: rx.Var[str]
    on_try: rx.EventHandler[rx.event.passthrough_event_spec(dict)]
    on_save: rx.EventHandler[rx.event.passthrough_event_spec(dict)]
    on_leave: rx.EventHandler[rx.event.no_args_event_spec]


class Live(rx.Component):
    library = _file("live.jsx")
    tag = "Live"
    wait: rx.Var[int]
    on_try: rx.EventHandler[rx.event.passthrough_event_spec(dict)]


class Search(rx.Component):
    library = _file("search.jsx")
    tag = "Search"
    label: rx.Var[str]
    placeholder: rx.Var[str]
    default_value: rx.Var[str]
    wait: rx.Var[int]
    shortcut: rx.Var[str]
    on_search: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class Copy(rx.Component):
    library = _file("copy.jsx")
    tag = "Copy"
    text: rx.Var[str]
    label: rx.Var[str]
    done: rx.Var[str]


class TimeAgo(rx.Component):
    library = _file("time_ago.jsx")
    tag = "TimeAgo"
    at: rx.Var[str]
    short: rx.Var[bool]


class LocalTime(rx.Component):
    library = _file("local_time.jsx")
    tag = "LocalTime"
    zone: rx.Var[str]


class Unreached(rx.Component):
    library = _file("unreached.jsx")
    tag = "Unreached"
    lost: rx.Var[bool]


class Shortcuts(rx.Component):
    library = _file("shortcuts.jsx")
    tag = "Shortcuts"
    keys: rx.Var[list[str]]
    on_key: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class Upload(rx.NoSSRComponent):  # fetched where a form asks for files, and nowhere else
    library = _file("upload.jsx")
    tag = "Upload"
    field_id: rx.Var[str]
    question: rx.Var[str]
    url: rx.Var[str]
    accept: rx.Var[str]
    most: rx.Var[int]
    many: rx.Var[int]
    kept: rx.Var[list]
    direct: rx.Var[bool]
    label: rx.Var[str]
    input_id: rx.Var[str]
    describedby: rx.Var[str]
    invalid: rx.Var[str]


class Tabs(rx.Component):
    library = _file("tabs.jsx")
    tag = "Tabs"
    label: rx.Var[str]
    names: rx.Var[list[str]]
    start: rx.Var[int]


class Address(rx.Component):
    library = _file("address.jsx")
    tag = "Address"
    name: rx.Var[str]
    value: rx.Var[str]
    step: rx.Var[bool]


class Suggestion(rx.Component):
    library = _file("suggestion.jsx")
    tag = "Suggestion"
    name: rx.Var[str]
    value: rx.Var[str]
    button_class: rx.Var[str]


class Captcha(rx.Component):
    library = _file("captcha.jsx")
    tag = "Captcha"
    site: rx.Var[str]
    script: rx.Var[str]
    kind: rx.Var[str]
    answered: rx.Var[int]


class Seal(rx.Component):
    library = _file("seal.jsx")
    tag = "Seal"
    token: rx.Var[str]


class Zone(rx.Component):
    library = _file("zone.jsx")
    tag = "Zone"


class Day(rx.Component):
    library = _file("day.jsx")
    tag = "Day"
    at: rx.Var[str]


class Tongues(rx.Component):
    library = _file("tongues.jsx")
    tag = "Tongues"


class Arrival(rx.Component):
    library = _file("arrival.jsx")
    tag = "Arrival"


class Arriving(rx.Component):
    library = _file("arriving.jsx")
    tag = "Arriving"


class Picture(rx.Component):
    library = _file("picture.jsx")
    tag = "Picture"
    use: rx.Var[str]
    label: rx.Var[str]
    on_kept: rx.EventHandler[rx.event.passthrough_event_spec(dict)]


class AreaMap(rx.Component):
    library = _file("area_map.jsx")
    tag = "AreaMap"
    area: rx.Var[Any]
    into: rx.Var[str]


class Postal(rx.Component):
    library = _file("postal.jsx")
    tag = "Postal"
    name: rx.Var[str]
    label: rx.Var[str]
    lang: rx.Var[str]
    hint: rx.Var[str]
    required: rx.Var[bool]
    form_id: rx.Var[str]
    countries: rx.Var[list[str]]
    given: rx.Var[dict[str, str]]
    layout: rx.Var[list[Any]]
    errors: rx.Var[dict[str, str]]
    suggestions: rx.Var[dict[str, str]]


class Autosave(rx.Component):
    library = _file("autosave.jsx")
    tag = "Autosave"
    url: rx.Var[str]
    about: rx.Var[dict[str, str]]
    fields: rx.Var[dict[str, list[str]]]
    keep: rx.Var[str]
    org: rx.Var[str]
    opening: rx.Var[str]
    token: rx.Var[str]
    button_class: rx.Var[str]
