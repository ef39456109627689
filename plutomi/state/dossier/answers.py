"""Answers as the panel shows them: each as its type reads, secure ones masked until somebody asks to see one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from plutomi.domain.applicants.amending import THEIRS
from plutomi.models import File, Stage
from plutomi.models.phone import show_phone
from plutomi.ready import Row
from plutomi.rules.asked import MASK
from plutomi.rules.limits import RATING
from plutomi.state.filing import FileLine, by_id, file_lines
from plutomi.state.timeline import shown

PLACE = (("street",), ("extra",), ("city", "region", "postcode"), ("country",))  # an address, line by line


@dataclass
class Answered:
    """`about` is what stands under it in small; `at` a moment; `stars` a rating's, on or off; `href` where it leads."""

    title: str
    value: str
    id: str = ""
    type: str = ""
    about: str = ""
    at: str = ""
    href: str = ""
    stars: list[bool] = field(default_factory=list)
    is_masked: bool = False
    is_amendable: bool = False
    files: list[FileLine] = field(default_factory=list)


@dataclass
class AnswerGroup:
    """A stage's answers."""

    stage: str
    answers: list[Answered] = field(default_factory=list)


def by_stage(answers: Sequence[Row], stages: Sequence[Stage], files: Sequence[File] = ()) -> list[AnswerGroup]:
    """Answers under the stages they were given in, in the stages' order; those of stages now gone come last."""
    order = {stage.id: at for at, stage in enumerate(stages)}
    names, known = {stage.id: stage.name for stage in stages}, by_id(files)

    def place(answer: Row) -> int:
        return order.get(answer.stage_id, len(order)) if answer.stage_id else len(order)

    return [
        AnswerGroup(
            names.get(stage_id, "A stage that is gone") if stage_id else "Earlier",
            [answered(one, one.limits, known) for one in group],
        )
        for stage_id, group in groupby(sorted(answers, key=place), key=lambda answer: answer.stage_id)
    ]


def answered(one: Row, limits: Mapping[str, Any], files: Mapping[str, File] | None = None) -> Answered:
    """One answer; `limits` are its question's, as they are now; `files` by id, None to take them as they are told."""
    row = Answered(one.title, shown(one.value, one.type), str(one.question_id), one.type)
    row.is_amendable = one.type not in THEIRS
    if one.value == MASK:
        row.is_masked = True
    elif one.type == "file":
        row.files = file_lines(one.value, files, "/api/v1/files")
    elif one.type in READERS:
        READERS[one.type](row, one.value, limits)
    return row


def _rating(row: Answered, value: Any, limits: Mapping[str, Any]) -> None:
    most = max(int(limits.get("max", RATING)), value)
    row.value, row.stars = f"{value} of {most}", [mark < value for mark in range(most)]


def _consent(row: Answered, value: Any, limits: Mapping[str, Any]) -> None:
    row.value, row.about = f"Agreed to version {value.get('version', 1)}", str(value.get("text", ""))


def _signature(row: Answered, value: Any, limits: Mapping[str, Any]) -> None:
    row.value, row.at = str(value.get("name", "")), str(value.get("signed_at", ""))


def _address(row: Answered, value: Any, limits: Mapping[str, Any]) -> None:
    lines = (" ".join(filter(None, (str(value.get(part) or "") for part in parts))) for parts in PLACE)
    row.value = "\n".join(filter(None, lines))


def _link(row: Answered, value: Any, limits: Mapping[str, Any]) -> None:
    row.href = value if value.startswith(("https://", "http://")) else ""


def _phone(row: Answered, value: Any, limits: Mapping[str, Any]) -> None:
    row.value, row.href = show_phone(value, str(limits.get("country", "US"))), f"tel:{value}"


def _email(row: Answered, value: Any, limits: Mapping[str, Any]) -> None:
    row.href = f"mailto:{value}"


READERS = {
    "rating": _rating,
    "consent": _consent,
    "signature": _signature,
    "address": _address,
    "link": _link,
    "phone": _phone,
    "email": _email,
}
