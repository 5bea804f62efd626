"""One person of the city's register explained."""

from __future__ import annotations

from datetime import date, datetime

import click

from skillcity.policy.commands import options


def explain_of_the_city(
    person: str, edition: str | None, as_of: date | None, known_at: datetime | None, *, as_json: bool
) -> None:
    """Print what the city's catalogue gives a person of the register. NotFound when there is no such person or rule."""
    from django.utils import timezone

    from skillcity.kernel.errors import NotFound
    from skillcity.kernel.text import Text
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.platform.audit.services import note_look
    from skillcity.policy.editions import talent_edition
    from skillcity.policy.selectors import current_edition
    from skillcity.policy.selectors import explain as outcome_of

    if not person.isascii() or not person.isdigit() or len(person) > 18:
        raise click.BadParameter("应为整数 / a whole number is needed", param_hint="--person")
    person_id = int(person)
    day = as_of or timezone.localdate()
    with acting_as(SYSTEM):
        catalogue = talent_edition(edition) if edition else current_edition(day)
        if catalogue is None:
            raise NotFound("policy.no-rule", Text("当日没有有效的目录。", "No catalogue was in force on that day."))
        outcome = outcome_of(person_id=person_id, catalogue=catalogue, as_of=day, known_at=known_at)
        if outcome is None:
            raise NotFound("registry.no-person", Text("没有这个人。", "There is no such person."), where=person)
        note_look(actor=SYSTEM, act="class", person_ids=[person_id], purpose="command line")
    winning = outcome.winning
    facts = [str(each) for each in winning.why.satisfied_by] if winning and winning.why else []
    if as_json:
        options.say(
            {
                "person": person_id,
                "catalogue": outcome.catalogue,
                "as_of": day.isoformat(),
                "class": outcome.value,
                "clause": outcome.clause,
                "status": outcome.status.value,
                "illustrative": outcome.illustrative,
                "facts": facts,
                "zh": outcome.summary.zh,
                "en": outcome.summary.en,
            }
        )
        return
    click.echo(f"{outcome.summary.zh} / {outcome.summary.en}")
    if winning:
        click.echo(f"{winning.clause.id}  {winning.clause.text.zh} / {winning.clause.text.en}  ← {', '.join(facts)}")
