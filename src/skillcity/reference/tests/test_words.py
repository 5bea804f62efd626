from hypothesis import given, settings
from hypothesis import strategies as st

from skillcity.reference.engine.words import bigrams, folded, initials, romanised, search_text, spelled, tidy


def test_names_lose_spaces_and_full_width_brackets_and_nothing_else():
    assert tidy("气体生产、 处理和（输送）人员 ") == "气体生产、处理和(输送)人员"


@settings(deadline=None)
@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    once = folded(text)
    assert folded(once) in (once, folded(once))
    assert "\x00" not in once
    assert once == once.strip()


def test_folding_unites_widths_and_cases():
    assert folded(" ＰＬＣ　工程师\x00 ") == "plc 工程师"


def test_pairs_do_not_cross_lines():
    assert bigrams("焊工\n电") == {"焊工"}
    assert bigrams("焊") == frozenset()
    assert bigrams("电焊工") == {"电焊", "焊工"}


def test_pinyin_is_there_for_those_who_type_letters():
    assert initials("焊工") == "hg"
    assert spelled("焊工") == "hangong"
    assert initials("3D打印(增材)") == "3ddyzc"


def test_everything_that_may_be_typed_stands_in_the_search_text():
    lines = search_text("6-18-02-04", "焊工", ("氩弧焊工",)).split("\n")
    assert lines == ["6-18-02-04", "焊工", "氩弧焊工", "hg", "hangong"]


def test_regions_are_written_in_letters_with_their_kind():
    assert romanised("鹿城区") == "Lucheng District"
    assert romanised("永嘉县") == "Yongjia County"
    assert romanised("生态园") == "Shengtaiyuan"
    assert romanised("市") == "Shi"
