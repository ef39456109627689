"""Acme's look: a colour, and a logo drawn here, so that the example needs no file."""

import io

from PIL import Image, ImageDraw, ImageFont
from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.domain import pictures, styles
from plutomi.domain.actors import Actor
from plutomi.rules.pictures import remake

COLOR, BACKGROUND = "#c2410c", "#fdf8f3"
FINE = 4  # drawn so much larger, for smooth edges


async def dress(session: AsyncSession, owner: Actor) -> None:
    """Give the example its style."""
    logo = await pictures.keep(session, owner, remake(draw(), "logo"))
    style = {"color": COLOR, "background": BACKGROUND, "logo": logo.sha256}
    await styles.set_org(session, owner, style)


def draw() -> bytes:
    """The logo as PNG: a parcel in a rounded square and the name, on a ground that suits light and dark pages."""
    image = Image.new("RGBA", (412 * FINE, 128 * FINE))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, 412 * FINE - 1, 128 * FINE - 1), 28 * FINE, fill=COLOR)
    pen.rounded_rectangle((26 * FINE, 34 * FINE, 98 * FINE, 98 * FINE), 10 * FINE, fill="white")
    pen.rectangle((26 * FINE, 56 * FINE, 98 * FINE, 62 * FINE), fill=COLOR)
    pen.rectangle((56 * FINE, 34 * FINE, 68 * FINE, 72 * FINE), fill=COLOR)
    pen.text((124 * FINE, 64 * FINE), "Acme", fill="white", font=ImageFont.load_default(88 * FINE), anchor="lm")
    out = io.BytesIO()
    image.resize((412, 128), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()
