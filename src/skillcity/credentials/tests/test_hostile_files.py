"""A file of a stranger is read, or refused in both languages; it never ends in a traceback or fills the machine."""

from __future__ import annotations

import json
import random
import resource
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter

from skillcity.credentials import reading
from skillcity.credentials.engine.printing import Sheet, pdf
from skillcity.credentials.reading import text_of_bytes
from skillcity.credentials.tests.engine.samples import (
    NOW,
    STATEMENT,
    as_qr,
    signed,
)
from skillcity.credentials.tests.pictures import as_file, beside, code
from skillcity.kernel.errors import InputError

URL = "https://city.example/verify/k3q9"
MEMORY = 700 * 1024 * 1024
"""Bytes that a reader may take beside what the tests have already."""


@pytest.fixture(autouse=True)
def _little_memory() -> Iterator[None]:
    """A reader that wants more ends in MemoryError instead of taking it."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    status = Path("/proc/self/status").read_text("ascii")
    taken = int(status.partition("VmData:")[2].split()[0]) * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (taken + MEMORY, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_DATA, before)


def refusal(data: bytes) -> str:
    """The code of the refusal, which is worded in both languages and says where."""
    with pytest.raises(InputError) as caught:
        text_of_bytes(data, "a-file")
    error = caught.value
    assert error.where == "a-file"
    for each in (error.what, error.todo):
        assert not each.zh.isascii()
        assert each.en.isascii()
    return error.code


# Hostile pictures


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, data: bytes, *more: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", header), *more, chunk(b"IDAT", data), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def squeezed(count: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b"\0" * (1 << 20)) for _ in range(count)) + packer.flush()


PICTURES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb of 400 million pixels": (lambda: png(20_000, 20_000, squeezed(1)), "credential.too-large"),
    "a bomb of 100 million pixels": (lambda: png(10_000, 10_000, squeezed(1)), "credential.too-large"),
    "more pixels than there are": (lambda: png(2**31 - 1, 2**31 - 1, b""), "credential.too-large"),
    "a bomb of words": (
        lambda: png(1, 1, zlib.compress(b"\0\0"), chunk(b"zTXt", b"a\0\0" + squeezed(100))),
        "credential.unreadable",
    ),
    "no pixels": (lambda: png(9, 9, b""), "credential.unreadable"),
    "pixels that are none": (lambda: png(9, 9, b"nonsense"), "credential.unreadable"),
    "a signature alone": (lambda: b"\x89PNG\r\n\x1a\n", "credential.unreadable"),
    "a JPEG that breaks off": (lambda: as_file(code(as_qr()), "JPEG")[:2000], "credential.unreadable"),
    "a sound": (lambda: b"RIFF\x24\0\0\0WAVEfmt ", "credential.unreadable"),
    "PostScript": (lambda: b"BM%!PS-Adobe-3.0 EPSF-3.0", "credential.unreadable"),
    "an empty page": (lambda: as_file(Image.new("L", (500, 500), 255)), "credential.no-code"),
    "one pixel": (lambda: as_file(Image.new("L", (1, 1))), "credential.no-code"),
    "the small code alone": (lambda: as_file(code(URL)), "credential.no-code"),
    "another code": (lambda: as_file(code("HC1:NCFOXN")), "credential.no-code"),
    "two certificates": (
        lambda: as_file(beside(code(as_qr()), code(as_qr(replace(STATEMENT, holder="李雷"))))),
        "credential.several",
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_hostile_picture_is_refused(name: str) -> None:
    make, expected = PICTURES[name]
    assert refusal(make()) == expected


def test_a_picture_full_of_corners_of_codes_ends_soon() -> None:
    """Every ninth pixel begins the corner of a QR code: at the full size the search takes minutes."""
    corner = Image.new("L", (9, 9), 255)
    for inset, ink in (0, 0), (1, 255), (2, 0):
        corner.paste(ink, (inset, inset, 7 - inset, 7 - inset))
    page = Image.new("L", (7700, 7700))
    for left in range(0, 7700, 9):
        page.paste(corner, (left, 0))
    for top in range(9, 7700, 9):
        page.paste(page.crop((0, 0, 7700, 9)), (0, top))
    assert refusal(as_file(page)) == "credential.no-code"


# Hostile PDFs


def written(change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    change(writer)
    data = BytesIO()
    writer.write(data)
    return data.getvalue()


def by_hand(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is the catalog."""
    made, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        made
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(made))
    )


CATALOG = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>>>", b"<</Type/Pages/Kids[]/Count 0>>"
FILE = b"<</Type/Filespec/F(credential.json)/UF(credential.json)/EF<</F 5 0 R>>>>"


def stream(data: bytes, filters: bytes) -> bytes:
    return b"<</Type/EmbeddedFile/Filter[%s]/Length %d>>stream\n" % (filters, len(data)) + data + b"\nendstream"


def locked(password: str) -> bytes:
    def lock(writer: PdfWriter) -> None:
        writer.add_attachment("credential.json", signed().encode())
        writer.encrypt(password, "owner", algorithm="AES-256")

    return written(lock)


def with_two(writer: PdfWriter) -> None:
    for holder in ("王小明", "李雷"):
        writer.add_attachment("credential.json", signed(replace(STATEMENT, holder=holder)).encode())


SHEET = pdf(Sheet(json.loads(signed()), URL), NOW)
DOCUMENTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a signature alone": (lambda: b"%PDF", "credential.unreadable"),
    "half a sheet": (lambda: SHEET[: len(SHEET) // 2], "credential.unreadable"),
    "no attachment": (lambda: written(lambda _: None), "credential.no-code"),
    "another attachment": (lambda: written(lambda writer: writer.add_attachment("a.txt", "x")), "credential.no-code"),
    "a sheet inside": (lambda: written(lambda writer: writer.add_attachment("a.pdf", SHEET)), "credential.no-code"),
    "two certificates": (lambda: written(with_two), "credential.several"),
    "an attachment that is no text": (
        lambda: written(lambda writer: writer.add_attachment("credential.json", b"\xff\xfe\0")),
        "credential.unreadable",
    ),
    "a large attachment": (
        lambda: written(lambda writer: writer.add_attachment("credential.json", b"a" * 1_000_000)),
        "credential.too-large",
    ),
    "a bomb": (
        lambda: by_hand(
            *CATALOG,
            b"<</Names[(credential.json) 4 0 R]>>",
            FILE,
            stream(zlib.compress(squeezed(200), 9), b"/FlateDecode/FlateDecode"),
        ),
        "credential.unreadable",
    ),
    "one file two thousand times": (
        lambda: by_hand(
            *CATALOG,
            b"<</Names[" + b"(credential.json) 4 0 R " * 2_000 + b"]>>",
            FILE,
            stream(squeezed(60), b"/FlateDecode"),
        ),
        "credential.too-large",
    ),
    "names that go in a circle": (
        lambda: by_hand(*CATALOG, b"<</Kids[4 0 R 4 0 R]>>", b"<</Kids[3 0 R 3 0 R]/Names[]>>"),
        "credential.no-code",
    ),
    "objects that go in a circle": (lambda: by_hand(b"2 0 R", b"1 0 R"), "credential.unreadable"),
    "many beginnings": (lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 300_000, "credential.unreadable"),
    "deep brackets": (
        lambda: b"%PDF-1.7\n1 0 obj\n" + b"[" * 5_000_000 + b"\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF",
        "credential.unreadable",
    ),
    "locked": (lambda: locked("secret"), "credential.unreadable"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_hostile_pdf_is_refused(name: str) -> None:
    make, expected = DOCUMENTS[name]
    assert refusal(make()) == expected


def test_a_sheet_that_opens_without_a_password_is_read() -> None:
    assert text_of_bytes(locked(""), "x") == signed()


@pytest.mark.parametrize("data", [SHEET, as_file(code(as_qr()))], ids=["pdf", "png"])
def test_whatever_becomes_of_a_file_it_is_read_or_refused(data: bytes) -> None:
    chance = random.Random(4)
    for _ in range(150):
        changed = bytearray(data[: chance.randrange(len(data))] if chance.random() < 0.3 else data)
        for _ in range(chance.randrange(12)):
            if changed:
                changed[chance.randrange(len(changed))] = chance.randrange(256)
        try:
            text_of_bytes(bytes(changed), "x")
        except InputError as error:
            assert error.code in ("credential.unreadable", "credential.no-code", "credential.too-large")  # noqa: PT017


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xff\xfe\0", "credential.unreadable"),
        (b"x" * 300_000, "credential.too-large"),
        (b"x" * (reading.MOST + 1), "credential.too-large"),
    ],
    ids=["no text", "a long text", "a huge file"],
)
def test_a_hostile_text_is_refused(data: bytes, expected: str) -> None:
    assert refusal(data) == expected
