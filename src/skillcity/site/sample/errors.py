"""What can go wrong with the sample's files, said in one line."""

from __future__ import annotations

from pathlib import Path

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text


def cannot_write(folder: Path, error: Exception) -> InputError:
    """The folder is closed, full, or a file."""
    return InputError(
        "sample.cannot-write",
        Text("样例文件无法写入。", "The sample's files cannot be written."),
        where=str(folder),
        todo=Text(
            f"请检查目录权限和磁盘空间({error})。",
            f"Check the folder's permissions and the space on the disk ({error}).",
        ),
    )
