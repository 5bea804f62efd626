"""The kinds of facts as their files declare them."""

from __future__ import annotations

import pytest

from skillcity.facts.engine.attributes import READERS, check_attributes
from skillcity.facts.engine.kinds import FOLDER, all_kinds, kind_named
from skillcity.facts.wording import TITLES
from skillcity.kernel.errors import InputError

KINDS = all_kinds().values()


def test_each_file_is_a_kind_under_its_own_name() -> None:
    assert set(all_kinds()) == {path.stem for path in FOLDER.glob("*.yaml")}
    assert len(all_kinds()) == 15


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_speaks_both_languages_and_has_known_types(kind: object) -> None:
    for text in (kind.label, kind.about, kind.since, kind.supplied_by):  # type: ignore[attr-defined]
        assert text.zh
        assert text.en
    for attribute in kind.attributes.values():  # type: ignore[attr-defined]
        assert attribute.label.zh
        assert attribute.label.en
        assert attribute.type in READERS
        assert bool(attribute.choices) == (attribute.type == "choice")
        assert attribute.default is None or attribute.default in attribute.choices
        for words in attribute.choices.values():
            assert words.zh
            assert words.en


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_title_is_made_of_attributes_of_its_kind(kind: object) -> None:
    assert set(TITLES[kind.name]) <= set(kind.attributes)  # type: ignore[attr-defined]


def test_only_a_kind_with_an_end_lasts() -> None:
    assert kind_named("employment").lasts
    assert not kind_named("certificate").lasts
    assert kind_named("group").sensitive
    assert not kind_named("studio").sensitive


def test_an_unknown_kind_is_told_the_nearest_one() -> None:
    with pytest.raises(InputError) as error:
        kind_named("certficate")
    assert error.value.code == "facts.unknown-kind"
    assert "certificate" in error.value.text.en
    with pytest.raises(InputError) as error:
        kind_named("小猫")
    assert "studio" in error.value.text.en


def test_every_kind_takes_its_own_sample() -> None:
    from skillcity.facts.imports import format_of

    for kind in KINDS:
        given = {name: format_of(each).read(each.sample) for name, each in kind.attributes.items()}
        assert set(check_attributes(kind, given)) == set(kind.attributes)
