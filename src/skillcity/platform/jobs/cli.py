"""`./skillcity jobs`: the background jobs on the command line."""

from __future__ import annotations

import json
import time

import click


@click.group()
def jobs() -> None:
    """后台任务：查看、清理。 Background jobs: list them, and bring back those of a worker that died."""


@jobs.command("list")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="显示条数 / how many")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def list_(limit: int, as_json: bool) -> None:
    """列出最近的任务。 List the newest jobs.

    \b
    ./skillcity jobs list
    ./skillcity jobs list --limit 5 --json
    """
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.jobs.selectors import jobs_for

    found = list(jobs_for(SYSTEM)[:limit])
    if as_json:
        answer = [
            {"id": job.pk, "kind": job.kind, "status": job.status, "done": job.done, "total": job.total}
            for job in found
        ]
        click.echo(json.dumps({"jobs": answer}, ensure_ascii=False))
        return
    if not found:
        click.echo("还没有任务。 / No jobs yet.", err=True)
    for job in found:
        click.echo(f"{job.pk:>8}  {job.status:<10} {job.done}/{job.total}  {job.title.zh} / {job.title.en}")


@jobs.command()
@click.option("--every", type=click.IntRange(1, 3600), help="每隔若干秒重复 / repeat every so many seconds")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def sweep(every: int | None, as_json: bool) -> None:
    """重新排队被中断的任务。 Queue the jobs again that a dead worker left behind.

    \b
    ./skillcity jobs sweep              once
    ./skillcity jobs sweep --every 15   until it is stopped
    """
    from django.db import close_old_connections

    from skillcity.platform.jobs.sweep import requeue_stalled

    while True:
        count = requeue_stalled()
        if as_json:
            click.echo(json.dumps({"requeued": count}))
        elif count or not every:
            click.echo(f"重新排队 {count} 个任务。 / {count} jobs queued again.", err=True)
        if not every:
            return
        close_old_connections()
        time.sleep(every)
