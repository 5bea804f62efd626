"""`./skillcity policy diff`: who gains and who loses between two editions, or two days."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from skillcity.policy.commands import options


@click.command("diff")
@click.argument("old")
@click.argument("new")
@options.files(required=True)
@options.as_of(required=True)
@click.option("--as-of-new", type=options.Day(), help="新目录的截至日期 / another day for the new one")
@options.known_at
@click.option("--out", type=options.FILE, help="有变化者的明细 (Parquet) / a file for those who are affected (Parquet)")
@options.as_json
def diff(
    old: str,
    new: str,
    facts: Path,
    persons: Path,
    as_of: date,
    as_of_new: date | None,
    known_at: datetime | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """比较两版目录。 Compare two catalogues, OLD and NEW, over everybody in two files. No database is needed.

    Says how many people gain a class, lose it, move up or down; in which county, occupation and level (where the file
    of persons has these columns); at what cost; and because of which clause: each gain is put down to the clause that
    gives it, each loss to the clause that gave it before. On one day both are asked as if they were in force; with
    --as-of-new each counts on the days on which it is. The formats are told in docs/policy-files.md.

    \b
    ./skillcity policy diff 330300/talent-class/2024 330300/talent-class/2025 --facts facts.parquet \\
        --persons persons.parquet --as-of 2025-09-01 --json
    """
    from skillcity.policy.files.catalogues import load_catalogue, path_of
    from skillcity.policy.files.differing import Comparison, compare_files, figures

    comparison = Comparison(path_of(old), path_of(new), as_of, as_of_new or as_of, known_at)
    found, cpu_seconds = compare_files(comparison, persons, facts, out)
    answer = {
        "old": load_catalogue(comparison.old).name,
        "new": load_catalogue(comparison.new).name,
        "as_of": as_of.isoformat(),
        "as_of_new": comparison.as_of_new.isoformat(),
        **figures(found),
        "cpu_seconds": round(cpu_seconds, 3),
    }
    if as_json:
        options.say(answer)
        return
    for name in ("persons", "gained", "lost", "up", "down", "changed", "same"):
        click.echo(f"{name}\t{answer[name]}")
    for line in answer["clauses"]:
        counted = "  ".join(f"{name} {line[name]}" for name in ("gained", "up", "lost", "down") if line.get(name))
        click.echo(f"{line['edition']}  {line['clause']} → {line['gives']}: {counted}")
    for cost in answer["benefits"]:
        click.echo(f"{cost['id']}  {cost['old']} → {cost['new']}  ({cost['difference']:+d})")


diff.without_database = True  # type: ignore[attr-defined]  # read by site.supervise.setup
