"""One import kind for each kind of fact, with the columns that its file declares."""

from __future__ import annotations

from functools import partial

from skillcity.facts.engine.kinds import Attribute, FactKind, all_kinds
from skillcity.facts.taking import take_facts
from skillcity.kernel.text import Text
from skillcity.platform.accounts.roles import OFFICERS, Role
from skillcity.platform.imports import columns
from skillcity.platform.imports.kinds import Column, Format, ImportKind
from skillcity.registry.imports import ID_NUMBER, NAME

# Bodies that themselves produce facts of a kind; officers may import every kind.
PRODUCERS = {
    "certificate": {Role.EVALUATION_BODY},
    "special-ability": {Role.EVALUATION_BODY},
    "training": {Role.COLLEGE},
    "education": {Role.COLLEGE},
    "apprenticeship": {Role.COLLEGE},
}
FORMATS = {
    "level": columns.skill_level,
    "boolean": columns.yes_no,
    "date": columns.date,
    "region": columns.region_code,
    "credit-code": columns.credit_code,
    "certificate-number": columns.certificate_number,
    "text": columns.text(200),
    "code": columns.code(r"[0-9A-Za-z][0-9A-Za-z.-]{0,39}", Text("代码，按文本填写", "code, typed as text")),
}


def format_of(attribute: Attribute) -> Format:
    """How a cell of this attribute is read."""
    if attribute.type == "integer":
        return columns.integer_between(attribute.least, attribute.most)
    if attribute.type == "choice":
        words = {text.zh: value for value, text in attribute.choices.items()}
        others = {word: value for value, text in attribute.choices.items() for word in (value, text.en)}
        return columns.choice(words | others, main=tuple(words))
    return FORMATS[attribute.type]


def import_kind(kind: FactKind) -> ImportKind:
    """The import of one kind of fact."""
    attributes = (
        Column(
            each.name, each.label, format_of(each), required=each.required and each.default is None, sample=each.sample
        )
        for each in kind.attributes.values()
    )
    until = kind.until or Text("结束日期(不填)", "until (leave empty)")
    return ImportKind(
        key=kind.name,
        label=kind.label,
        about=kind.about,
        columns=(
            ID_NUMBER,
            NAME,
            Column("valid_from", kind.since, columns.date, sample="2024-05-01"),
            Column("valid_to", until, columns.end_date, required=False),
            *attributes,
            Column("document", Text("依据文号", "Document"), columns.text(200), required=False, sample="示例1号"),
            Column("source", Text("数据来源", "Source"), columns.text(150), required=False, sample="示例系统导出"),
        ),
        take=partial(take_facts, kind),
        roles=frozenset(role.value for role in OFFICERS | PRODUCERS.get(kind.name, set())),
    )


KINDS = tuple(import_kind(kind) for kind in all_kinds().values())
