"""What is chosen becomes a condition that the engine takes."""

from __future__ import annotations

import pytest

from skillcity.policy.editions import schema
from skillcity.policy.engine import parse
from skillcity.policy.studio.engine.building import Answer, build, joined, quoted

SCHEMA = schema()


@pytest.mark.parametrize(
    ("kind", "answers", "condition"),
    [
        ("studio", {}, "any(studio)"),
        ("studio", {"role": ["leader"], "tier": [], "studio_name": ""}, 'any(studio, role == "leader")'),
        ("studio", {"tier": ["city", "province"]}, 'any(studio, tier in ("city", "province"))'),
        ("certificate", {"level": "senior"}, 'any(certificate, level >= "senior")'),
        (
            "contest-award",
            {"rank": 3, "valid_from": 12},
            "any(contest_award, rank >= 3, within(valid_from, months(12)))",
        ),
        ("training", {"passed": "true", "hours": 40}, "any(training, passed, hours >= 40)"),
        ("training", {"passed": "false"}, "any(training, not passed)"),
        ("training", {"programme": '"好"'}, "any(training, programme == '\"好\"')"),
    ],
)
def test_the_answers_as_a_condition(kind: str, answers: dict[str, Answer], condition: str) -> None:
    found = build(SCHEMA.kinds[kind], answers)
    assert found == condition
    parse(found, schema=SCHEMA)


def test_quotes_of_its_own_are_left_out() -> None:
    assert quoted("a\\b") == '"ab"'
    assert quoted('"it\'s"') == "'\"its\"'"


def test_a_piece_joins_what_stands_there_without_changing_its_meaning() -> None:
    assert joined("  ", "any(studio)", "and") == "any(studio)"
    assert joined("age >= 18", "any(studio)", "and") == "age >= 18\nand any(studio)"
    assert joined("any(honour) or any(group)", "any(studio)", "and") == "(any(honour) or any(group))\nand any(studio)"
    assert joined("any(honour) and any(group)", "any(studio)", "or") == "any(honour) and any(group)\nor any(studio)"
