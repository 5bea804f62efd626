"""The batch's answers as class, clause and money of each person, and who differs under two texts."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from skillcity.policy.editions import as_if_in_force
from skillcity.policy.engine import Catalogue
from skillcity.policy.engine.batch.chunk import Answers, Chunk
from skillcity.policy.engine.batch.outcome import outcomes
from skillcity.policy.engine.batch.plan import plans
from skillcity.policy.studio.engine.editing import set_item
from skillcity.policy.studio.engine.figures import Side
from skillcity.policy.studio.engine.sides import Sides, differing, sides
from skillcity.policy.studio.tests.engine.samples import TEXT, catalogue

DAY = date(2025, 9, 1)
RIGHTS = TEXT.replace("kind: class", "kind: rights").replace("take: highest", "take: all")
BENEFIT = """
benefits:
  - id: b
    text: {zh: 补贴, en: benefit}
    cite: {document: 目录, confidence: official}
    status: in-force
    measure: payment
    amount: 700
    when: any(studio, role == "leader")
"""


def chunk() -> Chunk:
    """A leader, a technician, a leader who is one as well, somebody whose role is not known, and nobody."""
    facts = [
        (0, "studio", "leader", None),
        (1, "certificate", None, "technician"),
        (2, "studio", "leader", None),
        (2, "certificate", None, "technician"),
        (3, "studio", None, None),
    ]
    rows = [
        {"person": who, "kind": kind, "id": at, "valid_from": date(2020, 1, 1), "valid_to": None, "supersedes": None,
         "retracted": False, "role": role, "level": level}
        for at, (who, kind, role, level) in enumerate(facts)
    ]  # fmt: skip
    types = [("person", pa.int64()), ("kind", pa.string()), ("id", pa.int64()), ("valid_from", pa.date32()),
             ("valid_to", pa.date32()), ("supersedes", pa.int64()), ("retracted", pa.bool_()), ("role", pa.string()),
             ("level", pa.string())]  # fmt: skip
    persons = pa.RecordBatch.from_pydict({"id": pa.array(range(5), pa.int64())})
    owner = np.array([row["person"] for row in rows], np.intp)
    return Chunk(persons, [pa.RecordBatch.from_pylist(rows, schema=pa.schema(types))], [owner])


def sides_under(*texts: Catalogue) -> list[Sides]:
    both = plans([as_if_in_force(each) for each in texts], DAY)
    found = []
    for each in both:
        answers = Answers(each.questions, chunk(), None)
        found.append(sides(each, outcomes(each, answers, answers.truths())))
    return found


def test_each_person_has_a_class_and_its_clause() -> None:
    (found,) = sides_under(catalogue())
    assert [found.of(row) for row in range(5)] == [
        Side("E", "E-01"), Side("F", "F-01"), Side("E", "E-01"), Side(), Side(),
    ]  # fmt: skip
    assert found.open.tolist() == [False, False, False, True, False]
    assert [found.holds(2, clause) for clause in ("E-01", "F-01", "X")] == [True, True, False]
    assert not found.holds(1, "E-01")


def test_rights_are_all_that_somebody_holds() -> None:
    (found,) = sides_under(catalogue(RIGHTS))
    assert [found.of(row).value for row in range(5)] == ["E", "F", "E,F", "", ""]


def test_money_is_told_in_fen() -> None:
    (found,) = sides_under(catalogue(TEXT + BENEFIT))
    assert [found.of(row).amounts for row in range(5)] == [(("b", 70_000),), (), (("b", 70_000),), (), ()]


def test_who_differs() -> None:
    changes = [
        ({"gives": "A"}, [True, False, True, False, False]),
        ({"id": "E-9"}, [True, False, True, False, False]),
        ({"when": "any(studio)"}, [False, False, False, True, False]),
        ({"status": "illustrative"}, [False] * 5),
    ]
    for change, who in changes:
        old, new = sides_under(catalogue(), catalogue(set_item(TEXT, "clauses", 0, change)))
        assert differing(old, new).tolist() == who, change
    old, new = sides_under(catalogue(), catalogue(TEXT + BENEFIT))
    assert differing(old, new).tolist() == [True, False, True, False, False]
