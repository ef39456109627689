"""Choosing a picture that is uploaded at once: `picture("logo", label="Logo", on_kept=S.choose_picture)`."""

from typing import Any

from . import islands


def picture(use: str, *, label: str, on_kept: Any) -> islands.Picture:
    """A logo or cover; `on_kept` gets `{"use", "sha256"}` once it has arrived."""
    looks = "flex flex-col gap-1.5 rounded-field data-[over=true]:outline-2 data-[over=true]:outline-primary"
    return islands.Picture.create(use=use, label=label, on_kept=on_kept, class_name=looks)
