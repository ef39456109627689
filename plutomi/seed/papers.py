"""The licences that people of the example have sent, drawn here: specimens, some as pictures, some as PDFs."""

import hashlib
import io
import tempfile
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from PIL import Image, ImageDraw, ImageFont
from sqlalchemy.ext.asyncio import AsyncSession

from plutomi import tokens
from plutomi.gateways import files as rooms
from plutomi.ids import new_id
from plutomi.models import File, Question
from plutomi.models.file import small_of
from plutomi.settings import get_settings

SIZE, SMALL = (680, 430), (240, 152)
GROUNDS = {"New York": "#dbe7f3", "New Jersey": "#f3e6d3", "Connecticut": "#dcefe0"}
INK, PALE, MARK = "#1e293b", "#64748b", "#b91c1c"


async def send(session: AsyncSession, opening_id: UUID, question: Question, name: str, papers: dict[str, Any]) -> str:
    """The ticket of a file as its sender has it, its bytes in the room; what is on it is what they answer."""
    picture = draw(name, papers["license_state"], papers["license_number"], papers["license_expires"])
    is_pdf = int(papers["license_number"]) % 5 == 0
    content = _bytes(picture, "PDF" if is_pdf else "JPEG")
    file = File(
        org_id=question.org_id,
        id=new_id(),
        opening_id=opening_id,
        question_id=question.id,
        name="license.pdf" if is_pdf else "license.jpg",
        size=len(content),
        type="application/pdf" if is_pdf else "image/jpeg",
        checksum=hashlib.sha256(content).digest(),
        state="clean",
    )
    session.add(file)
    await session.flush()
    await _keep(file.key, content, file.type)
    if not is_pdf:
        await _keep(small_of(file.key), _bytes(picture.resize(SMALL, Image.Resampling.LANCZOS), "JPEG"), file.type)
    return tokens.sign_ticket(file.org_id, file.id)


def draw(name: str, state: str, number: str, expires: str) -> Image.Image:
    """A card with somebody's outline on it."""
    card = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(card)
    pen.rounded_rectangle((10, 10, 669, 419), 26, GROUNDS.get(state, "#e5e7eb"), PALE, 2)
    pen.rounded_rectangle((10, 10, 669, 92), 26, INK)
    pen.rectangle((10, 60, 669, 92), INK)
    _write(pen, (36, 51), state.upper(), 34, "white")
    _write(pen, (644, 51), "DRIVER LICENSE", 24, "white", "rm")
    pen.rounded_rectangle((36, 122, 226, 366), 10, "#f8fafc", PALE)
    pen.ellipse((88, 158, 174, 254), PALE)
    pen.pieslice((56, 268, 206, 460), 180, 360, PALE)
    pen.rectangle((37, 367, 225, 416), GROUNDS.get(state, "#e5e7eb"))
    rows = {"NAME": name, "NUMBER": number, "EXPIRES": f"{date.fromisoformat(expires):%b %d, %Y}".upper(), "CLASS": "D"}
    for at, (label, words) in enumerate(rows.items()):
        _write(pen, (262, 138 + at * 64), label, 15, PALE)
        _write(pen, (262, 164 + at * 64), words, 29, INK)
    _write(pen, (644, 392), "SPECIMEN", 26, MARK, "rm")
    return card


def _write(pen: ImageDraw.ImageDraw, at: tuple[int, int], words: str, size: int, ink: str, anchor: str = "lm") -> None:
    pen.text(at, words, fill=ink, font=ImageFont.load_default(size), anchor=anchor)


def _bytes(picture: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, quality=85)
    return out.getvalue()


async def _keep(key: str, content: bytes, type: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "license"
        source.write_bytes(content)
        await rooms.room(get_settings()).keep(key, source, type)
