"""Who runs the embedded server and where its files lie, also when the project's folder is closed to that user."""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.site.supervise import binaries

ROOT_STATE = Path("/var/lib/skillcity")
USERS_FOR_ROOT = ("skillcity", "postgres", "nobody")
LONGEST_SOCKET_PATH = 107  # bytes; the kernel's `sun_path` holds 108 with the closing zero
SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True, slots=True)
class Places:
    """`folder` holds `data` and the password file, `sockets` the socket; `user` is None when no change is needed."""

    folder: Path
    sockets: Path
    programs: Path
    user: pwd.struct_passwd | None

    @property
    def data(self) -> Path:
        """The data folder of PostgreSQL."""
        return self.folder / "data"


def find_places(folder: Path) -> Places:
    """Decide where everything lies, and make the folders. Modes of folders that are not ours stay as they are."""
    folder = folder.resolve()
    user = _user_for(folder / "data")
    programs = binaries.programs()
    if user is not None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if not binaries.can_run(folder.parent, programs / "bin" / "postgres", user):
            folder = _root_state(folder)
            user = _user_for(folder / "data")
            programs = binaries.copy_programs(programs, folder)
    _make_private(folder, user)
    sockets = _socket_folder(folder)
    _make_private(sockets, user)
    return Places(folder=folder, sockets=sockets, programs=programs, user=user)


def _user_for(data: Path) -> pwd.struct_passwd | None:
    """The unprivileged user, only for root: whoever owns the data already, else the first that exists."""
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        return pwd.getpwuid(data.stat().st_uid)
    for name in USERS_FOR_ROOT:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise InputError(
        "site.no-unprivileged-user",
        Text("PostgreSQL 不能以 root 运行。", "PostgreSQL does not run as root."),
        todo=Text("请先建立系统用户 skillcity。", "Create a system user `skillcity` first."),
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _root_state(folder: Path) -> Path:
    """A place outside the closed folder, the same every time; a new clone at the same path gets another one."""
    mark = folder / "instance"
    folder.mkdir(parents=True, exist_ok=True)
    if not mark.exists():
        mark.write_text(secrets.token_hex(8), encoding="utf-8")
    place = ROOT_STATE / _digest(f"{folder} {mark.read_text(encoding='utf-8')}")
    place.mkdir(parents=True, exist_ok=True)
    (place / "belongs-to").write_text(f"{folder}\n", encoding="utf-8")
    return place


def _socket_folder(folder: Path) -> Path:
    """Beside the data, never inside; a short one under the system's folders when the path is too long for a socket."""
    near = folder / "socket"
    if len(os.fsencode(near / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
        return near
    runtime = Path("/run") if os.geteuid() == 0 else Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    name = f"skillcity-{os.geteuid()}-{_digest(str(folder))}"
    for parent in (runtime, Path("/tmp")):  # noqa: S108  (the folder itself is private and checked)
        short = parent / name
        if parent.is_dir() and len(os.fsencode(short / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return short
    raise AssertionError("the last place is always short enough")


def _make_private(folder: Path, user: pwd.struct_passwd | None) -> None:
    """Make the folder ours alone (0700); refuse one that somebody else put in its place."""
    owner = os.geteuid() if user is None else user.pw_uid
    folder.mkdir(parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), owner):
        raise InputError(
            "site.foreign-folder",
            Text("此文件夹属于别的用户。", "this folder belongs to another user."),
            where=str(folder),
            todo=Text("请用同一用户运行，或删除它。", "Run as the same user, or remove it."),
        )
    if user is not None and found.st_uid != owner:
        os.chown(folder, user.pw_uid, user.pw_gid)
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)
