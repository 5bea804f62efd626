"""A certificate as people have it: a file of JSON, a token, a printed sheet as PDF or picture, the text of a code.

Files come from strangers: each is read within bounds of memory and time, and what cannot be read is an InputError.
"""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from skillcity.credentials.engine.jwt import MOST as MOST_TEXT
from skillcity.credentials.engine.jwt import read_json
from skillcity.credentials.engine.qr import PREFIX
from skillcity.credentials.engine.trust import Trust, TrustedIssuer, read_trust
from skillcity.credentials.engine.verifying import StatusList, read_list
from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text

MOST = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000
SIDE = 2000
"""Pixels to which the longer side of a picture is reduced: one drawn to keep the reader busy takes two seconds."""
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")
MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"BM", b"GIF8", b"RIFF", b"II*\0", b"MM\0*")
SUFFIXES = frozenset({".json", ".jwt", ".txt", ".pdf", ".png", ".jpg", ".jpeg", ".webp"})
ATTACHED = "credential.json"


def text_of(given: str) -> str:
    """What stands in a file of this name, or the string itself when there is no such file.

    Errors: `credential.no-file`, and those of `text_of_bytes`.
    """
    path = Path(given)
    try:
        is_file = len(given) < 4096 and path.is_file()
    except (OSError, ValueError):
        is_file = False
    if is_file:
        return text_of_bytes(_bytes_of(path), str(path))
    if path.suffix.lower() in SUFFIXES and "://" not in given and not given.startswith(("{", PREFIX)):
        raise InputError("credential.no-file", Text("没有这个文件。", "There is no such file."), where=given[:200])
    return given


def _bytes_of(path: Path) -> bytes:
    """The file, or its beginning when it is too large to be taken."""
    try:
        with path.open("rb") as file:
            return file.read(MOST + 1)
    except OSError:
        raise _unreadable(str(path)) from None


def text_of_bytes(data: bytes, where: str) -> str:
    """The text of a credential in the bytes of a file.

    Errors: `credential.too-large`, `credential.unreadable`, `credential.no-code` (no certificate in a picture or PDF),
    `credential.several` (more than one).
    """
    if len(data) > MOST:
        raise _too_large(where)
    if data.startswith(b"%PDF"):
        found = _of_pdf(data, where)
    elif data.startswith(MAGIC):
        found = _of_picture(data, where)
    else:
        found = [data]
    if len(set(found)) > 1:
        raise InputError(
            "credential.several",
            Text("里面有多张证书。", "There are several certificates in it."),
            where=where,
            todo=Text("请一次核验一张。", "Verify them one by one."),
        )
    if not found:
        raise InputError(
            "credential.no-code",
            Text("没有找到证书。", "No certificate was found."),
            where=where,
            todo=Text(
                "请提供签发的原文件，或让大二维码完整、清晰地入镜。",
                "Give the file as it was issued, or a sharp picture of the whole large code.",
            ),
        )
    if len(found[0]) > MOST_TEXT:
        raise _too_large(where)
    try:
        return found[0].decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise _unreadable(where) from None


def _of_pdf(data: bytes, where: str) -> list[bytes]:
    """The credential attached to a printed sheet."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a stranger's file is not our news
    try:
        return list(PdfReader(BytesIO(data)).attachments.get(ATTACHED, []))
    except Exception:  # a parser of other people's files fails in every way that there is
        raise _unreadable(where) from None


def _of_picture(data: bytes, where: str) -> list[bytes]:
    """The certificate's code in a photograph or scan; the small code beside it is only an address."""
    import zxingcpp
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(BytesIO(data), formats=FORMATS)
            if picture.width * picture.height <= MOST_PIXELS:
                picture.draft("L", (SIDE, SIDE))  # a JPEG is reduced while it is read
                picture.thumbnail((SIDE, SIDE))
                qr_alone = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
                codes = zxingcpp.read_barcodes(picture.convert("L"), formats=qr_alone)
                return [each.text.encode() for each in codes if each.text.startswith(PREFIX)]
    except Image.DecompressionBombError:
        pass
    except Exception:  # as above
        raise _unreadable(where) from None
    raise _too_large(where)


def _too_large(where: str) -> InputError:
    return InputError(
        "credential.too-large",
        Text("文件或图片过大。", "The file or picture is too large."),
        where=where,
        todo=Text("文件不超过 20 MB，图片不超过六千万像素。", "At most 20 MB, and 60 million pixels."),
    )


def _unreadable(where: str) -> InputError:
    return InputError(
        "credential.unreadable",
        Text("文件无法读取。", "The file cannot be read."),
        where=where,
        todo=Text("可用：JSON、PDF、PNG、JPEG。", "Possible: JSON, PDF, PNG, JPEG."),
    )


def issuers_in(path: Path) -> dict[str, TrustedIssuer]:
    """The trusted issuers of a file. Error: `credential.issuers`."""
    try:
        return read_trust(read_json(path.read_bytes()))
    except (ValueError, OSError):
        raise InputError(
            "credential.issuers",
            Text("机构名单无法读取。", "The list of issuers cannot be read."),
            where=str(path),
            todo=Text("请重新下载 issuers.json。", "Download issuers.json again."),
        ) from None


def lists_in(paths: Iterable[Path], trust: Trust) -> list[StatusList]:
    """The status lists of some files, each with its signature checked. Error: `credential.status-list`.

    A file holds one list, or an array of lists.
    """
    found = []
    for path in paths:
        try:
            text = path.read_text("utf-8-sig").strip()
            many = json.loads(text) if text.startswith("[") else [text]
            found += [read_list(each if isinstance(each, str) else json.dumps(each), trust) for each in many]
        except (ValueError, OSError, RecursionError) as error:
            raise InputError(
                "credential.status-list",
                Text("状态名单无法采信。", f"The status list cannot be relied on: {error}."),
                where=str(path),
                todo=Text(
                    "请重新下载，并确认机构名单是最新的。", "Download it again, and see that the issuers are current."
                ),
            ) from None
    return found
