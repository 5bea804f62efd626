"""`./skillcity policy explain`: one person of the city, or of two files, with every reason."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from skillcity.policy.commands import options


@click.command("explain")
@click.argument("catalogue", required=False)
@options.files(required=False)
@click.option("--person", "person", required=True, help="人员编号 / the number of the person")
@click.option("--edition", help="本市目录的版本 / an edition of the city's catalogue; without it the one in force")
@options.as_of(required=False)
@options.known_at
@options.as_json
def explain(
    catalogue: str | None,
    facts: Path | None,
    persons: Path | None,
    person: str,
    edition: str | None,
    as_of: date | None,
    known_at: datetime | None,
    as_json: bool,
) -> None:
    """解释一个人的类别和补贴。 Explain what one person is given: the clause, the facts behind it, what is unknown.

    Without files the person is one of the city's register; the look is written to the audit, under the operator of this
    machine. With a CATALOGUE (a path, or a name) and two files no database is needed, and --json tells the whole tree:
    every clause with its citation, what satisfies it, what is missing, what is not known, and the claims.

    \b
    ./skillcity policy explain --person 12
    ./skillcity policy explain --person 12 --edition 2024 --json
    ./skillcity policy explain 330300/talent-class/2025 --facts facts.parquet --persons persons.parquet \\
        --person 12 --as-of 2025-09-01 --json
    """
    if facts is None and persons is None and catalogue is None:
        from skillcity.policy.commands.explain_city import explain_of_the_city

        explain_of_the_city(person, edition, as_of, known_at, as_json=as_json)
        return
    if facts is None or persons is None or catalogue is None or as_of is None or edition is not None:
        what = "需要 CATALOGUE、--facts、--persons 和 --as-of / CATALOGUE, --facts, --persons and --as-of are needed"
        raise click.UsageError(what)
    from skillcity.policy.files.explaining import explain_person, tree_of

    outcome, near = explain_person(catalogue, persons, facts, person, as_of, known_at)
    if as_json:
        options.say({"person": person, **tree_of(outcome, near)})
        return
    click.echo(f"{outcome.summary.zh} / {outcome.summary.en}")
    for result in outcome.clauses:
        if result.truth is not False:
            held = "✓" if result.truth else "?"
            click.echo(f"{held} {result.clause.id}  {result.clause.text.zh} / {result.clause.text.en}")


class Switch(click.Group):
    """A group of which `explain` needs no database when files are given."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The twin without a database for `explain … --facts …`."""
        name, command, rest = super().resolve_command(ctx, args)
        if name == "explain" and any(word.split("=")[0] in ("--facts", "--persons") for word in rest):
            return name, explain_from_files, rest
        return name, command, rest


explain_from_files = click.Command("explain", params=explain.params, callback=explain.callback, help=explain.help)
explain_from_files.without_database = True  # type: ignore[attr-defined]  # read by site.supervise.setup
