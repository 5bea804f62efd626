from hypothesis import given, settings
from hypothesis import strategies as st

from skillcity.reference.engine.search import Candidate, Grade, grade, near, nearness, ranked
from skillcity.reference.engine.words import initials, spelled


def candidate(code, name, *aliases):
    return Candidate(hash(code), code, name, initials(name), spelled(name), aliases)


WELDER = candidate("6-18-02-04", "焊工", "氩弧焊工")
SPRAYER = candidate("6-18-03-04", "喷涂喷焊工")
ENGINEER = candidate("2-02-07-09", "焊接工程技术人员")
ALL = [ENGINEER, SPRAYER, WELDER]


def names(found):
    return [each.name for each, _ in found]


def test_the_exact_name_stands_first():
    assert names(ranked("焊工", ALL, 9)) == ["焊工", "喷涂喷焊工"]


def test_every_way_of_asking_has_its_grade():
    asked = {
        "6-18-02-04": Grade.CODE,
        "焊工": Grade.NAME,
        "氩弧焊工": Grade.ALIAS,
        "6-18": Grade.CODE_BEGINS,
        "焊": Grade.NAME_BEGINS,
        "hg": Grade.PINYIN,
        "hangong": Grade.PINYIN,
        "工": Grade.NAME_CONTAINS,
        "hango": Grade.PINYIN_BEGINS,
        "氩弧": Grade.ALIAS_CONTAINS,
    }
    assert {query: grade(query, WELDER) for query in asked} == asked
    assert grade("车工", WELDER) is None


def test_every_word_must_be_answered():
    assert names(ranked("焊接 人员", ALL, 9)) == ["焊接工程技术人员"]
    assert ranked("焊接 车工", ALL, 9) == []


def test_an_empty_query_finds_nothing():
    assert ranked("  ", ALL, 9) == []


def test_no_more_than_the_limit():
    assert len(ranked("焊", ALL, 2)) == 2


def test_near_names_are_found_where_nothing_answers():
    assert names(near("电焊工", ALL, 9))[0] == "焊工"
    assert near("电焊工", ALL, 9)[0][1] is Grade.NEAR
    assert names(near("眼镜验光员", [candidate("4-14-03-03", "眼镜验光师")], 9)) == ["眼镜验光师"]
    assert near("车工", ALL, 9) == []


@settings(deadline=None)
@given(st.text(max_size=8), st.text(max_size=8))
def test_nearness_is_a_share(a, b):
    assert 0 <= nearness(a, b) <= 1


@settings(deadline=None)
@given(st.text(max_size=6))
def test_no_query_breaks_the_order(query):
    found = ranked(query, ALL, 9)
    assert [each for _, each in found] == sorted(each for _, each in found)
