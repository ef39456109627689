"""Kinds of When and of Then: what each is made of, and reading one from JSON, refused by field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar
from uuid import UUID

from plutomi.errors import Invalid
from plutomi.models.text import clean_line, clean_text

MAX_KEY, MAX_CHOSEN = 100, 200
Reader = Callable[[Any], Any]  # ValueError or Invalid in words for recruiters
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind:
    """`make` takes the kind's name and its fields; `words` are said with what they name put in (sentences.py)."""

    make: Callable[..., Any]
    readers: Mapping[str, Reader]
    words: Callable[[Any], str]
    is_timer: bool = False
    is_last: bool = False


def read_kind(kinds: Mapping[str, Kind], raw: Any, path: str, errors: dict[str, str]) -> Any:
    """One of these kinds; None when it cannot be taken, and `errors` names each place below `path`."""
    name = raw.get("kind") if isinstance(raw, Mapping) else None
    kind = kinds.get(name) if isinstance(name, str) else None
    if kind is None:
        errors[f"{path}.kind"] = f"Choose one of: {', '.join(kinds)}."
        return None
    if strange := [key for key in raw if key != "kind" and key not in kind.readers]:
        errors[path] = f"This has no “{str(strange[0])[:40]}”."
        return None
    found = read_fields(kind.readers, raw, path, errors)
    return None if found is None else kind.make(name, **found)


def read_fields(
    readers: Mapping[str, Reader], raw: Mapping[str, Any], path: str, errors: dict[str, str]
) -> dict[str, Any] | None:
    """Every field by its reader; None when one was refused."""
    found, before = {}, len(errors)
    for name, reader in readers.items():
        try:
            found[name] = reader(raw.get(name))
        except ValueError as error:
            errors[f"{path}.{name}"] = str(error)
        except Invalid as invalid:
            errors.update({f"{path}.{name}.{place}": words for place, words in invalid.errors.items()})
    return found if len(errors) == before else None


def dump_kind(one: Any) -> dict[str, Any]:
    """JSON that is read as the same again; what says nothing is left out."""
    told = {field.name: _plain(getattr(one, field.name)) for field in fields(one)}
    return {name: value for name, value in told.items() if value not in (None, [])}


def whole(least: int, most: int) -> Callable[[Any], int]:
    def read(raw: Any) -> int:
        value = int(raw) if raw.__class__ is float and raw.is_integer() else raw
        if value.__class__ is not int or not least <= value <= most:
            raise ValueError(f"This must be a whole number from {least:,} to {most:,}.")
        return int(value)

    return read


def one_of(*names: str) -> Callable[[Any], str]:
    def read(raw: Any) -> str:
        if not isinstance(raw, str) or raw not in names:
            raise ValueError(f"Choose one of: {', '.join(names)}.")
        return raw

    return read


def maybe(reader: Callable[[Any], T], otherwise: T | None = None) -> Callable[[Any], T | None]:
    """What may be left out."""
    return lambda raw: otherwise if raw is None or raw == "" else reader(raw)


def several(reader: Callable[[Any], T], words: str, most: int = MAX_CHOSEN) -> Callable[[Any], tuple[T, ...]]:
    """A list, each once, in the order given; `words` ask for the first."""

    def read(raw: Any) -> tuple[T, ...]:
        if not isinstance(raw, list | tuple) or not raw:
            raise ValueError(words)
        if len(raw) > most:
            raise ValueError(f"There can be at most {most}.")
        return tuple(dict.fromkeys(reader(one) for one in raw))

    return read


def id_of(what: str) -> Callable[[Any], UUID]:
    """`what` is chosen: a stage, a label."""

    def read(raw: Any) -> UUID:
        try:
            return raw if isinstance(raw, UUID) else UUID(raw)
        except (ValueError, TypeError, AttributeError):
            raise ValueError(f"Choose {what}.") from None

    return read


def key(raw: Any) -> str:
    """A question, by its key."""
    if not isinstance(raw, str) or not (read := clean_line(raw, MAX_KEY)):
        raise ValueError("Choose a question.")
    return read


def flag(raw: Any) -> bool:
    if raw is not None and raw.__class__ is not bool:
        raise ValueError("This must be yes or no.")
    return bool(raw)


def text(most: int, words: str) -> Callable[[Any], str]:
    def read(raw: Any) -> str:
        said = clean_text(raw, most) if isinstance(raw, str) else ""
        if not said:
            raise ValueError(words)
        return said

    return read


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return dump_kind(value) if is_dataclass(value) else value
