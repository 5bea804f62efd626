"""Pictures of codes, as files."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from PIL import Image


def code(text: str, scale: int = 3) -> Image.Image:
    data = BytesIO()
    segno.make_qr(text, error="l", boost_error=False).save(data, kind="png", scale=scale, border=4)
    return Image.open(data).convert("L")


def beside(*pictures: Image.Image) -> Image.Image:
    page = Image.new("L", (sum(each.width for each in pictures), max(each.height for each in pictures)), 255)
    left = 0
    for each in pictures:
        page.paste(each, (left, 0))
        left += each.width
    return page


def as_file(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    data = BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()
