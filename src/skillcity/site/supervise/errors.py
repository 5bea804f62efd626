"""What can go wrong around the processes, each as one clear line in both languages."""

from __future__ import annotations

import errno
from pathlib import Path

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text


def database_did_not_start(log: Path, last_line: str) -> InputError:
    """The embedded server ended before it was ready; `last_line` is its own last complaint."""
    if "No space left on device" in last_line:
        return disk_full(log.parent)
    return InputError(
        "site.database-did-not-start",
        Text(f"内置数据库没有启动：{last_line}。", f"the embedded database did not start: {last_line}."),
        where=str(log),
        todo=Text("详情见此日志。", "See this log for the details."),
    )


def disk_full(where: Path | str) -> InputError:
    """No byte more fits."""
    return InputError(
        "site.disk-full",
        Text("磁盘已满。", "the disk is full."),
        where=str(where),
        todo=Text("请腾出空间后再试。", "Free some space and try again."),
    )


def not_writable(where: Path | str) -> InputError:
    """The folder or file cannot be written by this user."""
    return InputError(
        "site.not-writable",
        Text("没有写入权限。", "cannot be written."),
        where=str(where),
        todo=Text(
            "请换一个文件夹（--var 文件夹）或更改权限。",
            "Choose another folder (--var FOLDER) or change its permissions.",
        ),
    )


def of_os_error(error: OSError, where: Path | str) -> InputError:
    """Translate what the operating system refused while we wrote at `where`."""
    place = error.filename or where
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(place)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
        return not_writable(place)
    reason = error.strerror or str(error)
    return InputError("site.system", Text(f"系统拒绝：{reason}。", f"the system refuses: {reason}."), where=str(place))
