"""`./skillcity worker`: the process that does the jobs, and brings back those of a worker that died before it."""

from __future__ import annotations

import threading

import click

GRACE_SECONDS = 2.0


@click.command()
@click.option("--once", is_flag=True, help="做完即退出 / stop when the queue is empty")
@click.option(
    "--sweep-every",
    default=15,
    show_default=True,
    type=click.IntRange(0, 3600),
    help="清理间隔秒数，0 表示不清理 / seconds between sweeps, 0 for none",
)
def worker(once: bool, sweep_every: int) -> None:
    """运行后台任务。 Do the background jobs, until it is stopped.

    \b
    ./skillcity worker          run (./skillcity up does this for you)
    ./skillcity worker --once   do what is queued, then end
    """
    run_worker(once=once, sweep_every=sweep_every)


def run_worker(*, once: bool = False, sweep_every: int = 15) -> None:
    """Run Procrastinate's worker in this process, one job at a time, each in a thread. Django is set up."""
    from procrastinate.contrib.django import app

    stopped = threading.Event()
    if sweep_every and not once:
        threading.Thread(target=sweep_until, args=(stopped, sweep_every), daemon=True, name="sweep").start()
    try:
        with app.replace_connector(app.connector.get_worker_connector()) as ready:  # type: ignore[attr-defined]
            ready.run_worker(
                wait=not once,
                concurrency=1,
                name="skillcity",
                listen_notify=not once,
                shutdown_graceful_timeout=GRACE_SECONDS,
            )
    finally:
        stopped.set()


def sweep_until(stopped: threading.Event, every: int) -> None:
    """Sweep again and again; a database that is away for a while is not the end."""
    from django.db import DatabaseError, InterfaceError, connection

    from skillcity.platform.jobs.sweep import requeue_stalled

    while not stopped.wait(every):
        try:
            requeue_stalled()
        except (DatabaseError, InterfaceError):
            pass
        finally:
            connection.close()
