"""What of a person's entry can change, and how a form knows that it was not changed meanwhile."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass, fields

from skillcity.registry.models import Contact, Person


@dataclass(frozen=True, slots=True)
class Details:
    """The changeable part of a person's entry; the newest contact of each kind."""

    name: str
    region_code: str
    phone: str
    email: str

    @property
    def fingerprint(self) -> str:
        """Sixteen characters that differ when anything differs: a form carries them back."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:16]

    def differences(self, other: Details) -> list[str]:
        """The names of what differs; not the values, they stand in the history of the rows."""
        return [each.name for each in fields(self) if getattr(self, each.name) != getattr(other, each.name)]


def details_of(person: Person) -> Details:
    """The details as stored."""
    contacts = dict(Contact.objects.filter(person=person).order_by("pk").values_list("kind", "value"))
    return Details(person.name, person.region_code, contacts.get("phone", ""), contacts.get("email", ""))


def write_contacts(person: Person, *, phone: str, email: str) -> None:
    """Make these the person's contacts; an empty one is removed."""
    for kind, value in (("phone", phone), ("email", email)):
        present = Contact.objects.filter(person=person, kind=kind)
        present.exclude(value=value).delete()
        if value and not present.filter(value=value).exists():
            Contact.objects.create(person=person, kind=kind, value=value)
