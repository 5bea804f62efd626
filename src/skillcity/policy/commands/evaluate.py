"""`./skillcity policy evaluate`: what a catalogue gives to everybody in a file."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from skillcity.policy.commands import options


@click.command("evaluate")
@click.argument("catalogue")
@options.files(required=True)
@options.as_of(required=True)
@options.known_at
@click.option("--out", type=options.FILE, required=True, help="结果文件 (Parquet) / the file to write (Parquet)")
@click.option(
    "--engine",
    type=click.Choice(["batch", "interpreter", "ray"]),
    default="batch",
    show_default=True,
    help="引擎，结果逐字节相同 / the engine; all write the same bytes",
)
@click.option(
    "--workers", type=click.IntRange(1, 1024), default=1, help="batch 的进程数 / processes of the engine batch"
)
@options.as_json
def evaluate(
    catalogue: str,
    facts: Path,
    persons: Path,
    as_of: date,
    known_at: datetime | None,
    out: Path,
    engine: str,
    workers: int,
    as_json: bool,
) -> None:
    """对文件中的所有人评估。 Evaluate a CATALOGUE for everybody in two files, without a database.

    CATALOGUE is the path of a file, or the name of an edition that comes with the software. The formats of the files
    are told in docs/policy-files.md.

    \b
    ./skillcity policy evaluate 330300/talent-class/2025 --facts facts.parquet --persons persons.parquet \\
        --as-of 2025-09-01 --out classes.parquet --json

    The engine ray runs on the Ray cluster that RAY_ADDRESS names, or on one that it starts here.

    With --json: {"catalogue", "as_of", "persons", "classes", "open", "near", "benefits", "cpu_seconds", ...}.
    """
    from skillcity.policy.files.catalogues import path_of
    from skillcity.policy.files.evaluating import Question, evaluate_files

    found = evaluate_files(Question(path_of(catalogue), as_of, known_at, engine), persons, facts, out, workers=workers)
    answer = {
        "catalogue": found.catalogue,
        "as_of": as_of.isoformat(),
        "engine": engine,
        **found.as_json(),
        "out": str(out),
    }
    if as_json:
        options.say(answer)
        return
    for name, number in found.classes.items():
        click.echo(f"{name}\t{number}")
    click.echo(f"{found.persons} 人 / persons → {out}", err=True)


evaluate.without_database = True  # type: ignore[attr-defined]  # read by site.supervise.setup
