"""What happens to the rows of a file of facts: each is checked against its person, its kind and what is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from skillcity.facts.engine.kinds import FactKind
from skillcity.facts.models import Fact
from skillcity.facts.services import NewFact, check_fact, record_facts
from skillcity.kernel.certificate_number import CertificateNumber
from skillcity.kernel.dates import SHANGHAI
from skillcity.kernel.errors import InputError
from skillcity.kernel.skill_level import SkillLevel
from skillcity.platform.accounts.scope import seeing_all
from skillcity.platform.imports.kinds import ImportContext, Row, Taken
from skillcity.reference.selectors import occupation_names
from skillcity.registry.finding import find_people, refuse_wrong_person
from skillcity.registry.sorting import Sorting

CERTIFICATE = "certificate"
OTHER_COLUMNS = {"id_number", "name", "valid_from", "valid_to", "document", "source"}
Key = tuple[int, date, date | None, frozenset[tuple[str, Any]]]


def take_facts(kind: FactKind, rows: Sequence[Row], context: ImportContext) -> Taken:
    """Record the rows that are sound and new."""
    sorting = Sorting()
    people = find_people([row.values["id_number"] for row in rows])  # type: ignore[misc]  # parsed by the column
    known = _known(kind, {found.person_id for found in people.values()})
    numbers = _certificate_numbers(kind, rows)
    occupations = occupation_names() if "occupation" in kind.attributes else {}
    new = []
    for row in rows:
        found = people.get(row.values["id_number"].value)  # type: ignore[attr-defined]  # parsed by the column
        if refuse_wrong_person(sorting, row, found) or found is None:
            continue
        fact = _checked(kind, row, found.person_id, context, sorting)
        if fact is None or not _known_occupation(sorting, row, occupations):
            continue
        key = _key(fact.person_id, fact.valid_from, fact.valid_to, fact.attributes)
        if not sorting.first(row, key):
            continue
        if key in known:
            sorting.present += 1
        elif (
            kind.name == CERTIFICATE
            and numbers.setdefault(str(fact.attributes["number"]), fact.person_id) != fact.person_id
        ):
            sorting.refuse(
                row,
                "number",
                "certificate.number-taken",
                "这个证书编号已登记在另一个人名下。",
                "This certificate number is registered for another person.",
            )
        else:
            new.append(fact)
    record_facts(actor=context.actor, facts=new, recorded_at=context.recorded_at, batch_id=context.batch_id)
    return sorting.taken(len(new))


def _checked(kind: FactKind, row: Row, person_id: int, context: ImportContext, sorting: Sorting) -> NewFact | None:
    values = row.values
    valid_from, valid_to = values["valid_from"], values["valid_to"]
    assert isinstance(valid_from, date)
    assert valid_to is None or isinstance(valid_to, date)
    given = {name: value for name, value in values.items() if name not in OTHER_COLUMNS}
    try:
        attributes = check_fact(kind=kind, valid_from=valid_from, valid_to=valid_to, attributes=given)
    except InputError as error:
        sorting.problems.append(_problem(row, error))
        return None
    if valid_from > context.recorded_at.astimezone(SHANGHAI).date():
        sorting.refuse(row, "valid_from", "facts.future", "日期晚于今天。", "The date is after today.")
        return None
    if _contradicts_its_number(kind, row, valid_from, sorting):
        return None
    source = values["source"] or f"import:{context.batch_id}#{row.number}"
    return NewFact(person_id, kind.name, valid_from, valid_to, attributes, str(source), str(values["document"] or ""))


def _problem(row: Row, error: InputError) -> Any:
    from skillcity.platform.imports.kinds import RowProblem

    return RowProblem(row.number, error.where or None, error.code, error.text)


def _contradicts_its_number(kind: FactKind, row: Row, issued: date, sorting: Sorting) -> bool:
    number, level = row.values.get("number"), row.values.get("level")
    if not isinstance(number, CertificateNumber) or not isinstance(level, SkillLevel):
        return False
    differences = number.differences(year=issued.year, level=level)
    if differences:
        first = differences[0]
        sorting.refuse(row, "number", first.code, first.what.zh, first.what.en)
    return bool(differences)


def _known_occupation(sorting: Sorting, row: Row, occupations: Mapping[str, str]) -> bool:
    code = row.values.get("occupation")
    if code is None or str(code) in occupations or not occupations:
        return True
    sorting.refuse(
        row,
        "occupation",
        "facts.unknown-occupation",
        f"职业分类大典中没有“{code}”。",
        f"“{code}” is not in the classification of occupations.",
    )
    return False


def _known(kind: FactKind, person_ids: set[int]) -> set[Key]:
    facts = Fact.objects.filter(kind=kind.name, person__in=person_ids)
    rows = facts.values_list("person_id", "valid_from", "valid_to", "attributes")
    return {_key(*row) for row in rows.iterator(chunk_size=10_000)}


def _key(person_id: int, valid_from: date, valid_to: date | None, attributes: Mapping[str, Any]) -> Key:
    return (person_id, valid_from, valid_to, frozenset(attributes.items()))


def _certificate_numbers(kind: FactKind, rows: Sequence[Row]) -> dict[str, int]:
    if kind.name != CERTIFICATE:
        return {}
    numbers = [str(row.values["number"]) for row in rows]
    with seeing_all():  # a number is taken too when its holder is beyond the scope of whoever imports
        found = Fact.objects.filter(kind=kind.name, attributes__number__in=numbers)
        return dict(found.values_list("attributes__number", "person_id"))
