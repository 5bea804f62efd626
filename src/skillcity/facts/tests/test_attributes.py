"""Attributes: what is taken, in which form it is kept, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from skillcity.facts.engine.attributes import check_attributes
from skillcity.facts.engine.kinds import FactKind, kind_of
from skillcity.kernel.credit_code import CreditCode
from skillcity.kernel.errors import InputError
from skillcity.kernel.skill_level import SkillLevel

CODE = "91330300MA0000007C"


def words(label: str) -> dict[str, str]:
    return {"zh": label, "en": label}


def kind(required: bool = False, **attributes: object) -> FactKind:
    declared = {
        "kind": "trial",
        "label": words("试"),
        "about": words("试"),
        "valid_from": words("自"),
        "supplied_by": words("谁"),
        "attributes": {
            name: {"label": words(name), "required": required, **(each if isinstance(each, dict) else {"type": each})}
            for name, each in attributes.items()
        },
    }
    return kind_of(declared)


@pytest.mark.parametrize(
    ("type", "given", "kept"),
    [
        ("text", "文字", "文字"),
        ("code", "6-18-02-04", "6-18-02-04"),
        ("integer", 7, 7),
        ("boolean", False, False),
        ("date", date(2024, 5, 1), "2024-05-01"),
        ("level", "高级工", "senior"),
        ("level", SkillLevel.SENIOR, "senior"),
        ("region", "330302", "330302"),
        ("credit-code", CreditCode.parse(CODE), CODE),
        ("certificate-number", "S000033000001243000001", "S000033000001243000001"),
    ],
)
def test_a_value_is_kept_in_one_form(type: str, given: object, kept: object) -> None:  # noqa: A002
    assert check_attributes(kind(it=type), {"it": given}) == {"it": kept}


@pytest.mark.parametrize(
    ("type", "given"),
    [
        ("text", 5),
        ("text", "长" * 201),
        ("code", "有空格 的"),
        ("code", 5),
        ("integer", "5"),
        ("integer", True),
        ("integer", -1),
        ("integer", 10**9 + 1),
        ("boolean", "是"),
        ("date", "2024-05-01"),
        ({"type": "choice", "choices": {"a": words("甲")}}, "b"),
        ({"type": "choice", "choices": {"a": words("甲")}}, 1),
        ({"type": "integer", "least": 1, "most": 2}, 3),
    ],
)
def test_a_wrong_value_is_refused_at_its_attribute(type: object, given: object) -> None:  # noqa: A002
    with pytest.raises(InputError) as error:
        check_attributes(kind(it=type), {"it": given})
    assert (error.value.code, error.value.where) == ("facts.wrong-attribute", "it")


@pytest.mark.parametrize(
    ("type", "given", "code"),
    [
        ("level", "大师", "skill-level.unknown"),
        ("region", "33", "region-code"),
        ("credit-code", "X", "credit-code"),
        ("certificate-number", "X", "certificate-number"),
    ],
)
def test_a_value_that_cannot_be_read_keeps_its_own_code(type: str, given: str, code: str) -> None:  # noqa: A002
    with pytest.raises(InputError) as error:
        check_attributes(kind(it=type), {"it": given})
    assert error.value.code.startswith(code)


@pytest.mark.parametrize("nothing", [None, ""])
def test_what_is_empty_is_left_out_or_refused(nothing: object) -> None:
    assert check_attributes(kind(it="text"), {"it": nothing}) == {}
    assert check_attributes(kind(it="text"), {}) == {}
    with pytest.raises(InputError) as error:
        check_attributes(kind(required=True, it="text"), {"it": nothing})
    assert error.value.code == "facts.missing-attribute"


def test_a_default_stands_in() -> None:
    made = kind(it={"type": "choice", "choices": {"a": words("甲")}, "default": "a"})
    assert check_attributes(made, {}) == {"it": "a"}


def test_what_the_kind_does_not_declare_is_refused() -> None:
    with pytest.raises(InputError) as error:
        check_attributes(kind(it="text"), {"other": "x"})
    assert (error.value.code, error.value.where) == ("facts.unknown-attribute", "other")
