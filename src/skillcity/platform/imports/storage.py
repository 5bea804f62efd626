"""Where uploaded files lie: `SKILLCITY_VAR/imports/<sha256>`, readable by the system only, each content once."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.imports.engine.limits import DEFAULT_LIMITS, Limits

PIECE = 1 << 20
FILE_GONE = InputError(
    "imports.file-gone",
    Text("原文件已不在服务器上。", "The file is no longer on the server."),
    todo=Text("请重新上传。", "Upload it again."),
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file at rest: its content's SHA-256 in hex, its bytes, and where it lies."""

    sha256: str
    size: int
    path: Path


def folder() -> Path:
    """The folder of all stored files, made on first use for nobody else to read."""
    path = Path(settings.VAR) / "imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def stored_path(sha256: str) -> Path:
    """Where the content with this digest lies. Raises InputError when it is gone."""
    path = folder() / sha256
    if path.is_file():
        return path
    raise FILE_GONE


def store(pieces: Iterable[bytes], limits: Limits = DEFAULT_LIMITS) -> StoredFile:
    """Keep a content: written beside its place and then moved there, so that no half file is ever seen.

    Raises InputError as soon as the content is larger than allowed.
    """
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=folder(), prefix=".part-")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                size += len(piece)
                if size > limits.file_bytes:
                    raise too_large(limits)
                digest.update(piece)
                file.write(piece)
        path = folder() / digest.hexdigest()
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return StoredFile(digest.hexdigest(), size, path)


def store_path(path: Path, limits: Limits = DEFAULT_LIMITS) -> StoredFile:
    """Keep a copy of a file of this machine. Raises InputError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return store(iter(lambda: file.read(PIECE), b""), limits)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise InputError(
            "imports.no-file",
            Text("文件打不开。", "The file cannot be opened."),
            where=str(path),
            todo=Text("请检查路径和权限。", "Check the path and the permissions."),
        ) from error


def forget(*, until: datetime, wanted: Collection[str]) -> int:
    """Remove what was stored before a moment and is not wanted (by its SHA-256); returns how many files there were."""
    gone = [path for path in folder().iterdir() if path.name not in wanted and path.stat().st_mtime < until.timestamp()]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def too_large(limits: Limits) -> InputError:
    """The error for a file beyond the limit."""
    most = limits.file_bytes // 2**20
    return InputError(
        "imports.file-too-large",
        Text(f"文件超过 {most} MB。", f"The file is larger than {most} MB."),
        todo=Text("请拆成几个文件。", "Split it into several files."),
    )
