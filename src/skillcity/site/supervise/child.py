"""Child processes that never outlive their parent, and that may run as another user."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


def die_with_parent(sign: signal.Signals, parent: int | None = None) -> Callable[[], None]:
    """Make a function for `preexec_fn`: the kernel sends `sign` to the child when the thread that started it ends.

    The kernel forgets the request when the user changes; `subprocess` runs `preexec_fn` after the change, so it holds.
    Linux only; elsewhere the function does nothing.
    """
    parent = os.getpid() if parent is None else parent

    def set_in_child() -> None:
        if hasattr(_LIBC, "prctl"):
            _LIBC.prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)
            if os.getppid() != parent:  # it died between the fork and the request
                os._exit(1)

    return set_in_child


def as_user(user: pwd.struct_passwd | None) -> dict[str, Any]:
    """The arguments of `subprocess` that run a child as this user; none when no change is wanted."""
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def start(
    command: Sequence[str | Path],
    *,
    log: IO[bytes] | int,
    on_parent_death: signal.Signals,
    env: Mapping[str, str] | None = None,
    user: pwd.struct_passwd | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in its own session (Ctrl-C reaches only the parent), with its output in `log`."""
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        env=None if env is None else dict(env),
        cwd=cwd,
        start_new_session=True,
        umask=0o077,
        preexec_fn=die_with_parent(on_parent_death),
        **as_user(user),
    )


def stop(process: subprocess.Popen[bytes], *, signs: Sequence[tuple[signal.Signals, float]]) -> None:
    """Send each signal in turn and wait that many seconds for the end; then kill the whole group."""
    for sign, seconds in signs:
        if process.poll() is not None:
            break
        process.send_signal(sign)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    kill_group(process)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the child and of everything that it started in its session."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
