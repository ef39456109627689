"""One question as one stage's form asks it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

MASK = "\u2022\u2022\u2022\u2022"  # what stands for a secure answer


@dataclass(frozen=True, slots=True)
class AskedSection:
    """The part of a form a question stands in; `show_if` is a condition as JSON (rules/conditions.py), None: always."""

    id: UUID
    title: str
    description: str = ""
    show_if: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """`limits` are by type (rules/limits.py); `prefill` names a parameter of the page's address.

    A hidden question is answered by that parameter alone; a secure one's answer is shown masked.
    """

    question_id: UUID
    key: str
    title: str
    type: str
    description: str = ""
    options: tuple[str, ...] = ()
    is_required: bool = True
    limits: Mapping[str, Any] = field(default_factory=dict)
    help: str = ""
    placeholder: str = ""
    prefill: str = ""
    is_hidden: bool = False
    is_secure: bool = False
    show_if: dict[str, Any] | None = None
    section: AskedSection | None = None
    version: int = 1

    @property
    def field(self) -> str:
        """The name of its input in forms and of its place in errors."""
        return f"answers.{self.key}"
