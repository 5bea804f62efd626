"""Honours with those who award them."""

from __future__ import annotations

from collections.abc import Sequence

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.imports import columns as formats
from skillcity.platform.imports.kinds import Column, Format, ImportContext, ImportKind, Row, Taken
from skillcity.reference.engine.editions import Confidence
from skillcity.reference.imports.sorting import WHO, Sorted, cell, day, edition_for, sort_rows
from skillcity.reference.models import Honour
from skillcity.reference.models.honours import FORMS, ISSUERS, TIERS
from skillcity.reference.writing import write_rows

CODE = formats.code(r"[a-z][a-z0-9-]{1,47}", Text("小写字母、数字和连字符", "lower-case letters, digits, hyphens"))


def words_of(table: dict[str, Text]) -> Format:
    """A choice by key or by Chinese label."""
    return formats.choice(
        {words.zh: key for key, words in table.items()} | {key: key for key in table},
        main=tuple(words.zh for words in table.values()),
    )


def parse_issuers(words: str) -> tuple[str, ...]:
    """One or more kinds of issuers, separated by comma. Raises InputError."""
    one = words_of(ISSUERS)
    kinds = tuple(
        dict.fromkeys(
            str(one(part.strip())) for part in words.replace(",", ",").replace("、", ",").split(",") if part.strip()
        )
    )
    if not kinds:
        raise InputError("reference.no-issuer", Text("没有颁授单位。", "There is no issuer."))
    return kinds


def issuers(row: Row) -> list[str]:
    """The kinds of issuers of a row."""
    value = row.values["issuer_kinds"]
    return list(value) if isinstance(value, tuple) else []


def take(rows: Sequence[Row], context: ImportContext) -> Taken:
    """Add the honours that are not known. The same name by the same issuer under another code is refused."""
    found = sort_rows(
        rows,
        key=lambda row: cell(row, "code"),
        name=lambda row: cell(row, "name"),
        known=dict(Honour.objects.order_by("edition_id").values_list("code", "name_zh")),
        columns=("code", "name"),
    )
    refuse_doubles(found)
    refuse_reversed(found)
    if found.fresh:
        edition = edition_for("honours", context)
        write_rows(
            [
                Honour(
                    edition=edition,
                    code=cell(row, "code"),
                    name_zh=cell(row, "name"),
                    name_en=cell(row, "name_en") or cell(row, "name"),
                    tier=cell(row, "tier"),
                    form=cell(row, "form") or "title",
                    issuer=cell(row, "issuer"),
                    issuer_kinds=issuers(row),
                    confidence=Confidence.IMPORTED.value,
                    source=cell(row, "source"),
                    valid_from=day(row, "valid_from"),
                    valid_to=day(row, "valid_to"),
                )
                for row in found.fresh
            ]
        )
    return found.taken()


def refuse_doubles(found: Sorted) -> None:
    """Two codes for one honour would count it twice."""
    codes = {(name, issuer): code for name, issuer, code in Honour.objects.values_list("name_zh", "issuer", "code")}
    kept: list[Row] = []
    for row in found.fresh:
        code = codes.setdefault((cell(row, "name"), cell(row, "issuer")), cell(row, "code"))
        if code == cell(row, "code"):
            kept.append(row)
        else:
            text = Text(f"该荣誉已有代码 {code}。请用这个代码。", f"This honour has the code {code} already. Use it.")
            found.refuse(row, "code", "reference.honour-twice", text)
    found.fresh = kept


def refuse_reversed(found: Sorted) -> None:
    """An honour cannot end before it begins."""
    kept: list[Row] = []
    for row in found.fresh:
        since, until = day(row, "valid_from"), day(row, "valid_to")
        if since and until and until < since:
            text = Text("失效日期早于生效日期。请核对。", "It ends before it begins. Check the dates.")
            found.refuse(row, "valid_to", "reference.dates", text)
        else:
            kept.append(row)
    found.fresh = kept


HONOURS = ImportKind(
    key="honours",
    label=Text("荣誉", "Honours"),
    about=Text("荣誉称号和工作室，以及颁授单位。", "Titles and studios, and who awards them."),
    columns=(
        Column("code", Text("代码", "Code"), CODE, sample="ouyue-artisan"),
        Column("name", Text("名称", "Name"), formats.text(64), sample="瓯越工匠"),
        Column("name_en", Text("英文名称", "English name"), formats.text(64), required=False, sample="Ouyue Artisan"),
        Column("tier", Text("级别", "Tier"), words_of(TIERS), sample="市级"),
        Column("form", Text("形式", "Form"), words_of(FORMS), required=False, sample="称号"),
        Column("issuer", Text("颁授单位", "Issuer"), formats.text(120), sample="市人力社保局、市委人才办"),
        Column(
            "issuer_kinds",
            Text("颁授单位类型", "Kinds of issuers"),
            Format(
                parse_issuers,
                Text("可填多个，用逗号分开", "several, separated by comma"),
                tuple(w.zh for w in ISSUERS.values()),
            ),
            sample="人力社保部门,人才办",
        ),
        Column("source", Text("来源", "Source"), formats.text(500), required=False),
        Column("valid_from", Text("生效日期", "Valid from"), formats.date, required=False),
        Column("valid_to", Text("失效日期", "Valid to"), formats.end_date, required=False),
    ),
    take=take,
    roles=WHO,
)
