"""`./skillcity reference`: look up occupations, list the editions."""

from __future__ import annotations

import json
from typing import Any

import click


@click.group()
def reference() -> None:
    """参考数据 / Reference data: occupations, majors, regions, each with its source."""


@reference.command()
@click.argument("text")
@click.option(
    "--limit", type=click.IntRange(1, 50), default=10, show_default=True, help="最多几条 / at most so many rows"
)
@click.option("--groups", is_flag=True, help="也查类别 / find groups as well")
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON / print one line of JSON")
def search(text: str, limit: int, groups: bool, as_json: bool) -> None:
    """查找职业 / Find occupations by name, code, pinyin initials or alias.

    TEXT is a part of any of them; the best rows come first.

    \b
    ./skillcity reference search 焊工
    ./skillcity reference search hg --json
    """
    from skillcity.reference import selectors

    rows = selectors.search_occupations(text, limit, groups=groups)
    found: list[dict[str, Any]] = [
        {"code": row.code, "name": row.name, "level": row.level, "mark": str(row.mark)} for row in rows
    ]
    if as_json:
        click.echo(json.dumps({"query": text, "found": found}, ensure_ascii=False))
        return
    for row in found:
        click.echo(f"{row['code']}\t{row['name']}\t{row['mark']}".rstrip())
    if not found:
        click.echo("没有找到，换个说法试试。 / Nothing found. Try another word.", err=True)


@reference.command()
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON / print one line of JSON")
def editions(as_json: bool) -> None:
    """版本与来源 / List the editions at hand: since when, read where, how sure."""
    from skillcity.reference import selectors

    found = [
        {
            "kind": each.kind,
            "edition": each.edition,
            "name": each.name_zh,
            "valid_from": each.valid_from.isoformat() if each.valid_from else None,
            "valid_to": each.valid_to.isoformat() if each.valid_to else None,
            "retrieved_on": each.retrieved_on.isoformat(),
            "confidence": each.confidence,
            "source": each.source,
        }
        for each in selectors.editions()
    ]
    if as_json:
        click.echo(json.dumps({"editions": found}, ensure_ascii=False))
        return
    for row in found:
        click.echo(f"{row['kind']}\t{row['edition']}\t{row['valid_from'] or '-'}\t{row['confidence']}\t{row['name']}")
