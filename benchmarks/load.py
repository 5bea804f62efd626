"""The portal under load: 50 visitors at once, signed in with every role, over the main pages for half a minute.

The stack is what `./skillcity up` starts (supervisor, PostgreSQL, job worker, two web workers of one thread), the
visitors are this process, both on one machine over the loopback. No thinking time: each visitor asks for a page of its
role as soon as the last one has come. Memory is the proportional set size (PSS) of all processes of the stack.
"""

from __future__ import annotations

import asyncio
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from browsing import Browser
from measuring import PROJECT, environment, note, parser, run, say, temporary_var
from processes import cpu_seconds, memory_mb

VISITORS = 50
SECONDS = 30.0
WARM_UP_SECONDS = 5.0
TARGET = {"requests_per_s": 300, "p95_ms": 250, "errors": 0, "memory_mb": 700}
PUBLIC = ["/occupations", "/occupations?q=焊工", "/majors", "/industries", "/catalogues"]
PEOPLE = ["/home", "/people", "/people?q=林", "/people/*", "/people/*/class", "/organisations", "/organisations/*"]
OWN = ["/home", "/me", "/me/rights", "/me/class", "/passport", "/me/access-log", "/me/consents", "/organisations"]
PAGES = {
    "worker": OWN,
    "assessor": OWN,
    "college": [*PEOPLE, "/imports"],
    "enterprise": PEOPLE,
    "evaluation-body": [*PEOPLE, "/imports", "/batches"],
    "service-station": ["/home", "/organisations", "/organisations/*"],
    "bank": ["/home", "/people", "/organisations"],
    "insurer": ["/home", "/people", "/organisations"],
    "county-officer": [*PEOPLE, "/people/*/rights", "/imports", "/jobs", "/studio"],
    "city-officer": [*PEOPLE, "/people/*/rights", "/imports", "/jobs", "/studio"],
    "auditor": ["/home", "/people", "/imports", "/jobs", "/administration/audit"],
    "system-admin": ["/home", "/administration", "/administration/accounts", "/jobs"],
    "security-admin": ["/home", "/administration", "/administration/accounts"],
    "audit-admin": ["/home", "/administration/audit"],
}
"""A `*` stands for up to ten of the keys that the list page shows to this role."""


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found: int = free.getsockname()[1]
        return found


@contextmanager
def stack(var: Path, port: int) -> Iterator[tuple[int, dict[str, str]]]:
    """`up` as a child; gives its process id and the logins that it prints, and stops it as Ctrl-C does."""
    command = [sys.executable, "-m", "skillcity", "up", "--port", str(port)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as words:
        child = subprocess.Popen(command, cwd=PROJECT, env=environment(var), stderr=words)
        try:
            for _ in range(600):
                words.seek(0)
                lines = [line.split() for line in words]
                if any("Ctrl-C" in line for line in lines):
                    break
                time.sleep(0.2)
                assert child.poll() is None, "up has ended"
            yield child.pid, {line[-2]: line[-1] for line in lines if len(line) >= 3 and line[-2] in PAGES}
        finally:
            child.send_signal(signal.SIGINT)
            child.wait(60)


async def sign_in(port: int, logins: dict[str, str]) -> dict[str, Browser]:
    """A signed-in visitor of each role."""
    found = {}
    for role in PAGES:
        found[role] = Browser("127.0.0.1", port)
        await found[role].sign_in(role, logins[role])
    return found


async def pages_of(browser: Browser, role: str) -> list[list[str]]:
    """For each page that this role visits its addresses: details are filled in from the lists that it sees."""
    paths: list[list[str]] = []
    for pattern in [*PAGES[role], *([] if "admin" in role else PUBLIC)]:
        path = "".join(part if part.isascii() else quote(part) for part in pattern)
        start, star, end = path.partition("*")
        if not star:
            paths.append([path])
            continue
        _, listing = await browser.get(start.rstrip("/"))
        keys = dict.fromkeys(re.findall(rf'href="{start}([0-9]+)"'.encode(), listing))
        if keys:
            paths.append([f"{start}{key.decode()}{end}" for key in list(keys)[:10]])
    return paths


class Tally:
    """Latencies in seconds by kind of page, and what went wrong."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.errors: dict[str, int] = defaultdict(int)

    def result(self, lasted: float) -> dict[str, Any]:
        """Figures of all pages, and of the five slowest kinds."""
        every = sorted(second for kind in self.seconds.values() for second in kind)
        slow = sorted(self.seconds.items(), key=lambda kind: -statistics.fmean(kind[1]))[:5]
        return {
            "requests": len(every),
            "requests_per_s": round(len(every) / lasted, 1),
            "p50_ms": round(1000 * every[len(every) // 2], 1),
            "p95_ms": round(1000 * every[int(len(every) * 0.95)], 1),
            "errors": sum(self.errors.values()),
            "what_failed": dict(self.errors),
            "slowest_mean_ms": {kind: round(1000 * statistics.fmean(each), 1) for kind, each in slow},
        }


async def visit(
    browser: Browser, paths: list[list[str]], chance: random.Random, until: float, tally: Tally | None
) -> None:
    """Ask for one page after the other until the time is over."""
    while (begun := time.perf_counter()) < until:
        path = chance.choice(chance.choice(paths))
        kind = re.sub("[0-9]+", "*", path.partition("?")[0])
        try:
            status, _ = await browser.get(path)
            problem = "" if status == 200 else f"{status} {kind}"
        except (OSError, asyncio.IncompleteReadError) as error:
            problem = f"{type(error).__name__} {kind}"
        if tally is not None:
            tally.seconds[kind].append(time.perf_counter() - begun)
            if problem:
                tally.errors[problem] += 1


async def crowd(port: int, seconds: float, visitors: int, pid: int, logins: dict[str, str]) -> dict[str, Any]:
    """Sign in, find the pages, warm up, then count."""
    signed_in = await sign_in(port, logins)
    paths = {role: await pages_of(browser, role) for role, browser in signed_in.items()}
    roles = [list(PAGES)[at % len(PAGES)] for at in range(visitors)]
    browsers = [Browser("127.0.0.1", port, dict(signed_in[role].cookies)) for role in roles]

    async def together(lasting: float, tally: Tally | None) -> None:
        until = time.perf_counter() + lasting
        tasks = [
            visit(browser, paths[role], random.Random(at), until, tally)
            for at, (browser, role) in enumerate(zip(browsers, roles, strict=True))
        ]
        await asyncio.gather(*tasks)

    await together(WARM_UP_SECONDS, None)
    tally, before, own, begun = Tally(), cpu_seconds(pid), time.process_time(), time.perf_counter()
    await together(seconds, tally)
    lasted = time.perf_counter() - begun
    spent, mine = cpu_seconds(pid) - before, time.process_time() - own
    found = tally.result(lasted)
    count = found["requests"]
    return found | {
        "stack_cpu_s": round(spent, 1),
        "client_cpu_s": round(mine, 1),
        "cpu_ms_per_request": round(1000 * (spent + mine) / count, 2),
        "memory_mb": round(memory_mb(pid)),
        "wall_s": round(lasted, 1),
    }


def main() -> None:
    """Prepare a city, serve it, let the crowd in."""
    options = parser(__doc__)
    options.add_argument("--seconds", type=float, default=SECONDS)
    options.add_argument("--visitors", type=int, default=VISITORS)
    options.add_argument("--var", type=Path, help="a city that is there already; it stays (default: a new one)")
    given = options.parse_args()
    with ExitStack() as cleanup:
        var = given.var or cleanup.enter_context(temporary_var())
        note("preparing the city")
        run(["up", "--no-serve", "--json"], var).answer  # noqa: B018  (raises when it failed)
        port = free_port()
        with stack(var, port) as (pid, logins):
            note(f"{given.visitors} visitors for {given.seconds:g} s")
            found = asyncio.run(crowd(port, given.seconds, given.visitors, pid, logins))
    met = (
        found["requests_per_s"] >= TARGET["requests_per_s"]
        and found["p95_ms"] <= TARGET["p95_ms"]
        and found["errors"] == TARGET["errors"]
        and found["memory_mb"] <= TARGET["memory_mb"]
    )
    say({"benchmark": "load", **found, "target": TARGET, "met": met})


if __name__ == "__main__":
    main()
