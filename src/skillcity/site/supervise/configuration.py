"""The settings of the embedded server, written anew at every start; `local.conf` beside them is the operator's."""

from __future__ import annotations

import locale
import os
import shutil
from pathlib import Path

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text

MIB = 1024 * 1024
SMALL_SHARED_MEMORY = 256 * MIB
LOCALES = ("C.UTF-8", "en_US.UTF-8", "zh_CN.UTF-8")

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
FOR_TESTS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def settings(*, durable: bool) -> dict[str, str]:
    """Names and values of `postgresql.conf`. No time-outs: they belong to sessions, an import is long."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    buffers = min(max(memory // 32, 64 * MIB), 256 * MIB)
    return {
        "listen_addresses": "",
        "port": "5432",
        "max_connections": "100",
        "shared_buffers": f"{buffers // MIB}MB",
        "effective_cache_size": f"{max(memory // 2, 256 * MIB) // MIB}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "dynamic_shared_memory_type": _dynamic_shared_memory(),
        "wal_level": "replica",
        "wal_compression": "on",
        "min_wal_size": "128MB",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "datestyle": "ISO, YMD",
        "lc_messages": "C",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        "log_min_duration_statement": "5s",
        "log_lock_waits": "on",
        "password_encryption": "scram-sha-256",
        "update_process_title": "off",
        **(DURABLE if durable else FOR_TESTS),
    }


def write(data: Path, *, durable: bool) -> None:
    """Write `postgresql.conf` into the data folder."""
    lines = ["# Written anew at every start. Put your own settings into local.conf in this folder: they win."]
    lines += [f"{name} = '{value}'" for name, value in settings(durable=durable).items()]
    lines.append("include_if_exists = 'local.conf'")
    draft = data / "postgresql.conf.new"
    draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
    shutil.copystat(data / "PG_VERSION", draft)
    os.chown(draft, data.stat().st_uid, data.stat().st_gid)
    draft.replace(data / "postgresql.conf")


def locale_arguments() -> list[str]:
    """Arguments of `initdb`: sorted by code point, and with a character type that knows Chinese letters.

    With the character type `C`, pg_trgm finds no trigram in Chinese text (measured), and search is empty.
    """
    return [
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--lc-collate=C",
        f"--lc-ctype={_utf8_locale()}",
        *(f"--lc-{name}=C" for name in ("messages", "monetary", "numeric", "time")),
    ]


def _utf8_locale() -> str:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in LOCALES:
            try:
                locale.setlocale(locale.LC_CTYPE, name)
                return name
            except locale.Error:
                continue
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    raise InputError(
        "site.no-utf8-locale",
        Text("系统没有 UTF-8 区域设置。", "the system has no UTF-8 locale."),
        todo=Text("请安装 C.UTF-8。", "Install C.UTF-8."),
    )


def _dynamic_shared_memory() -> str:
    """Containers give little to /dev/shm: parallel queries then need files."""
    try:
        room = os.statvfs("/dev/shm")  # noqa: S108
    except OSError:
        return "mmap"
    return "posix" if room.f_frsize * room.f_blocks >= SMALL_SHARED_MEMORY else "mmap"
