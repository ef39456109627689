"""What files a question takes: how large, how many, of what kind."""

from plutomi.models.filetype import KINDS, TYPES, FileType
from plutomi.rules.asked import Asked
from plutomi.rules.limits import FILES, MB
from plutomi.settings import get_settings
from plutomi.tongue import number, one_of, say

MIB = 1024 * 1024


def most_bytes(asked: Asked) -> int:
    """How large a file may be."""
    return min(int(asked.limits.get("max_mb") or MB), get_settings().upload_max_mb) * MIB


def most_files(asked: Asked) -> int:
    return int(asked.limits.get("max_files") or FILES)


def kinds_of(asked: Asked) -> tuple[str, ...]:
    """What kinds of file; all, unless the question says so."""
    return tuple(asked.limits.get("kinds") or KINDS)


def accepted(asked: Asked) -> str:
    """The same as an input's `accept`: a phone then offers its camera, and sends pictures in a form we take."""
    mine = [one for one in TYPES.values() if one.kind in kinds_of(asked)]
    return ",".join([*(one.type for one in mine), *(end for one in mine if one.kind != "image" for end in one.endings)])


def in_words(asked: Asked) -> str:
    """What may be sent, for people."""
    kinds, many, size = _kinds(asked), most_files(asked), number(most_bytes(asked) // MIB)
    if many > 1:
        return say("Up to {many} files, each {kinds}, at most {size} MB.", many=number(many), kinds=kinds, size=size)
    words = say("{kinds}, at most {size} MB.", kinds=kinds, size=size)
    return words[0].upper() + words[1:]


def too_large(most: int) -> str:
    return say("This file is larger than {size} MB.", size=number(most // MIB))


def check_kind(asked: Asked, type: FileType) -> None:
    """Nothing, or ValueError in words."""
    if type.kind not in kinds_of(asked):
        raise ValueError(say("Please send {kinds}.", kinds=_kinds(asked)))


def _kinds(asked: Asked) -> str:
    return one_of([say(KINDS[kind]) for kind in kinds_of(asked)])
