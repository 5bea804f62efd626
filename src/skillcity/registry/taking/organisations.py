"""Organisations with their sites, majors and ties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Model

from skillcity.platform.imports.kinds import ImportContext, Row, Taken
from skillcity.reference.engine.words import initials
from skillcity.registry.models import Offering, Organisation, Site, Tie
from skillcity.registry.sorting import Sorting

BATCH = 5000


def take_organisations(rows: Sequence[Row], context: ImportContext) -> Taken:
    """New organisations by credit code; one that is there under another name is refused."""
    sorting = Sorting()
    known = dict(Organisation.objects.values_list("credit_code", "name"))
    new = []
    for row in rows:
        values = dict(row.values)
        code = str(values["credit_code"])
        if not sorting.first(row, code, "credit_code"):
            continue
        if code not in known:
            values |= {"credit_code": code, "region_code": str(values["region_code"])}
            values["initials"] = initials(str(values["name"]))[:64]
            new.append(Organisation(**values, synthetic=settings.SYNTHETIC))
        elif known[code] == values["name"]:
            sorting.present += 1
        else:
            sorting.refuse(
                row,
                "name",
                "organisations.other-name",
                f"该信用代码已登记为“{known[code]}”。",
                f"This credit code is registered as “{known[code]}”.",
            )
    Organisation.objects.bulk_create(new, batch_size=BATCH)
    return sorting.taken(len(new))


def take_sites(rows: Sequence[Row], context: ImportContext) -> Taken:
    """New training sites by organisation and name."""
    known = set(Site.objects.values_list("organisation_id", "name", "workstations"))
    names = {(organisation, name) for organisation, name, _ in known}
    sorting, new = Sorting(), []
    for row, organisation in _of_organisation(rows, sorting, context):
        values = row.values
        key = (organisation, values["name"])
        if not sorting.first(row, key):
            continue
        if (*key, values["workstations"]) in known:
            sorting.present += 1
        elif key in names:
            sorting.refuse(
                row,
                "workstations",
                "sites.other-count",
                "这个场地已登记，工位数不同。",
                "This site is registered with another number of workstations.",
            )
        else:
            fields: dict[str, Any] = {"name": values["name"], "workstations": values["workstations"]}
            new.append(Site(organisation_id=organisation, **fields))
    return _write(Site, new, sorting)


def take_offerings(rows: Sequence[Row], context: ImportContext) -> Taken:
    """New offered majors by organisation and major code."""
    known = set(Offering.objects.values_list("organisation_id", "major_code"))
    sorting, new = Sorting(), []
    for row, organisation in _of_organisation(rows, sorting, context):
        values = dict(row.values)
        key = (organisation, values["major_code"])
        if not sorting.first(row, key):
            continue
        if key in known:
            sorting.present += 1
        else:
            del values["credit_code"]
            new.append(Offering(organisation_id=organisation, **values))
    return _write(Offering, new, sorting)


def take_ties(rows: Sequence[Row], context: ImportContext) -> Taken:
    """New ties between two organisations."""
    ids = dict(Organisation.objects.values_list("credit_code", "pk"))
    known = set(Tie.objects.values_list("source_id", "target_id", "kind", "valid_from"))
    open_ties = set(Tie.objects.filter(valid_to=None).values_list("source_id", "target_id", "kind"))
    sorting, new = Sorting(), []
    for row in rows:
        values = row.values
        source, target = ids.get(str(values["from_credit_code"])), ids.get(str(values["to_credit_code"]))
        if source is None or target is None:
            column = "from_credit_code" if source is None else "to_credit_code"
            sorting.refuse(row, column, "organisations.unknown", *UNKNOWN)
            continue
        pair = (source, target, str(values["tie"]))
        if not sorting.first(row, pair):
            continue
        if (*pair, values["since"]) in known:
            sorting.present += 1
        elif source == target:
            sorting.refuse(row, "to_credit_code", "ties.itself", "不能与自己合作。", "A tie needs two organisations.")
        elif pair in open_ties:
            sorting.refuse(row, None, "ties.exists", "这项合作已登记，尚未结束。", "This tie exists and has not ended.")
        elif values["until"] and values["until"] < values["since"]:  # type: ignore[operator]  # both are dates
            sorting.refuse(row, "until", "imports.dates", "结束早于开始。", "It ends before it begins.")
        else:
            fields: dict[str, Any] = {"valid_from": values["since"], "valid_to": values["until"]}
            new.append(Tie(source_id=source, target_id=target, kind=pair[2], **fields))
    return _write(Tie, new, sorting)


UNKNOWN = (
    "没有登记过这个信用代码的机构；请先导入机构。",
    "No organisation has this credit code; import organisations first.",
)


def _of_organisation(rows: Sequence[Row], sorting: Sorting, context: ImportContext) -> list[tuple[Row, int]]:
    """The rows with their organisation's key; unknown ones, and those of others than the actor's own, are refused."""
    ids = dict(Organisation.objects.values_list("credit_code", "pk"))
    own = context.actor.organisation_ids
    found = []
    for row in rows:
        organisation = ids.get(str(row.values["credit_code"]))
        if organisation is None:
            sorting.refuse(row, "credit_code", "organisations.unknown", *UNKNOWN)
        elif own and organisation not in own:
            sorting.refuse(
                row, "credit_code", "organisations.other", "只能导入本机构的数据。", "Only your own organisation's."
            )
        else:
            found.append((row, organisation))
    return found


def _write(model: type[Any], new: list[Any], sorting: Sorting) -> Taken:
    assert issubclass(model, Model)
    model._default_manager.bulk_create(new, batch_size=BATCH)
    return sorting.taken(len(new))
