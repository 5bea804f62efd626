"""What the commands that read files have in common."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

Function = TypeVar("Function", bound=Callable[..., Any])
FILE = click.Path(path_type=Path)


class Day(click.ParamType[date]):
    """A day as 2025-07-01."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; a usage error for another spelling."""
        from skillcity.policy.engine.dates import read_date

        found = value if isinstance(value, date) else read_date(str(value))
        if found is None:
            self.fail(f"“{value}”不是日期，应写成 2025-07-01 / not a date such as 2025-07-01", param, ctx)
        return found


class Moment(click.ParamType[datetime]):
    """A moment as 2025-07-01T09:00:00+08:00; without a zone it is the city's time."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment; a usage error for another spelling."""
        from skillcity.kernel.dates import SHANGHAI

        if isinstance(value, datetime):
            return value
        try:
            found = datetime.fromisoformat(str(value))
        except ValueError:
            what = f"“{value}”不是时刻，应写成 2025-07-01T09:00:00 / not a moment such as 2025-07-01T09:00:00"
            self.fail(what, param, ctx)
        return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def files(*, required: bool) -> Callable[[Function], Function]:
    """`--facts` and `--persons`."""

    def add(function: Function) -> Function:
        function = click.option(
            "--persons", type=FILE, required=required, help="人员文件 (Parquet) / the file of persons (Parquet)"
        )(function)
        return click.option(
            "--facts", type=FILE, required=required, help="事实文件 (Parquet) / the file of facts (Parquet)"
        )(function)

    return add


def as_of(*, required: bool) -> Callable[[Function], Function]:
    """`--as-of`."""
    return click.option(
        "--as-of", "as_of", type=Day(), required=required, help="截至日期 / the day asked about, such as 2025-09-01"
    )


known_at = click.option(
    "--known-at", "known_at", type=Moment(), help="按当时已知 / only what was recorded by then (default: all)"
)
as_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON / print one JSON object")


def say(answer: dict[str, Any]) -> None:
    """One JSON object on one line."""
    click.echo(json.dumps(answer, ensure_ascii=False))
