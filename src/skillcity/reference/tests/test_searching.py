import pytest

from skillcity.kernel.errors import NotFound
from skillcity.reference import selectors
from skillcity.reference.models import Edition, Occupation


def names(rows):
    return [row.name for row in rows]


@pytest.mark.parametrize(
    "query", ["焊工", "6-18-02-04", "hg", "hangong", "HG", " 焊工 ", "氩弧焊工", "电焊工", "焊\x00工"]
)
def test_the_welder_is_found_in_many_ways(loaded, query):
    assert names(selectors.search_occupations(query))[0] == "焊工"


def test_one_character_finds_the_shortest_name_first(loaded):
    found = names(selectors.search_occupations("焊"))
    assert found[0] == "焊工"
    assert "焊接设备装配调试工" in found


def test_local_words_find_the_occupation_under_which_they_fall(loaded):
    assert names(selectors.search_occupations("印刷机长")) == ["印刷操作员"]
    assert names(selectors.search_occupations("月嫂")) == ["家政服务员"]


@pytest.mark.parametrize("query", ["", "   ", "%", "_", "\\", "'; drop table", "数控车", "x" * 5000])
def test_a_strange_query_finds_nothing_and_breaks_nothing(loaded, query):
    assert selectors.search_occupations(query) == []


def test_groups_are_found_when_asked_for(loaded):
    assert not any(row.is_group for row in selectors.search_occupations("机械热加工"))
    assert names(selectors.search_occupations("机械热加工", groups=True)) == ["机械热加工人员"]


def test_marks_narrow_the_search(loaded):
    assert all(row.green for row in selectors.search_occupations("工程", green=True))
    assert all(row.digital for row in selectors.search_occupations("工程", digital=True))
    assert selectors.search_occupations("焊工", green=True) == []


def test_no_more_rows_than_asked_for_and_two_queries(loaded, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(selectors.search_occupations("工", 3)) == 3
    assert len(selectors.search_occupations("工", 10_000)) == selectors.SEARCH_LIMIT
    assert selectors.search_occupations("工", 0) == []


def test_the_newest_edition_answers(loaded):
    old = Occupation.objects.get(code="6-18-02-04")
    newer = Edition.objects.create(
        kind="occupations",
        edition="2030",
        name_zh="新版",
        name_en="New",
        source="a test",
        retrieved_on="2030-01-01",
        confidence="press",
        valid_from="2030-01-01",
    )
    Occupation.objects.create(
        edition=newer,
        code=old.code,
        level=4,
        name="焊接工",
        parent=old.parent,
        initials="hjg",
        spelled="hanjiegong",
        search_text="6-18-02-04\n焊接工\nhjg\nhanjiegong",
    )
    assert names(selectors.search_occupations("6-18-02-04")) == ["焊接工"]
    assert selectors.occupation("6-18-02-04").name == "焊接工"
    assert selectors.occupation_names()["6-18-02-04"] == "焊接工"
    assert selectors.occupations(["6-18-02-04"])["6-18-02-04"].name == "焊接工"


def test_the_other_tables_are_searched_the_same_way(loaded):
    assert names(selectors.search_regions("lcq")) == ["鹿城区"]
    assert names(selectors.search_majors("机电"))[0] == "机电技术应用"
    assert [row.code for row in selectors.search_industry_classes("阀门")] == ["C3443", "C344"]


@pytest.mark.parametrize(
    "look",
    [
        selectors.occupation,
        selectors.major,
        selectors.region,
        selectors.industry,
        selectors.industry_class,
        selectors.honour,
    ],
)
def test_an_unknown_code_is_not_found(loaded, look):
    with pytest.raises(NotFound) as caught:
        look("no-such-code")
    assert caught.value.code == "reference.unknown-code"


def test_what_belongs_together_is_read_together(loaded):
    welder = selectors.occupation("6-18-02-04")
    assert names(selectors.groups_above(welder)) == ["生产制造及有关人员", "机械制造基础加工人员", "机械热加工人员"]
    assert welder in selectors.members(welder.parent)
    assert [each.major.name for each in selectors.majors_leading_to(welder)] == ["智能焊接技术"]
    assert [each.code for each in selectors.industries_of(welder)] == ["pumps-valves"]
    assert {each.edition.edition for each in selectors.shortages_of(welder)} == {"wenzhou-2025", "national-2022Q3"}


def test_majors_that_name_a_group_lead_to_its_members(loaded):
    operator = selectors.occupation("6-31-07-03")
    via = {each.major.code: each.via and each.via.code for each in selectors.majors_leading_to(operator)}
    assert via["460305"] is None
    assert via["460704"] == "6-31-07"


def test_lists_for_other_rooms(loaded):
    assert len(selectors.occupation_names()) == 1639
    assert selectors.region_names()["330382"].en == "Yueqing"
    assert [each.code for each in selectors.regions_in("330300", "zone")] == [
        "330300-zone-1",
        "330300-zone-2",
        "330300-zone-3",
    ]
    assert len(selectors.regions_in("330300", "county")) == 12
    assert {each.region and each.region.code for each in selectors.shortage_entries(["330300"])} == {"330300", None}
    assert selectors.honour("ouyue-artisan").name.zh == "瓯越工匠"
    assert selectors.industry_class("C3443").parent.code == "C344"
    assert [each.code for each in selectors.industries()][:2] == ["electrical", "footwear"]
