"""`./skillcity policy bench`: how fast the batch engine is here."""

from __future__ import annotations

import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from skillcity.policy.commands import options


@click.command("bench")
@click.option(
    "--persons", type=click.IntRange(1, 100_000_000), default=1_000_000, show_default=True, help="人数 / persons"
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="随机种子 / seed of the population")
@click.option(
    "--folder", type=options.FILE, help="保留文件的目录 / a folder in which the files are kept (default: none is kept)"
)
@options.as_json
def bench(persons: int, seed: int, folder: Path | None, as_json: bool) -> None:
    """测量批量引擎的速度。 Measure the batch engine: 40 clauses and 3 benefits, five facts a person.

    Makes up a population, the same for the same seed, and evaluates it from Parquet to Parquet; compares two editions;
    explains a thousand persons one by one. CPU seconds count all threads; making up the population does not count. Each
    measurement runs in a process of its own. Memory over the input is the rise over what the process needed before it
    opened the files, of which it holds a piece at a time.

    \b
    ./skillcity policy bench --json
    ./skillcity policy bench --persons 10000000 --json
    """
    with nullcontext(folder) if folder else tempfile.TemporaryDirectory(prefix="skillcity-bench-") as place:
        answer = measure(Path(place), persons, seed)
    if as_json:
        options.say(answer)
        return
    for name, value in answer.items():
        click.echo(f"{name}\t{value}")


def measure(folder: Path, persons: int, seed: int) -> dict[str, Any]:
    """All measurements on files made in a folder."""
    from skillcity.policy.files.measuring import measured
    from skillcity.policy.files.trial_catalogue import write_catalogue
    from skillcity.policy.files.trial_population import write_population

    folder.mkdir(parents=True, exist_ok=True)
    write_catalogue(folder)
    write_catalogue(folder, later=True)
    click.echo(f"正在生成 {persons} 人 / making up {persons} persons", err=True)
    facts = write_population(folder / "persons.parquet", folder / "facts.parquet", people=persons, seed=seed)
    answer: dict[str, Any] = {"persons": persons, "facts": facts}
    for what in ("evaluation", "difference", "explanation"):
        click.echo(f"正在测量 / measuring: {what}", err=True)
        answer |= measured(what, folder)
    return answer


bench.without_database = True  # type: ignore[attr-defined]  # read by site.supervise.setup
