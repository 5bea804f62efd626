"""The tables of the sample: their columns, in the order in which an officer would import them."""

from __future__ import annotations

from datetime import date

Row = dict[str, str | int]


def fact(*attributes: str) -> tuple[str, ...]:
    """The columns of a kind of fact."""
    return ("id_number", "name", "valid_from", "valid_to", *attributes, "document", "source")


COLUMNS: dict[str, tuple[str, ...]] = {
    "organisations": ("name", "kind", "credit_code", "region_code", "founded_on"),
    "sites": ("credit_code", "name", "workstations"),
    "offerings": ("credit_code", "major_code", "major_name", "integrated", "since"),
    "ties": ("from_credit_code", "to_credit_code", "tie", "since", "until"),
    "people": ("name", "id_number", "region_code", "phone"),
    "memberships": ("id_number", "name", "credit_code", "role", "valid_from", "valid_to"),
    "residence": fact("region", "basis"),
    "education": fact("school", "major", "stage"),
    "employment": fact("employer", "employer_name", "occupation"),
    "insurance": fact("scheme", "employer"),
    "training": fact("programme", "provider", "hours", "occupation", "passed"),
    "apprenticeship": fact("enterprise", "college", "occupation", "level"),
    "certificate": fact("occupation", "occupation_name", "level", "number", "issuer", "basis"),
    "special-ability": fact("ability", "number", "issuer"),
    "professional-title": fact("title", "grade"),
    "contest-award": fact("contest", "series", "tier", "grade", "event", "rank", "group"),
    "honour": fact("title", "issuer_kind"),
    "studio": fact("studio_name", "role", "tier", "issuer_kind"),
    "group": fact("group"),
}
FACTS = tuple(kind for kind, columns in COLUMNS.items() if columns[-1] == "source")
ORGANISATION_TABLES = ("organisations", "sites", "offerings", "ties")


def iso(day: date | None) -> str:
    """A day as tables write it; open ends are empty."""
    return day.isoformat() if day else ""
