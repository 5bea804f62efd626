"""The catalogue of the bench: forty clauses and three benefits in the documented language, of every sort in it.

The rules are invented, and say so (`illustrative`); they only look like those of cities.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

CLAUSES = (
    # id, class, condition, near
    ("A-01", "A", 'any(honour, title == "national-technical-expert")', "{since: 1y}"),
    ("A-02", "A", 'any(contest_award, tier == "nation", grade == 1, rank <= 3)', ""),
    ("A-03", "A", 'any(certificate, level == "senior_technician", occupation in shortage) and any(honour, title == "province-chief-technician", issuer_kind == "hrss")', "{level: 1}"),
    ("A-04", "A", 'count(honour, issuer_kind == "hrss") >= 3', "{count: 1}"),
    ("B-01", "B", 'any(honour, title == "province-chief-technician")', ""),
    ("B-02", "B", 'any(contest_award, tier == "nation", rank <= 8)', ""),
    ("B-03", "B", 'any(studio, role == "leader", tier in ("province", "nation"), issuer_kind == "hrss")', ""),
    ("B-04", "B", 'any(certificate, level >= "senior_technician", years_since(valid_from) >= 8) and insurance_months >= 60', "{since: 1y, months: 6}"),
    ("B-05", "B", 'any(professional_title, grade in ("associate", "full")) and any(certificate, level >= "technician")', "{level: 1}"),
    ("B-06", "B", 'count(contest_award, tier in ("province", "nation"), rank <= 10) >= 2', "{count: 1}"),
    ("C-01", "C", 'any(honour, title in ("ouyue-artisan", "city-technical-expert"), years_since(valid_from) >= 2)', "{since: 1y}"),
    ("C-02", "C", 'any(contest_award, tier == "province", grade == 1, rank <= 3)', ""),
    ("C-03", "C", 'any(certificate, level >= "technician", occupation in shortage, basis != "direct")', "{level: 1}"),
    ("C-04", "C", 'any(studio, role == "leader", issuer_kind == "hrss", years_since(valid_from) >= 3)', "{since: 1y}"),
    ("C-05", "C", 'any(certificate, level == "senior_technician") and insurance_months >= 36 and age < 55', "{level: 1, months: 6}"),
    ("C-06", "C", 'months(employment, occupation in shortage) >= 60 and any(certificate, level >= "technician")', "{months: 6, level: 1}"),
    ("C-07", "C", 'any(contest_award, tier == "province", rank <= 15) and not any(studio, issuer_kind == "union")', ""),
    ("C-08", "C", 'any(education, stage == "master") and any(certificate, level >= "technician")', ""),
    ("D-01", "D", 'any(honour, issuer_kind == "union") or any(studio, role == "leader", issuer_kind == "union")', ""),
    ("D-02", "D", 'any(contest_award, tier == "city", grade == 1, rank <= 3)', ""),
    ("D-03", "D", 'any(certificate, level >= "technician", basis == "exam") and registered_in in ("330302", "330303", "330304", "330381")', "{level: 1}"),
    ("D-04", "D", 'any(certificate, level == "technician", within(valid_from, years(5))) and insurance_months >= 24', "{since: 1y, months: 6, level: 1}"),
    ("D-05", "D", 'total(training.hours, passed, within(valid_to, years(5))) >= 300 and any(certificate, level >= "senior")', "{count: 40, level: 1}"),
    ("D-06", "D", 'count(training, passed, hours >= 40, valid_to >= "2018-01-01") >= 3', "{count: 1}"),
    ("D-07", "D", 'any(apprenticeship, level >= "senior", occupation in shortage)', ""),
    ("D-08", "D", 'months(employment, after(certificate, level >= "senior")) >= 72', "{months: 6}"),
    ("D-09", "D", 'any(professional_title, grade == "intermediate") and months(insurance, scheme == "pension") >= 36', "{months: 6}"),
    ("D-10", "D", 'count(certificate, level >= "senior") >= 2 and 18 <= age <= 50', "{count: 1}"),
    ("E-01", "E", 'any(certificate, level == "senior" and occupation in shortage or level >= "technician")', "{level: 1}"),
    ("E-02", "E", 'any(certificate, level >= "senior", years_since(valid_from) >= 4) and insurance_months >= 12', "{since: 1y, months: 6}"),
    ("E-03", "E", 'any(studio, role == "leader", issuer_kind == "hrss")', "{since: 1y}"),
    ("E-04", "E", 'any(contest_award, tier in ("city", "province", "nation"), rank <= 20, years_since(valid_from) <= 10)', ""),
    ("E-05", "E", 'any(certificate, level == "senior", basis == "exam", valid_from >= "2017-01-01") and any(employment, occupation in shortage)', "{level: 1}"),
    ("E-06", "E", '("disabled" in groups or "lifted-out-of-poverty" in groups) and any(certificate, level >= "intermediate")', "{level: 1}"),
    ("E-07", "E", 'any(education, stage in ("technician", "bachelor")) and any(certificate, level == "senior", within(valid_from, months(36)))', ""),
    ("E-08", "E", 'any(training, passed, hours >= 120, valid_to >= "2020-01-01") and not any(payment, benefit == "training", payee == "person")', ""),
    ("E-09", "E", 'months(employment) >= 96 and (any(certificate, level == "senior") or any(professional_title, grade == "assistant"))', "{months: 6}"),
    ("E-10", "E", 'any(group, group in ("registered-unemployed", "employment-difficulty"), months_since(valid_from) >= 6) and any(training, passed, within(valid_to, months(24)))', "{since: 6m}"),
    ("E-11", "E", 'sex == "female" and age < 45 and any(certificate, level >= "senior") and insurance_months >= 6', "{months: 6, level: 1}"),
    ("E-12", "E", 'total(payment.amount, payee == "person", within(valid_from, years(3))) < 200000 and any(certificate, level == "senior", within(valid_from, years(2)))', ""),
)  # fmt: skip
"""One a line, so that they can be compared; CLAUSES of a second edition differ in a few (see `later_edition`)."""

HEAD = """\
catalogue: trial
region: "330300"
edition: "{edition}"
title: {{zh: 基准测试目录, en: catalogue of the bench}}
in_force: {{from: 2025-01-01}}
source: {{title: sample rules of the bench, confidence: recall}}
outcome: {{kind: class, order: [A, B, C, D, E], take: highest}}
sets: {{shortage: sets/shortage.yaml}}
"""
CITE = "{document: sample rules of the bench, confidence: recall}"
BENEFITS = f"""\
  - id: skill-upgrade
    text: {{zh: 技能提升补贴(示例), en: skill upgrade subsidy (sample)}}
    cite: {CITE}
    status: illustrative
    measure: payment
    when: insurance_months >= 12
    each: certificate
    where: level <= "senior" and within(valid_from, months(12))
    amount: by_level(junior=1000, intermediate=1500, senior=2000)
    once_per: [occupation, level]
    ladder: occupation
    cap: {{times: 3, per: year}}
    counts: [skill-upgrade]
  - id: training
    text: {{zh: 职业培训补贴(示例), en: training subsidy (sample)}}
    cite: {CITE}
    status: illustrative
    measure: payment
    when: any(group, group in ("registered-unemployed", "employment-difficulty", "rural-mover")) or "low-income" in groups
    each: training
    where: passed and within(valid_to, months(12))
    amount: min(1800, 15 * hours)
    once_per: [occupation]
    cap: {{times: 3, amount: 4000, per: year}}
    counts: [training, skill-upgrade]
    local:
      - {{region: "330381", amount: "min(2400, 20 * hours)", cite: {CITE}, status: illustrative}}
  - id: talent-loan
    text: {{zh: 人才贷款额度(示例), en: ceiling of the talent loan (sample)}}
    cite: {CITE}
    status: illustrative
    measure: limit
    when: age < 60
    amount: by_class(A=1000000, B=500000, C=300000, D=150000, E=50000)
"""
SHORTAGE = """\
set: shortage
label: {zh: 紧缺职业(示例), en: occupations in short supply (sample)}
edition: "1"
status: illustrative
source: {title: sample rules of the bench, confidence: recall}
members: [%s]
"""


def write_catalogue(folder: Path, *, later: bool = False) -> Path:
    """Write the catalogue and its set below the folder; `later`: a second edition with a few clauses changed."""
    from skillcity.policy.files.trial_population import OCCUPATIONS

    (folder / "sets").mkdir(parents=True, exist_ok=True)
    members = ", ".join(f'"{code}"' for code in OCCUPATIONS[::3])
    (folder / "sets" / "shortage.yaml").write_text(SHORTAGE % members, "utf-8")
    edition = "2026" if later else "2025"
    path = folder / f"{edition}.yaml"
    path.write_text(catalogue_text(edition, changed=later), "utf-8")
    return path


CHANGED = {
    "B-04": 'any(certificate, level >= "senior_technician", years_since(valid_from) >= 6) and insurance_months >= 60',
    "D-06": 'count(training, passed, hours >= 40, valid_to >= "2018-01-01") >= 4',
    "E-02": 'any(certificate, level >= "senior", years_since(valid_from) >= 3) and insurance_months >= 12',
    "E-03": 'any(studio, role == "leader", issuer_kind == "hrss", years_since(valid_from) >= 1)',
    "E-08": 'any(training, passed, hours >= 150, valid_to >= "2020-01-01") and not any(payment, benefit == "training")',
}
"""What the second edition changes: two clauses are easier, three harder."""


def catalogue_text(edition: str, *, changed: bool = False) -> str:
    """The YAML of an edition."""
    lines = [HEAD.format(edition=edition), "clauses:\n"]
    lines += (line for clause in CLAUSES for line in _clause(*clause, changed=changed))
    benefits = BENEFITS.replace("senior=2000", "senior=2500") if changed else BENEFITS
    return "".join([*lines, "benefits:\n", benefits])


def _clause(name: str, gives: str, when: str, near: str, *, changed: bool) -> Iterator[str]:
    yield f"  - id: {name}\n    gives: {gives}\n    text: {{zh: 示例条款 {name}, en: sample clause {name}}}\n"
    yield f"    cite: {CITE}\n    status: illustrative\n"
    yield f"    when: >\n      {CHANGED.get(name, when) if changed else when}\n"
    if near:
        yield f"    near: {near}\n"
