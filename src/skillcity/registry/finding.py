"""Finding people by ID number, many at a time, without opening a sealed one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from skillcity.kernel.id_number import IdNumber
from skillcity.platform.imports.kinds import Row
from skillcity.registry.models import IdentityDocument
from skillcity.registry.sorting import Sorting
from skillcity.registry.vault import vault

AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Found:
    """Whose number it is."""

    person_id: int
    name: str
    region_code: str


def find_people(numbers: Iterable[IdNumber]) -> dict[str, Found]:
    """The people with these numbers, by number; who is outside the actor's scope is not found."""
    keep = vault()
    wanted = {keep.index(number.value): number.value for number in numbers}
    found = {}
    for some in _some(wanted):
        rows = IdentityDocument.objects.filter(kind="resident-id", blind_index__in=some)
        for index, person, name, region in rows.values_list(
            "blind_index", "person_id", "person__name", "person__region_code"
        ):
            found[wanted[bytes(index)]] = Found(person, name, region)
    return found


def refuse_wrong_person(sorting: Sorting, row: Row, found: Found | None) -> bool:
    """Refuse a row whose number is nobody's, or not that of the name beside it."""
    if found is None:
        sorting.refuse(
            row,
            "id_number",
            "people.unknown",
            "没有登记过这个身份证号的人；请先导入人员。",
            "Nobody has this ID number; import people first.",
        )
        return True
    if found.name != row.values["name"]:
        sorting.refuse(
            row,
            "name",
            "people.other-name",
            "姓名与该身份证号登记的姓名不同。",
            "The name is not the one registered with this ID number.",
        )
        return True
    return False


def _some(items: Iterable[bytes]) -> Iterator[list[bytes]]:
    iterator = iter(items)
    while some := list(islice(iterator, AT_ONCE)):
        yield some
