"""People and their memberships."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from skillcity.kernel.id_number import IdNumber
from skillcity.platform.imports.kinds import ImportContext, Row, Taken
from skillcity.reference.engine.words import initials
from skillcity.registry.finding import Found, find_people, refuse_wrong_person
from skillcity.registry.models import Contact, IdentityDocument, Membership, Organisation, Person
from skillcity.registry.sorting import Sorting
from skillcity.registry.taking.organisations import BATCH, UNKNOWN
from skillcity.registry.vault import vault


def take_people(rows: Sequence[Row], context: ImportContext) -> Taken:
    """New people by ID number; one that is registered under another name is refused."""
    sorting = Sorting()
    known = find_people([row.values["id_number"] for row in rows])  # type: ignore[misc]  # parsed by the column
    new: list[tuple[Row, IdNumber]] = []
    for row in rows:
        number = row.values["id_number"]
        assert isinstance(number, IdNumber)
        region = str(row.values["region_code"])
        if not sorting.first(row, number.value, "id_number"):
            continue
        if context.actor.region_codes and region not in context.actor.region_codes:
            sorting.refuse(row, "region_code", "people.other-county", "不是本县(市、区)的人员。", "Not of your county.")
            continue
        for warning in number.warnings:
            sorting.note(row, "id_number", "people.id-number", warning)
        found = known.get(number.value)
        if found is None:
            new.append((row, number))
        elif not refuse_wrong_person(sorting, row, found):
            sorting.present += 1
    _register(new)
    return sorting.taken(len(new))


def _register(new: Sequence[tuple[Row, IdNumber]]) -> None:
    keep = vault()
    people = Person.objects.bulk_create(
        [
            Person(
                name=str(row.values["name"]),
                initials=initials(str(row.values["name"]))[:32],
                birth_date=number.birth_date,
                sex=number.sex.value,
                region_code=str(row.values["region_code"]),
                synthetic=settings.SYNTHETIC,
            )
            for row, number in new
        ],
        batch_size=BATCH,
    )
    documents, contacts = [], []
    for person, (row, number) in zip(people, new, strict=True):
        sealed = keep.seal(number.value)
        documents.append(
            IdentityDocument(
                person=person,
                key_id=sealed.key_id,
                cipher=sealed.cipher,
                blind_index=keep.index(number.value),
                masked=number.masked,
            )
        )
        if row.values["phone"]:
            contacts.append(Contact(person=person, kind="phone", value=str(row.values["phone"])))
    IdentityDocument.objects.bulk_create(documents, batch_size=BATCH)
    Contact.objects.bulk_create(contacts, batch_size=BATCH)


def take_memberships(rows: Sequence[Row], context: ImportContext) -> Taken:
    """New memberships of known people in known organisations, without overlap of the same one."""
    sorting = Sorting()
    people = find_people([row.values["id_number"] for row in rows])  # type: ignore[misc]  # parsed by the column
    organisations = dict(Organisation.objects.values_list("credit_code", "pk"))
    periods = _periods([found.person_id for found in people.values()])
    new = []
    for row in rows:
        values = row.values
        person = people.get(values["id_number"].value)  # type: ignore[attr-defined]  # parsed by the column
        organisation = organisations.get(str(values["credit_code"]))
        if refuse_wrong_person(sorting, row, person):
            continue
        assert isinstance(person, Found)
        if organisation is None:
            sorting.refuse(row, "credit_code", "organisations.unknown", *UNKNOWN)
            continue
        begins, ends = values["valid_from"], values["valid_to"]
        assert isinstance(begins, date)
        assert ends is None or isinstance(ends, date)
        if ends and ends < begins:
            sorting.refuse(row, "valid_to", "imports.dates", "结束早于开始。", "It ends before it begins.")
            continue
        others = periods.setdefault((person.person_id, organisation, str(values["role"])), [])
        if (begins, ends) in others:
            sorting.present += 1
        elif any(begins <= (until or date.max) and since <= (ends or date.max) for since, until in others):
            sorting.refuse(
                row, "valid_from", "memberships.overlap", "与已有的同一身份时间重叠。", "It overlaps the same one."
            )
        else:
            others.append((begins, ends))
            new.append(
                Membership(
                    person_id=person.person_id,
                    region_code=person.region_code,
                    organisation_id=organisation,
                    role=str(values["role"]),
                    valid_from=begins,
                    valid_to=ends,
                )
            )
    Membership.objects.bulk_create(new, batch_size=BATCH)
    return sorting.taken(len(new))


def _periods(person_ids: Sequence[int]) -> dict[tuple[int, int, str], list[tuple[date, date | None]]]:
    found: dict[tuple[int, int, str], list[tuple[date, date | None]]] = {}
    rows = Membership.objects.filter(person__in=person_ids)
    for person, organisation, role, begins, ends in rows.values_list(
        "person_id", "organisation_id", "role", "valid_from", "valid_to"
    ):
        found.setdefault((person, organisation, role), []).append((begins, ends))
    return found
