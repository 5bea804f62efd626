"""A certificate as people have it: a file of JSON, a token, a printed sheet as PDF or picture, the text of a code."""

from __future__ import annotations

import json
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from skillcity.credentials.engine.jwt import read_json
from skillcity.credentials.engine.qr import PREFIX
from skillcity.credentials.engine.trust import Trust, TrustedIssuer, read_trust
from skillcity.credentials.engine.verifying import StatusList, read_list
from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text

MOST = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000
ATTACHED = "credential.json"


def text_of(given: str) -> str:
    """What stands in a file of this name, or the string itself when there is no such file.

    Errors: `credential.too-large`, `credential.unreadable`, `credential.no-code` (a picture without such a code).
    """
    path = Path(given)
    try:
        is_file = len(given) < 4096 and path.is_file()
    except (OSError, ValueError):
        is_file = False
    return text_of_bytes(path.read_bytes(), str(path)) if is_file else given


def text_of_bytes(data: bytes, where: str) -> str:
    """The text of a credential in the bytes of a file; errors as in `text_of`."""
    if len(data) > MOST:
        raise InputError(
            "credential.too-large", Text("文件超过 20 MB。", "The file is larger than 20 MB."), where=where
        )
    if data.startswith(b"%PDF"):
        return _of_pdf(data, where)
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"BM", b"GIF8", b"RIFF", b"II*\0", b"MM\0*")):
        return _of_picture(data, where)
    try:
        return data.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise _unreadable(where) from None


def _of_pdf(data: bytes, where: str) -> str:
    """The credential attached to a printed sheet."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        found = PdfReader(BytesIO(data)).attachments.get(ATTACHED, [])
        return found[0].decode() if found else _no_code(where)
    except (PyPdfError, UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _unreadable(where) from None


def _of_picture(data: bytes, where: str) -> str:
    """The certificate's code in a photograph or scan; the small code beside it is only an address."""
    import zxingcpp
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise InputError("credential.too-large", Text("图片过大。", "The picture is too large."), where=where)
            codes = [each.text for each in zxingcpp.read_barcodes(picture.convert("L"))]
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise _unreadable(where) from None
    return next((code for code in codes if code.startswith(PREFIX)), "") or _no_code(where)


def _no_code(where: str) -> str:
    raise InputError(
        "credential.no-code",
        Text("没有找到证书二维码。", "No certificate code was found."),
        where=where,
        todo=Text("请让大二维码完整、清晰地入镜。", "Take the picture again with the whole large code, in focus."),
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
            text = path.read_text("utf-8").strip()
            many = json.loads(text) if text.startswith("[") else [text]
            found += [read_list(each if isinstance(each, str) else json.dumps(each), trust) for each in many]
        except (ValueError, OSError) as error:
            raise InputError(
                "credential.status-list",
                Text("状态名单无法采信。", f"The status list cannot be relied on: {error}."),
                where=str(path),
                todo=Text(
                    "请重新下载，并确认机构名单是最新的。", "Download it again, and see that the issuers are current."
                ),
            ) from None
    return found
