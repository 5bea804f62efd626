"""Every process is started again whenever it ends; all stop in order; a killed supervisor leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from skillcity.site.supervise import processes
from skillcity.site.supervise.logs import LogFile
from skillcity.site.supervise.processes import Program, Supervisor
from skillcity.site.tests.supervise.conftest import bare_environment, wait_for

STEADY = "import time; time.sleep(600)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(600)"
)


def program(tmp_path: Path, name: str, code: str) -> Program:
    return Program(name, [sys.executable, "-c", code], LogFile(tmp_path / f"{name}.log"), bare_environment())


def supervise(tmp_path: Path, *services: Program) -> tuple[Supervisor, list[str]]:
    lines: list[str] = []
    return Supervisor(services, LogFile(tmp_path / "supervisor.log"), on_restart=lines.append), lines


def end_after(supervisor: Supervisor, seconds: float) -> None:
    threading.Timer(seconds, supervisor.request_stop).start()


@pytest.mark.parametrize("code", ["pass", "raise SystemExit(3)", "import os; os.kill(os.getpid(), 9)"])
def test_it_starts_again_whatever_the_exit(tmp_path: Path, code: str) -> None:
    counted = f"open({str(tmp_path / 'starts')!r}, 'a').write('x')\n{code}"
    supervisor, lines = supervise(tmp_path, program(tmp_path, "a", counted))
    supervisor.start()
    threading.Thread(
        target=lambda: (wait_for(lambda: _starts(tmp_path) >= 3), supervisor.request_stop()), daemon=True
    ).start()
    supervisor.run()
    assert _starts(tmp_path) >= 3
    assert "a 已退出" in lines[0]


def test_the_pause_grows(tmp_path: Path) -> None:
    supervisor, lines = supervise(tmp_path, program(tmp_path, "a", "pass"))
    supervisor.start()
    end_after(supervisor, 1.6)
    supervisor.run()
    pauses = [float(line.rsplit(" ", 2)[1]) for line in lines]
    assert pauses[:2] == [0.2, 0.4]


def test_a_storm_of_signals_stops_it_all_the_same(tmp_path: Path) -> None:
    """An Event set by a handler while the main thread waits on it once hung for ever."""
    supervisor, _ = supervise(tmp_path, program(tmp_path, "a", STEADY))
    supervisor.start()
    begin = threading.Event()

    def storm() -> None:
        begin.wait()
        for _ in range(500):
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=storm, daemon=True).start()
    begin.set()
    supervisor.run()
    assert supervisor.is_stopping()
    assert not supervisor.services[0].is_running()


def test_a_signal_stops_all_the_last_one_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = program(tmp_path, "first", STEADY), program(tmp_path, "second", STEADY)
    order: list[str] = []
    for each in (first, second):
        monkeypatch.setattr(each, "stop", lambda each=each: (order.append(each.name), Program.stop(each)))
    supervisor, _ = supervise(tmp_path, first, second)
    supervisor.start()
    threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGTERM)).start()
    supervisor.run()
    assert order == ["second", "first"]
    assert not first.is_running()


def test_one_that_does_not_listen_is_killed_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "STOP", ((signal.SIGTERM, 0.3),))
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {STEADY!r}])\n{STUBBORN}"
    stubborn = program(tmp_path, "stubborn", code)
    stubborn.launch()
    assert wait_for(lambda: b"ready" in stubborn.log.path.read_bytes())
    assert stubborn.process is not None
    group = stubborn.process.pid
    stubborn.stop()
    assert wait_for(lambda: not _group_lives(group))


def test_the_health_line_names_every_service(tmp_path: Path) -> None:
    supervisor, _ = supervise(tmp_path, program(tmp_path, "a", STEADY))
    supervisor.start()
    assert supervisor.health() == "health a=up(0)"
    supervisor.stop()
    assert supervisor.health() == "health a=down(0)"


def test_a_failing_sweep_ends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "SWEEP_SECONDS", 0.05)
    calls: list[int] = []

    def sweep() -> None:
        calls.append(1)
        raise RuntimeError("the database is away")

    supervisor = Supervisor([], LogFile(tmp_path / "supervisor.log"), sweep=sweep)
    supervisor.start()
    end_after(supervisor, 0.5)
    supervisor.run()
    assert len(calls) > 1
    assert "the database is away" in (tmp_path / "supervisor.log").read_text()


def test_a_killed_supervisor_leaves_no_process(place: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from skillcity.site.supervise.server import database\n"
        "from skillcity.site.supervise.processes import DatabaseService, Program, Supervisor\n"
        "from skillcity.site.supervise.logs import LogFile\n"
        "place = Path(sys.argv[1])\n"
        f"code = {STEADY!r} + ' # ' + str(place)\n"
        "with database(place / 'var', supervising=True) as found:\n"
        "    child = Program('child', [sys.executable, '-c', code], LogFile(place / 'child.log'), {})\n"
        "    supervisor = Supervisor([DatabaseService(found.server), child], LogFile(place / 'supervisor.log'))\n"
        "    supervisor.start()\n"
        "    print(found.server.process.pid, child.process.pid, flush=True)\n"
        "    supervisor.run()\n"
    )
    supervisor = subprocess.Popen(
        [sys.executable, "-c", code, str(place)],
        env=bare_environment(SKILLCITY_THROWAWAY="1"),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert supervisor.stdout is not None
    children = [int(pid) for pid in supervisor.stdout.readline().split()]
    assert [_lives(pid) for pid in children] == [True, True]
    supervisor.kill()
    supervisor.wait()
    supervisor.stdout.close()
    assert wait_for(lambda: not any(_lives(pid) for pid in children) and _naming(place) == [], seconds=30)


def _starts(tmp_path: Path) -> int:
    path = tmp_path / "starts"
    return len(path.read_text()) if path.exists() else 0


def _group_lives(group: int) -> bool:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == group and fields[0] not in "ZX":
                return True
    return False


def _lives(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def _naming(place: Path) -> list[str]:
    """The commands of all living processes that name this folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if str(place) in command:
                found.append(command)
    return found


@pytest.fixture(autouse=True)
def _signals_as_before() -> object:
    signs = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = [signal.getsignal(sign) for sign in signs]
    yield
    for sign, handler in zip(signs, before, strict=True):
        signal.signal(sign, handler)
