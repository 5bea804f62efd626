"""Yes/no eight to a byte: nothing is lost on the way there and back."""

from __future__ import annotations

import numpy as np
import pytest

from skillcity.policy.engine.batch.masks import bit, packed
from skillcity.policy.engine.batch.outcome import NOBODY, First
from skillcity.policy.engine.batch.planes import bits_of, bools_of
from skillcity.policy.engine.batch.words import Answered, Layout, passed

PEOPLE = (0, 1, 7, 8, 9, 63, 64, 65, 1000)


@pytest.mark.parametrize("people", PEOPLE)
@pytest.mark.parametrize("answers", [0, 1, 8, 9, 64, 65, 130])
def test_masks_hold_every_answer_in_its_place(people: int, answers: int) -> None:
    draw = np.random.default_rng(answers)
    given = draw.random((answers, people)) < 0.3
    masks = packed([bits_of(each) if number % 5 else None for number, each in enumerate(given)], people)
    assert masks.shape == (max(1, -(-answers // 64)), people)
    for number, each in enumerate(given):
        assert (bit(masks, number) == (each if number % 5 else False)).all()


@pytest.mark.parametrize("people", PEOPLE)
def test_bits_come_back_as_they_were(people: int) -> None:
    given = np.random.default_rng(people).random(people) < 0.5
    assert (bools_of(bits_of(given), people) == given).all()


@pytest.mark.parametrize("places", [0, 1, 2, 9, 300])
def test_the_first_of_many_that_says_yes(places: int) -> None:
    people = 70
    given = np.random.default_rng(places).random((places, people)) < 0.02
    first = First(people)
    for place, each in enumerate(given):
        first.add(place, bits_of(each))
    wanted = [next((place for place in range(places) if given[place, person]), NOBODY) for person in range(people)]
    assert first.places().tolist() == wanted


@pytest.mark.parametrize("tests", [1, 4, 5, 8, 9, 16, 17, 32, 40, 70])
def test_a_person_passes_some_of_the_tests(tests: int) -> None:
    layout, draw = Layout(tests), np.random.default_rng(tests)
    truths = [[(False, None, True)[each] for each in draw.integers(0, 3, tests)] for _ in range(20)]
    words = layout.table([layout.pack(dict(enumerate(each))) for each in truths])
    answered = tuple(Answered(each, width) for each, width in zip(words, layout.widths, strict=True))
    for asked in ((0,), (tests - 1,), tuple(range(0, tests, 3))):
        found = passed(answered, layout.octets(asked))
        assert bools_of(found.certain, 20).tolist() == [any(each[test] is True for test in asked) for each in truths]
        assert bools_of(found.possible, 20).tolist() == [
            any(each[test] is not False for test in asked) for each in truths
        ]
