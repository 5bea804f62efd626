"""`./skillcity policy`: check catalogues and run their cases; the other commands stand in `commands`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skillcity.policy.commands.bench import bench
from skillcity.policy.commands.diff import diff
from skillcity.policy.commands.evaluate import evaluate
from skillcity.policy.commands.explain import Switch, explain
from skillcity.policy.commands_city import replay

if TYPE_CHECKING:
    from skillcity.policy.engine import Catalogue, Problem

CATALOGUES = Path(__file__).resolve().parent / "catalogues"


@click.group("policy", cls=Switch)
def policy() -> None:
    """政策目录与人才分类。 Catalogues of clauses, and the classes derived from facts.

    The language of the clauses is described in docs/policy-language.md.
    """


for command in (evaluate, explain, diff, bench, replay):
    policy.add_command(command)


@policy.command("check")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """检查目录文件。 Check catalogue files: unknown names, wrong types, unreachable clauses, gaps between editions.

    Without FILES, those that this city ships. Each problem is printed as file:line:column with what to do. Ends with 0
    when there is none, else with 2.
    """
    from skillcity.policy.engine import check as problems_of
    from skillcity.policy.files.catalogues import schema

    paths = files or tuple(sorted(CATALOGUES.glob("*/*/*.yaml")))
    problems = problems_of(paths, schema()) or _between_editions(paths)
    for problem in problems:
        click.echo(str(problem))
    click.echo(f"{len(paths)} 个文件，{len(problems)} 个问题 / {len(paths)} files, {len(problems)} problems", err=True)
    raise SystemExit(2 if problems else 0)


check.without_database = True  # type: ignore[attr-defined]  # read by site.supervise.setup


def _between_editions(paths: Sequence[Path]) -> tuple[Problem, ...]:
    """The days between editions of one catalogue that no edition covers, or two; for files that are sound."""
    from skillcity.policy.engine import check_editions, load
    from skillcity.policy.files.catalogues import schema

    editions = {edition.name: (path, edition) for path in paths for edition in [load(path, schema())]}
    groups: dict[tuple[str, str], list[Catalogue]] = {}
    for _, edition in editions.values():
        groups.setdefault((edition.region, edition.catalogue), []).append(edition)
    return tuple(
        replace(problem, place=replace(problem.place, file=str(editions[problem.place.file][0])))
        for group in groups.values()
        for problem in check_editions(group)
    )


@policy.command("test")
def test() -> None:
    """运行目录的用例。 Run the cases beside each catalogue: given facts, as of a day, expect a class by a clause."""
    from skillcity.policy.engine import load, load_cases, run_case
    from skillcity.policy.files.catalogues import schema

    failed = total = 0
    for path in sorted(CATALOGUES.glob("*/*/*.yaml")):
        catalogue = load(path, schema())
        cases = path.parent / "cases" / path.name
        for case in load_cases(cases, catalogue) if cases.exists() else ():
            total += 1
            wrong = run_case(case, catalogue)
            if wrong:
                failed += 1
                click.echo(str(wrong))
    click.echo(f"{total - failed} passed, {failed} failed")
    raise SystemExit(2 if failed else 0)


test.without_database = True  # type: ignore[attr-defined]  # read by site.supervise.setup
