"""The database is killed 20 times under 200 writes a second: is an acknowledged write lost, when are pages back?

Prints one JSON line. Run: `.venv/bin/python benchmarks/reliability_postmaster.py [kills]`
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
import time

import psycopg
from reliability_common import City, answer, city, wait_for

WRITERS = 4
WRITES_PER_SECOND = 200
LONGEST_AWAY_SECONDS = 60


class Writer(threading.Thread):
    """Commits one row after another and remembers those that the server acknowledged."""

    def __init__(self, number: int, parameters: dict[str, object], stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.number, self.parameters, self.stopping = number, parameters, stop
        self.acknowledged: list[int] = []
        self.last = 0.0
        self.errors = 0

    def run(self) -> None:
        """Write at a steady pace; connect again after an error."""
        connection: psycopg.Connection | None = None
        row = self.number
        while not self.stopping.wait(WRITERS / WRITES_PER_SECOND):
            row += WRITERS
            try:
                connection = connection or psycopg.connect(**self.parameters, autocommit=True)  # type: ignore[arg-type]
                connection.execute("insert into bench_acknowledged values (%s)", [row])
                self.acknowledged.append(row)
                self.last = time.monotonic()
            except psycopg.Error:
                self.errors += 1
                connection = None


def kill_again_and_again(
    there: City, writers: list[Writer], kills: int, chance: random.Random
) -> tuple[list[float], list[float]]:
    """Kill the postmaster; seconds until a write was acknowledged again, and until a page came, for each time."""
    writes, pages = [], []
    for _ in range(kills):
        time.sleep(chance.uniform(0.5, 2.0))
        os.kill(there.postmaster(), signal.SIGKILL)
        begun = time.monotonic()
        time.sleep(0.1)  # what was under way when it died
        back = [
            wait_for(lambda since=begun + 0.1: wrote_after(writers, since), seconds=LONGEST_AWAY_SECONDS)
            and time.monotonic() - begun,
            wait_for(there.answers, seconds=LONGEST_AWAY_SECONDS) and time.monotonic() - begun,
        ]
        if not all(back):
            raise SystemExit("the database or the pages did not come back")
        writes.append(back[0])
        pages.append(back[1])
    return writes, pages


def wrote_after(writers: list[Writer], since: float) -> bool:
    """Whether any write was acknowledged later."""
    return max(each.last for each in writers) > since


def spread(seconds: list[float]) -> dict[str, float]:
    """Median and longest."""
    return {"median": round(sorted(seconds)[len(seconds) // 2], 2), "longest": round(max(seconds), 2)}


def main() -> None:
    """Run and print the figures."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with city() as there:
        parameters = there.parameters()
        with psycopg.connect(**parameters, autocommit=True) as connection:
            connection.execute("create table bench_acknowledged (id bigint primary key)")
        stop = threading.Event()
        writers = [Writer(number, parameters, stop) for number in range(WRITERS)]
        for writer in writers:
            writer.start()
        writes, pages = kill_again_and_again(there, writers, kills, random.Random(7))
        stop.set()
        for writer in writers:
            writer.join()
        with psycopg.connect(**parameters) as connection:
            stored = {row[0] for row in connection.execute("select id from bench_acknowledged")}
        acknowledged = {row for writer in writers for row in writer.acknowledged}
        verified = answer("facts", "verify", var=there.var)["valid"]
    figures = {
        "kills": kills,
        "acknowledged": len(acknowledged),
        "lost": len(acknowledged - stored),
        "errors_seen": sum(writer.errors for writer in writers),
        "writes_back_seconds": spread(writes),
        "pages_back_seconds": spread(pages),
        "facts_valid": verified,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
