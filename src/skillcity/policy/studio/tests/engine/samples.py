"""Small catalogues for the tests of the studio's engine."""

from __future__ import annotations

from skillcity.policy.editions import schema
from skillcity.policy.engine import Catalogue, read

TEXT = """\
# A comment at the top.
catalogue: talent-class
region: "330300"
edition: "2025"
title: {zh: 目录, en: catalogue}
in_force: {from: 2025-07-01, to: null}
source: {title: 目录, confidence: official}
outcome:
  kind: class
  order: [A, E, F]
  take: highest
  labels:
    A: {zh: 顶尖, en: top}
clauses:
  # The leaders.
  - id: E-01
    gives: E
    text: {zh: 领办人, en: leader}   # as printed
    cite: {document: 目录, confidence: official}
    status: in-force
    when: any(studio, role == "leader")
    near: {since: 1y}
    impact:
      # read nowhere
      zh: 影响
      en: impact

  # The certificates.
  - id: F-01
    gives: F
    text: {zh: 技师, en: technician}
    cite: {document: 目录, confidence: official}
    status: illustrative
    when: >
      any(certificate,
      level >= "technician")
# The end.
"""


def catalogue(text: str = TEXT, sets: dict[str, str] | None = None) -> Catalogue:
    """The catalogue of a text; the test fails when there is a problem."""
    found, problems = read(text, schema(), file="x.yaml", open_set=lambda path: (sets or {})[path])
    assert found is not None, problems
    return found
