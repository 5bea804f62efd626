"""Keeps the processes of the city running: starts each again whenever it ends, and stops all of them in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import click

from skillcity.site.supervise import child
from skillcity.site.supervise.logs import LogFile
from skillcity.site.supervise.postgres import EmbeddedPostgres

FIRST_PAUSE_SECONDS = 0.2
STEADY_SECONDS = 30.0
POLL_SECONDS = 0.1
SWEEP_SECONDS = 15.0
HEALTH_SECONDS = 60.0
STOP = ((signal.SIGTERM, 3.0),)  # granian hangs when the signal comes while it starts: then its group is killed


class Service(Protocol):
    """Something that runs as a process and can be started again."""

    name: str
    log: LogFile
    longest_pause_seconds: float

    def launch(self) -> None:
        """Start without waiting."""

    def is_running(self) -> bool:
        """Whether it lives."""

    def stop(self) -> None:
        """Stop; at the latest after a few seconds."""


@dataclass
class Program:
    """A service that is a program: its children live in its session and end with it."""

    name: str
    command: Sequence[str | Path]
    log: LogFile
    env: Mapping[str, str]
    cwd: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    longest_pause_seconds: float = 5.0

    def launch(self) -> None:
        """Start it; what an earlier one left in its session is killed first."""
        if self.process is not None:
            child.kill_group(self.process)
        with self.log.open() as log:
            self.process = child.start(
                self.command, log=log, on_parent_death=signal.SIGKILL, env=self.env, cwd=self.cwd
            )

    def is_running(self) -> bool:
        """Whether its first process lives."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Ask it to end, wait three seconds, then kill its session."""
        if self.process is not None:
            child.stop(self.process, signs=STOP)
            self.process = None


@dataclass
class DatabaseService:
    """The embedded server as a service; the one who started it stops it, after everything else."""

    server: EmbeddedPostgres
    name: str = "postgres"
    longest_pause_seconds: float = 0.4  # everything waits for it

    def __post_init__(self) -> None:
        self.log = self.server.log

    def launch(self) -> None:
        """Start it again after a crash; it recovers by itself."""
        self.server.launch()

    def is_running(self) -> bool:
        """Whether the postmaster lives."""
        return self.server.is_running()

    def stop(self) -> None:
        """Left to the owner of the server."""


@dataclass
class _Watch:
    """What the supervisor knows about one service."""

    service: Service
    started: float = 0.0
    pause: float = FIRST_PAUSE_SECONDS
    due: float | None = None
    restarts: int = 0


@dataclass
class Supervisor:
    """Runs services until it is told to stop.

    `sweep` is called every 15 s in a thread of its own: a database that does not answer holds nothing up.
    """

    services: Sequence[Service]
    log: LogFile
    sweep: Callable[[], object] | None = None
    on_restart: Callable[[str], None] = lambda line: click.echo(line, err=True)
    _watches: list[_Watch] = field(default_factory=list)
    _asked: bool = False
    _stop: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Start all that do not run yet, in order; from now on a signal stops them. Call in the main thread."""
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sign, lambda *_: self.request_stop())
        self._watches = [_Watch(service) for service in self.services]
        for watch in self._watches:
            if not watch.service.is_running():
                watch.service.launch()
            watch.started = time.monotonic()
        if self.sweep is not None:
            threading.Thread(target=self._sweep_now_and_then, daemon=True).start()

    def run(self) -> None:
        """Watch until `request_stop` or a signal; then stop all in the reverse order. Call in the main thread."""
        health = time.monotonic()
        try:
            while not self._asked:
                time.sleep(POLL_SECONDS)
                for watch in self._watches:
                    if not self._asked:
                        self._look_after(watch)
                if time.monotonic() - health >= HEALTH_SECONDS:
                    health = time.monotonic()
                    self._rotate()
                    self._write(self.health())
        finally:
            self.stop()

    def is_stopping(self) -> bool:
        """Whether the end has been asked for."""
        return self._asked

    def request_stop(self) -> None:
        """Let `run` return; safe in a signal handler, where the lock of an Event may be held."""
        self._asked = True

    def stop(self) -> None:
        """Stop all services, the last one first."""
        self._asked = True
        self._stop.set()
        for watch in reversed(self._watches):
            watch.service.stop()

    def health(self) -> str:
        """One line: each service with its state and how often it was started again."""
        states = (
            f"{watch.service.name}={'up' if watch.service.is_running() else 'down'}({watch.restarts})"
            for watch in self._watches
        )
        return "health " + " ".join(states)

    def _rotate(self) -> None:
        for log in (self.log, *(watch.service.log for watch in self._watches)):
            try:
                log.rotate()
            except OSError as error:
                self._report(f"{log.path}: {error.strerror}")

    def _look_after(self, watch: _Watch) -> None:
        now = time.monotonic()
        if watch.service.is_running():
            if now - watch.started > STEADY_SECONDS:
                watch.pause = FIRST_PAUSE_SECONDS
            return
        if watch.due is None:
            watch.due = now + watch.pause
            name, pause = watch.service.name, watch.pause
            self._report(f"{name} 已退出，{pause:.1f} 秒后重启 / {name} ended, starts again in {pause:.1f} s")
        elif now >= watch.due:
            watch.due = None
            watch.pause = min(2 * watch.pause, watch.service.longest_pause_seconds)
            watch.restarts += 1
            try:
                watch.service.launch()
            except OSError as error:
                self._report(f"{watch.service.name}: {error}")
            watch.started = time.monotonic()

    def _sweep_now_and_then(self) -> None:
        while not self._stop.wait(SWEEP_SECONDS):
            try:
                if self.sweep is not None:
                    self.sweep()
            except Exception as error:  # the next sweep tries again
                self._write(f"sweep: {type(error).__name__}: {error}")

    def _report(self, line: str) -> None:
        self._write(line)
        self.on_restart(line)

    def _write(self, line: str) -> None:
        stamp = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            with self.log.open() as file:
                file.write(f"{stamp} {line}\n".encode())
        except OSError:
            pass  # a full disk must not end the supervisor


NOT_FOR_CHILDREN = ("DATABASE_URL", "SKILLCITY_DB_OWNER", "SKILLCITY_ROLE")
WEB_TIME_OUTS = "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"


def web(*, host: str, port: int, env: dict[str, str], log: LogFile) -> Program:
    """The web server: granian with two workers of one thread each (what it carries: `benchmarks/load.py`).

    Time-outs belong to its sessions alone: on the whole server they would end imports.
    """
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", "2", "--blocking-threads", "1", "--respawn-failed-workers", "--respawn-interval", "0.5"]
    command += ["--workers-kill-timeout", "2", "--no-ws", "skillcity.site.supervise.web:application"]
    extra = {"PGOPTIONS": WEB_TIME_OUTS, "SKILLCITY_WEB": "1", "SKILLCITY_COLLECTED": "1"}
    return Program("web", command, log, _environment(env | extra))


def worker(*, env: Mapping[str, str], log: LogFile) -> Program:
    """The worker of background jobs; the supervisor sweeps for it."""
    command = [sys.executable, "-m", "skillcity", "worker", "--sweep-every", "0"]
    return Program("worker", command, log, _environment(env))


def _environment(env: Mapping[str, str]) -> dict[str, str]:
    """Ours with these added, without the owner's password."""
    return {name: value for name, value in os.environ.items() if name not in NOT_FOR_CHILDREN} | dict(env)
