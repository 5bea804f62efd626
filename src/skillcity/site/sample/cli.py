"""`./skillcity sample`: the synthetic city as workbooks."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from xlsxwriter.exceptions import FileCreateError

from skillcity.site.sample.engine.flaws import Tally
from skillcity.site.sample.engine.sample import DEFAULT_SCALE, DEFAULT_SEED, Plan, rows
from skillcity.site.sample.engine.tables import COLUMNS
from skillcity.site.sample.engine.workbooks import write
from skillcity.site.sample.errors import cannot_write

SCALE = click.option(
    "--scale",
    type=float,
    default=DEFAULT_SCALE,
    show_default=True,
    help="规模，1.0 为一百万人。 1.0 is a million people.",
)
SEED = click.option(
    "--seed", type=int, default=DEFAULT_SEED, show_default=True, help="随机种子。 The same seed gives the same city."
)
JSON = click.option("--json", "as_json", is_flag=True, help="输出一行 JSON。 Print one JSON object on one line.")


@click.group()
def sample() -> None:
    """样例城市：全部为合成数据。 The sample city, all of it synthetic.

    People and organisations are invented; their numbers carry the region 330399, which no county has. About one row
    of a hundred is wrong on purpose, so that the error reports of an import have something to show.
    """


@sample.command("write")
@SCALE
@SEED
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="目标目录。 The folder to write to."
)
@JSON
def write_command(scale: float, seed: int, out: Path, as_json: bool) -> None:
    """把样例写成 Excel 工作簿。 Write the sample as workbooks, one or more a table.

    \b
    ./skillcity sample write --scale 0.01 --out sample
    ./skillcity import people sample/05-people.xlsx

    The same scale and seed give the same rows. manifest.json lists the files in the order of import, and how many rows
    an import has to refuse.
    """
    plan = Plan(scale, seed)
    try:
        with click.progressbar(length=plan.people, label="样例 sample", file=sys.stderr) as bar:

            def progress(done: int, total: int, what: object) -> None:
                bar.update(done - bar.pos)

            manifest = write(plan, out, progress)
    except (OSError, FileCreateError) as error:
        raise cannot_write(out, error) from error
    if as_json:
        click.echo(json.dumps({**manifest.as_dict(), "folder": str(out)}, ensure_ascii=False))
        return
    for each in manifest.files:
        click.echo(f"{each.name}\t{each.rows}")


@sample.command("describe")
@SCALE
@SEED
@JSON
def describe(scale: float, seed: int, as_json: bool) -> None:
    """列出各表行数和预设错误。 Count the rows of each table and its errors, without writing anything."""
    plan, tally = Plan(scale, seed), Tally()
    with click.progressbar(length=plan.people, label="样例 sample", file=sys.stderr) as bar:
        for kind, _ in rows(plan, tally):
            if kind == "people" and bar.pos < plan.people:
                bar.update(1)
    if as_json:
        counts = {
            "rows": tally.rows,
            "refused": tally.expected_errors,
            "flaws": tally.flaws,
        }
        click.echo(json.dumps({"scale": scale, "seed": seed, "people": plan.people, **counts}, ensure_ascii=False))
        return
    click.echo("table\trows\trefused")
    for kind in COLUMNS:
        click.echo(f"{kind}\t{tally.rows[kind]}\t{tally.refused.get(kind, 0)}")


for command in (sample, write_command, describe):
    command.without_database = True  # type: ignore[attr-defined]  # read by the launcher: no server for a pure answer
