"""Filling a batch from a workbook: one import kind for each kind of certificate, and the format of a score."""

from __future__ import annotations

from functools import partial

from skillcity.credentials.engine.scoring import Part, read_score
from skillcity.credentials.kinds import CertificateKind
from skillcity.credentials.lines import BATCH, SCORE, take_lines
from skillcity.facts.engine.kinds import kind_named
from skillcity.facts.imports import format_of
from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.accounts.roles import Role
from skillcity.platform.imports import columns
from skillcity.platform.imports.engine.cells import half_width
from skillcity.platform.imports.kinds import Column, Format, ImportKind
from skillcity.registry.imports import ID_NUMBER, NAME

GIVEN_BY_US = {"number", "issuer", "provider", "college"}
"""What the certificate brings with it: its number, and the body that issues it."""
NAMED_BY_CODE = "occupation_name"
BY_CODE = Text("不填时按职业代码取名称。", "Left empty, it is taken from the code.")
BATCH_COLUMN = Column(
    BATCH,
    Text("批次编号", "Batch number"),
    columns.integer_between(1, columns.LARGEST),
    required=False,
    hint=Text("只有一个未提交的批次时可不填。", "May be left empty while only one batch is not submitted yet."),
)
HINTS = {
    Part.THEORY: Text("60 分及以上合格。", "60 and more passes."),
    Part.SKILL: Text("60 分及以上合格。", "60 and more passes."),
    Part.PANEL: Text("技师、高级技师必填，其他等级不填。", "For technicians and senior technicians only."),
}


def _read_score(words: str) -> object:
    try:
        return read_score(half_width(words).strip())
    except ValueError:
        raise InputError(
            "lines.score",
            Text(f"“{words[:20]}”不是百分制的分数。", f"“{words[:20]}” is no score out of a hundred."),
            todo=Text("请填 0 到 100，最多一位小数。", "Write 0 to 100, with at most one decimal."),
        ) from None


SCORE_FORMAT = Format(_read_score, Text("0 到 100，最多一位小数", "0 to 100, at most one decimal"))


def line_columns(kind: CertificateKind) -> tuple[Column, ...]:
    """The columns of a line: who, what the certificate says, and the scores that decide."""
    declared = kind_named(kind.value)
    attributes = [
        Column(
            each.name,
            each.label,
            format_of(each),
            required=each.required and each.default is None and each.name != NAMED_BY_CODE,
            hint=BY_CODE if each.name == NAMED_BY_CODE else Text("", ""),
            sample=each.sample,
        )
        for each in declared.attributes.values()
        if each.name not in GIVEN_BY_US and each.name != "fits_job"
    ]
    return (ID_NUMBER, NAME, *attributes, *_scores(kind))


def _scores(kind: CertificateKind) -> tuple[Column, ...]:
    if kind is CertificateKind.SPECIAL_ABILITY:
        return (Column(SCORE, Text("考核成绩", "Score"), SCORE_FORMAT, hint=HINTS[Part.SKILL], sample="80"),)
    if kind is not CertificateKind.SKILL_LEVEL:
        return ()
    return tuple(
        Column(
            part.value, part.label, SCORE_FORMAT, required=part is not Part.PANEL, hint=HINTS[part],
            sample="" if part is Part.PANEL else "80",
        )
        for part in Part
    )  # fmt: skip


def import_key(kind: CertificateKind) -> str:
    """The key of the import that fills a batch of this kind."""
    return f"issue-{kind.value}"


def import_kind(kind: CertificateKind) -> ImportKind:
    """The import that fills a batch of this kind."""
    return ImportKind(
        key=import_key(kind),
        label=Text(f"发证名单：{kind.label.zh}", f"Lines to issue: {kind.label.en}"),
        about=Text(
            "把考核或结业结果加入一个未提交的发证批次", "results that are added to a batch which is not submitted yet"
        ),
        columns=(*line_columns(kind), BATCH_COLUMN),
        take=partial(take_lines, kind),
        roles=frozenset({Role.EVALUATION_BODY.value}),
    )


KINDS = tuple(import_kind(kind) for kind in CertificateKind)
