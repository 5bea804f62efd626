"""Stations of evaluation bodies: their codes come from the province, so an officer registers them."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction

from skillcity.credentials.models import STATION, Station
from skillcity.kernel.errors import Conflict, InputError, Refused
from skillcity.kernel.region_code import province_name
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.services import record
from skillcity.registry.kinds import OrganisationKind
from skillcity.registry.models import Organisation

CODE = InputError(
    "credentials.station-code",
    Text("不是评价站点编码。", "This is no station code."),
    where="code",
    todo=Text(
        "应为 Y 或 S、4 位机构代码、2 位省码、6 位序列码，共 13 位。",
        "It is Y or S, 4 digits of the body, 2 of the province, 6 of the series: 13 characters.",
    ),
)


def register_station(*, actor: Actor, organisation: Organisation, code: str, name: str) -> Station:
    """Register a station (登记站点). Raises Refused, InputError (code, body), Conflict (code taken)."""
    if actor.role is not Role.CITY_OFFICER:
        raise Refused("credentials.stations", Text("站点由市级经办人员登记。", "City officers register stations."))
    if organisation.kind != OrganisationKind.EVALUATION_BODY.value:
        raise InputError(
            "credentials.no-body", Text("这个机构不是评价机构。", "This is no evaluation body."), where="organisation"
        )
    spelled = code.strip().upper()
    if not re.fullmatch(STATION, spelled) or province_name(spelled[5:7]) is None:
        raise CODE
    try:
        with transaction.atomic():
            made = Station.objects.create(organisation=organisation, code=spelled, name=name.strip())
    except IntegrityError as error:
        raise Conflict(
            "credentials.station-taken", Text("这个编码已登记。", "This code is registered already."), where=spelled
        ) from error
    record(
        actor=actor,
        act="credentials.station-registered",
        object_type="organisation",
        object_id=organisation.pk,
        details={"code": spelled},
    )
    return made
