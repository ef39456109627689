"""The parts pages are built from carry what assistive technology and the content policy need."""

import ast
import json
import re
from math import cos, radians, sin
from pathlib import Path

import pytest
import reflex as rx
from reflex_base.utils.form import FormData

from plutomi.components import (
    button,
    choices,
    copy,
    dialog,
    field,
    forms,
    islands,
    journey,
    menu,
    notice,
    panel,
    public,
    shell,
)
from plutomi.components import table as tables
from plutomi.components.avatar import avatar
from plutomi.components.badge import opening_badge
from plutomi.components.theme import TAILWIND
from plutomi.state.journey import StepLine

ROOMS = Path(forms.__file__).parent
SHEET = (ROOMS.parents[1] / "assets" / "plutomi.css").read_text()


def drawn(component: rx.Component) -> str:
    """The component as Reflex compiles it; names and values as they reach the page."""
    return json.dumps(component.render(), default=str).replace('\\"', "'")


def sets(component: rx.Component, prop: str, value: str) -> bool:
    return bool(re.search(rf"'?{re.escape(prop)}'?:'{re.escape(value)}'", drawn(component)))


def test_a_wrong_field_says_so_and_points_at_the_words_that_tell_why() -> None:
    wrong = forms.text_input("email", label="Email", error="Not an address.", hint="We write to it.", required=True)
    assert sets(wrong, "aria-invalid", "true")
    assert sets(wrong, "aria-describedby", "f-email-error f-email-hint")
    assert sets(wrong, "id", "f-email-error")
    assert sets(wrong, "role", "alert")
    assert sets(wrong, "aria-required", "true")


def test_a_right_field_carries_no_alert() -> None:
    right = forms.text_input("email", label="Email", hint="We write to it.")
    assert sets(right, "aria-invalid", "false")
    assert sets(right, "aria-describedby", "f-email-hint")
    assert not sets(right, "role", "alert")


@pytest.mark.parametrize("draw", [forms.text_input, forms.email, forms.tel, forms.number, forms.date, forms.textarea])
def test_the_label_names_the_control_beside_it(draw) -> None:
    control = draw("x", label="Words", form_id="new")
    assert sets(control, "htmlFor", "new-x")
    assert sets(control, "id", "new-x")


def test_fields_make_no_second_entry_under_their_id() -> None:
    held = forms.form(forms.text_input("x", label="X", form_id="new"), on_submit=rx.noop())
    assert held._get_form_refs() == {}


def test_an_error_from_state_stays_a_condition_in_the_page() -> None:
    errors = rx.Var("errors", _var_type=dict[str, str]).to(dict[str, str])
    assert "isTrue(errors" in drawn(forms.text_input("x", label="X", error=errors["x"]))


def test_choices_stand_in_a_named_group_that_shows_its_error() -> None:
    group = choices.radio_group(
        "shift", [("d", "Day"), ("n", "Night")], label="Shift", default="n", error="Choose one."
    )
    assert "'legend'" in drawn(group)
    assert sets(group, "data-invalid", "true")
    assert drawn(group).count("defaultChecked:true") == 1
    assert {"d", "n"} == set(re.findall(r"\? '(\w)' :", drawn(group)))


def test_only_the_orgs_own_words_are_told_to_be_in_its_language() -> None:
    words, lang = rx.Var("words", _var_type=list[str]), rx.Var("their_lang")
    group = choices.radio_group("shift", words, label="Shift", required=False, lang=lang)
    assert drawn(group).count("lang:their_lang") == 1
    assert "No answer" in drawn(group)


def test_several_values_under_one_name_reach_a_handler_that_asks_for_form_data() -> None:
    data = FormData([("languages", "English"), ("languages", "Español")])
    assert data.getlist("languages") == ["English", "Español"]
    assert dict(data)["languages"] == "Español"


def test_a_busy_button_keeps_the_focus() -> None:
    busy = forms.submit("Save", busy=True)
    assert "'aria-disabled':true" in drawn(busy)
    assert "disabled:true" not in drawn(busy).replace("'aria-disabled':true", "")


def test_logging_out_is_a_form_the_browser_posts_itself() -> None:
    page = shell.shell(title="Openings", active="openings", account=shell.account("Ada"))
    assert sets(page, "action", "/auth/logout")
    assert sets(page, "method", "post")
    assert "onSubmit" not in drawn(page)


def test_a_recruiter_page_has_landmarks_a_way_past_them_and_its_place_marked() -> None:
    page = shell.shell(title="Openings", active="openings", breadcrumb=[("All", "/openings")])
    for tag in ("'main'", "'nav'", "'h1'"):
        assert tag in drawn(page)
    assert sets(page, "href", "#main")
    assert not sets(page, "to", "#main")  # a routed link moves the sight but not the focus
    assert drawn(page).count("'aria-current':'page'") == 2


def test_a_board_page_fills_the_window() -> None:
    assert "h-dvh overflow-hidden" in drawn(shell.shell(title="Board", full_bleed=True))
    assert "overflow-hidden" not in drawn(shell.shell(title="List").children[-2])


def test_an_applicants_page_is_roomy_and_says_where_they_stand() -> None:
    page = public.public(journey.journey(rx.Var("steps", _var_type=list[StepLine]), rx.Var("lang")), brand="Acme")
    assert "roomy" in drawn(page)
    assert "'aria-current':" in drawn(page)
    assert "'step'" in drawn(page)


def test_a_dialog_is_named_and_closes_by_its_handler() -> None:
    box = dialog.dialog(title="New opening", open=True, on_close=rx.noop())
    assert sets(box, "label", "New opening")
    assert "onClose" in drawn(box)


def test_a_dangerous_question_asks_for_the_words_and_looks_dangerous() -> None:
    box = dialog.confirm("Delete?", "All goes.", open=True, on_close=rx.noop(), on_confirm=rx.noop(), typed="acme")
    assert "Type acme to confirm." in drawn(box)
    assert "btn-error" in drawn(box)
    assert "alert:true" in drawn(box)


def test_a_wrong_word_in_a_dangerous_question_takes_the_focus() -> None:
    asked = {"open": True, "on_close": rx.noop(), "on_confirm": rx.noop(), "typed": "acme"}
    wrong = dialog.confirm("Delete?", "All goes.", error="That is not its name.", **asked)
    assert re.search(r"errors:.{0,20}confirmation.{0,8}That is not its name\.", drawn(wrong))
    assert sets(wrong, "role", "alert")


def test_a_panel_and_a_menu_are_named() -> None:
    assert sets(panel.panel(title="Maria", open=True, on_close=rx.noop()), "label", "Maria")
    assert sets(menu.menu(menu.menu_item("Rename"), label="More"), "label", "More")


def test_an_icon_alone_has_a_name() -> None:
    assert sets(button.icon_button("x", label="Close"), "aria-label", "Close")


@pytest.mark.parametrize(("kind", "role"), [("error", "alert"), ("warning", "alert"), ("info", "status")])
def test_a_notice_is_read_out_as_loudly_as_it_matters(kind, role) -> None:
    assert sets(notice.notice("Words", kind=kind), "role", role)


def test_a_table_stays_a_table_for_screen_readers_when_it_turns_into_cards() -> None:
    whole = tables.table(["Name", ""], tables.row(tables.cell("Ann", lead=True), tables.cell("x")), label="People")
    for role in ("table", "rowgroup", "row", "columnheader", "rowheader", "cell"):
        assert sets(whole, "role", role)
    assert "Actions" in drawn(whole)


def test_each_state_of_an_opening_has_its_words() -> None:
    shown = drawn(opening_badge(rx.Var("state", _var_type=str)))
    assert all(word in shown for word in ("Public", "Closed", "Private"))


def test_initials_are_decoration() -> None:
    assert sets(avatar("Ada Lovelace"), "aria-hidden", "true")


def test_copying_needs_no_evaluated_code() -> None:
    assert "_set_clipboard" not in drawn(copy.copy("/apply/acme", label="Copy link"))


@pytest.mark.parametrize("file", sorted((ROOMS / "islands").glob("*.jsx")), ids=lambda file: file.stem)
def test_islands_never_evaluate_text(file: Path) -> None:
    assert not re.search(r"\beval\(|new Function|dangerouslySetInnerHTML", file.read_text())


@pytest.mark.parametrize("file", sorted((ROOMS / "islands").glob("*.jsx")), ids=lambda file: file.stem)
def test_every_island_file_is_worn_by_a_component_or_by_another_island(file: Path) -> None:
    folder = Path(islands.__file__).parent
    others = [one.read_text() for one in folder.glob("*.js*") if one != file]
    assert f'"{file.name}"' in Path(islands.__file__).read_text() or any(f"/{file.stem}" in one for one in others)


def test_components_import_no_state() -> None:
    for file in ROOMS.rglob("*.py"):
        named = [getattr(node, "module", "") or "" for node in ast.walk(ast.parse(file.read_text()))]
        assert not [name for name in named if "plutomi.state" in name or name.startswith("..")], file


def test_both_looks_name_every_colour_and_daisyui_adds_none() -> None:
    light, dark = (set(re.findall(r"--color-[\w-]+(?=:)", block)) for block in _blocks(":root", ".dark"))
    assert {"--color-base-100", "--color-primary", "--color-error-content"} <= dark
    assert light - dark <= {"--color-accent-content"}
    assert TAILWIND["plugins"][0]["args"]["themes"] is False


@pytest.mark.parametrize("look", [":root", ".dark"])
@pytest.mark.parametrize("name", ["primary", "secondary", "neutral", "info", "success", "warning", "error"])
def test_words_on_every_colour_can_be_read(look: str, name: str) -> None:
    block = _blocks(look)[0]
    assert _contrast(_colour(block, f"--color-{name}"), _colour(block, f"--color-{name}-content")) >= 4.5


@pytest.mark.parametrize("look", [":root", ".dark"])
@pytest.mark.parametrize("ground", ["--color-base-100", "--color-base-200"])
@pytest.mark.parametrize("ink", ["--color-base-content", "--muted", "--color-primary", "--color-error"])
def test_ink_can_be_read_on_the_page_and_on_cards(look: str, ground: str, ink: str) -> None:
    block = _blocks(look)[0]
    assert _contrast(_colour(block, ground), _colour(block, ink)) >= 4.5


def test_fields_share_one_way_of_building_ids() -> None:
    assert field.field_id("f", "name") == "f-name"
    assert str(field.field_id("f", rx.Var("q.key", _var_type=str).to(str))) == '("f-"+q.key)'


def _blocks(*names: str) -> list[str]:
    return [re.search(rf"\n  {re.escape(name)} {{(.*?)\n  }}", SHEET, re.S)[1] for name in names]


def _colour(block: str, name: str) -> tuple[float, float, float]:
    return tuple(float(part) for part in re.search(rf"{name}: oklch\((.*?)\)", block)[1].split())


def _contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    dim, bright = sorted((_luminance(*one), _luminance(*other)))
    return (bright + 0.05) / (dim + 0.05)


def _luminance(lightness: float, chroma: float, hue: float) -> float:
    """Relative luminance of an OKLCH colour, by Björn Ottosson's matrices (clipped to sRGB)."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(max(part, 0.0), 1.0) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_design_page_tells_of_every_component() -> None:
    told = (ROOMS.parents[1] / "docs" / "design.md").read_text()
    parts = {file.stem for file in ROOMS.glob("*.py")} - {"__init__", "choices"}
    assert not {part for part in parts if f"{part}." not in told}
