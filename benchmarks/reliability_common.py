"""A city of its own for the reliability benchmarks: started, looked at from outside, and removed."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCALE = "0.001"


class City:
    """One `up` in a folder of its own."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start and wait for the first page; seconds."""
        begun = time.monotonic()
        command = [*skillcity("up"), "--port", str(self.port), "--scale", SCALE, "--var", str(self.var)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if not wait_for(self.answers, seconds=300):
            raise SystemExit(f"the city does not answer; see {self.var}/log")
        return time.monotonic() - begun

    def stop(self) -> float:
        """Stop as Ctrl-C does; seconds."""
        begun = time.monotonic()
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)
        return time.monotonic() - begun

    def answers(self) -> bool:
        """Whether the start page comes without an error."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def postmaster(self) -> int:
        """The process id of the database server, 0 when there is none."""
        return next((pid for pid in descendants(self.pid) if "-D" in command_of(pid)), 0)

    @property
    def pid(self) -> int:
        """The supervisor."""
        assert self.process is not None
        return self.process.pid

    def parameters(self) -> dict[str, Any]:
        """How the owner signs in."""
        address = json.loads((self.var / "run" / "server.json").read_text())
        secrets = json.loads((self.var / "secrets.json").read_text())
        return address | {"user": "skillcity", "password": secrets["owner_password"]}


def skillcity(*words: str) -> list[str]:
    """The command line without the launcher."""
    return [sys.executable, "-m", "skillcity", *words]


def answer(*words: str, var: Path) -> dict[str, Any]:
    """The JSON answer of a command."""
    env = os.environ | {"SKILLCITY_VAR": str(var)}
    result = subprocess.run(skillcity(*words, "--json"), env=env, capture_output=True, text=True, check=False)
    found: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return found


@contextmanager
def city() -> Iterator[City]:
    """A running city, ended and removed afterwards whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="skillcity-bench-"))
    folder.chmod(0o755)
    made = City(folder / "var")
    try:
        made.start()
        yield made
    finally:
        if made.process is not None and made.process.poll() is None:
            made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port that nobody has at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Whether the condition comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def descendants(pid: int) -> list[int]:
    """All living processes below this one."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] not in "ZX":
                parents[int(entry.name)] = int(fields[1])
    found, waiting = [], [pid]
    while waiting:
        parent = waiting.pop()
        children = [child for child, of in parents.items() if of == parent]
        found += children
        waiting += children
    return found


def command_of(pid: int) -> str:
    """The command line of a process, empty when it is gone."""
    try:
        return (Path("/proc") / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def lives(pid: int, command: str) -> bool:
    """Whether the process still runs the command that it ran before."""
    return bool(command) and command_of(pid) == command
