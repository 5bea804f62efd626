import pytest

from skillcity.kernel.errors import InputError
from skillcity.reference.engine.marks import MARKS, NO_MARK, Mark, parse_mark, split_mark


@pytest.mark.parametrize("words", MARKS)
def test_every_mark_is_written_as_it_is_read(words):
    assert str(parse_mark(words)) == words


def test_small_letters_and_spaces_do_no_harm():
    assert parse_mark(" l/s ") == Mark(green=True, digital=True)


def test_another_letter_is_refused():
    with pytest.raises(InputError) as caught:
        parse_mark("X")
    assert caught.value.code == "reference.mark"


@pytest.mark.parametrize(
    ("name", "plain", "mark"),
    [
        ("光伏组件制造工L", "光伏组件制造工", "L"),
        ("炼钢工S", "炼钢工", "S"),
        ("大地测量员L/S", "大地测量员", "L/S"),
        ("大地测量员 L/S", "大地测量员", "L/S"),
    ],
)
def test_a_mark_glued_to_a_name_is_split_off(name, plain, mark):
    found, marked = split_mark(name)
    assert (found, str(marked)) == (plain, mark)


@pytest.mark.parametrize("name", ["焊工", "IOS", "电路工程师(模拟)", "", "L", "CSS"])
def test_other_names_stay_whole(name):
    assert split_mark(name) == (name, NO_MARK)
