import pytest

from skillcity.kernel.errors import InputError
from skillcity.reference.imports import KINDS
from skillcity.reference.imports.honours import HONOURS, parse_issuers
from skillcity.reference.imports.industries import INDUSTRIES
from skillcity.reference.imports.links import LINKS
from skillcity.reference.imports.majors import MAJORS
from skillcity.reference.imports.occupations import OCCUPATIONS
from skillcity.reference.imports.regions import REGIONS
from skillcity.reference.imports.shortage import SHORTAGE
from skillcity.reference.models import Edition, Honour, Major, MajorOccupation, Occupation, Region, ShortageEntry


def codes(problems):
    return [(each.number, each.code) for each in problems]


def test_every_kind_has_labels_and_samples_that_its_own_formats_take():
    assert [kind.key for kind in KINDS] == [
        "regions",
        "industries",
        "occupations",
        "majors",
        "links",
        "shortage",
        "honours",
    ]
    for kind in KINDS:
        for column in kind.columns:
            assert column.label.zh
            assert column.label.en
            if column.sample:
                column.parse(column.sample)
            assert column.sample or not column.required


@pytest.mark.parametrize(
    ("kind", "name", "rows", "notes"),
    [
        (REGIONS, "region/china_regions_county_level.csv", 3351, {"reference.repeated": 3}),
        (INDUSTRIES, "industry/gbt4754_2017.csv", 1971, {}),
        (OCCUPATIONS, "occupation/csco2022_occupations_1639.csv", 1639, {"reference.other-mark": 1}),
        (MAJORS, "majors/moe2025_vocational_majors.csv", 723, {"reference.repeated": 6}),
        (
            LINKS,
            "majors/moe2025_major_to_occupation.csv",
            2160,
            {"reference.repeated": 19, "reference.other-edition": 11},
        ),
    ],
)
def test_files_of_others_are_taken_whole_and_a_second_time_change_nothing(
    loaded, take, records_of, kind, name, rows, notes
):
    records = records_of(kind, name)
    first = take(kind, *records)
    assert len(records) == rows
    assert first.problems == []
    said = [each.code for each in first.notes if each.code != "reference.major-added"]
    assert {code: said.count(code) for code in said} == notes
    second = take(kind, *records)
    assert (second.taken, second.present, second.problems) == (0, rows, [])


def test_the_links_of_others_stop_at_groups_where_their_documents_do(loaded, take, records_of):
    take(MAJORS, *records_of(MAJORS, "majors/moe2025_vocational_majors.csv"))
    take(LINKS, *records_of(LINKS, "majors/moe2025_major_to_occupation.csv"))
    assert Major.objects.count() == 717
    assert MajorOccupation.objects.count() == 2160 - 19
    assert MajorOccupation.objects.filter(basis="mapped").count() == 11
    assert MajorOccupation.objects.filter(basis="group").count() == 819 - 5  # five of the repeats name groups


def test_what_an_import_adds_is_an_edition_of_its_own(loaded, take):
    taken = take(MAJORS, {"major_code": "0101", "major_name": "机床切削加工(车工)", "level": "技工院校"})
    assert taken.taken == 1
    edition = Major.objects.get(code="0101").edition
    assert (edition.edition, edition.confidence, str(edition.valid_from)) == ("import-7", "imported", "2026-03-02")


def test_two_names_in_a_file_and_a_name_at_odds_with_ours_are_refused(loaded, take):
    taken = take(
        MAJORS,
        {"major_code": "660301", "major_name": "机电技术", "level": "中职"},
        {"major_code": "660999", "major_name": "甲", "level": "中职"},
        {"major_code": "660999", "major_name": "乙", "level": "中职"},
    )
    assert taken.taken == 1
    assert codes(taken.problems) == [(2, "reference.other-name"), (4, "reference.two-names")]
    assert "机电技术应用" in taken.problems[0].text.zh


def test_a_region_needs_a_parent_on_a_higher_level(loaded, take):
    taken = take(
        REGIONS,
        {"code": "110000", "name": "北京市", "level": "省", "parent_code": ""},
        {"code": "120000", "name": "天津市", "level": "province", "parent_code": "110000"},
        {"code": "340100", "name": "合肥市", "level": "city", "parent_code": "340000"},
        {"code": "340102", "name": "瑶海区", "level": "county", "parent_code": "340100"},
        {"code": "330399", "name": "某区", "level": "county", "parent_code": "330302"},
        {"code": "330398", "name": "某县", "level": "county", "parent_code": ""},
    )
    assert taken.taken == 1
    assert sorted(codes(taken.problems)) == [(number, "reference.no-parent") for number in (3, 4, 5, 6, 7)]
    assert Region.objects.get(code="110000").label.en == "北京市"


def test_classes_of_industry_must_agree_with_their_codes(loaded, take):
    taken = take(
        INDUSTRIES,
        {"code_full": "T971", "name": "组", "level": "3", "parent_full": "T97"},
        {"code_full": "T", "name": "国际组织", "level": "1"},
        {"code_full": "T97", "name": "国际组织", "level": "2", "parent_full": "T"},
        {"code_full": "S91", "name": "错层", "level": "3"},
        {"code_full": "S92", "name": "错上级", "parent_full": "T"},
        {"code_full": "S93", "name": "无上级"},
    )
    assert taken.taken == 3
    assert sorted(codes(taken.problems)) == [
        (5, "reference.level"),
        (6, "reference.parent"),
        (7, "reference.no-parent"),
    ]


NEW = {"code": "6-31-07-05", "name": "智能网联汽车装调运维员S"}


def test_an_occupation_newer_than_the_edition_joins_its_group(loaded, take):
    taken = take(OCCUPATIONS, NEW | {"definition": "测试用。", "tasks": "1.装 2.调"})
    assert (taken.taken, taken.problems) == (1, [])
    row = Occupation.objects.get(code="6-31-07-05")
    assert (row.name, str(row.mark), row.tasks, row.parent.code) == (
        "智能网联汽车装调运维员",
        "S",
        ["装", "调"],
        "6-31-07",
    )
    assert Occupation.objects.filter(edition__edition="2022", level=4).count() == 1639


LINK = {"major_code": "660301", "major_name": "机电技术应用", "level": "中职", "csco_code": "6-18-02-04"}


def test_a_link_with_a_wrong_name_or_an_unknown_code_is_refused(loaded, take):
    taken = take(
        LINKS,
        LINK | {"csco_name": "电焊工"},
        LINK | {"csco_code": "6-98-01-01"},
        LINK | {"major_name": "机电", "csco_code": "6-18-02-03"},
        LINK | {"csco_code": "6-18", "csco_name": "机械制造基础加工人员"},
    )
    assert taken.taken == 1
    assert codes(taken.problems) == [
        (2, "reference.other-name"),
        (3, "reference.unknown-code"),
        (4, "reference.other-name"),
    ]
    assert MajorOccupation.objects.get(stated_code="6-18").basis == "group"


def test_a_link_brings_its_major_along_and_says_so(loaded, take):
    taken = take(LINKS, LINK | {"major_code": "660999", "major_name": "新专业"})
    assert codes(taken.notes) == [(2, "reference.major-added")]
    assert Major.objects.get(code="660999").name == "新专业"


def test_a_code_of_another_edition_is_translated_with_a_note_each_time(loaded, take):
    record = LINK | {"csco_code": "4-14-03-07"}
    for _ in range(2):
        taken = take(LINKS, record)
        assert codes(taken.notes) == [(2, "reference.other-edition")]
        assert "康复技师" in taken.notes[0].text.zh
    link = MajorOccupation.objects.get(stated_code="4-14-03-07")
    assert (link.basis, link.occupation.code) == ("mapped", "2-05-07-13")
    assert link.basis_label.en


LISTED = {"list": "温州市2026年目录", "name": "焊工", "occupation": "6-18-02-04", "region_code": "330300"}


def test_a_shortage_list_is_made_by_its_first_row(loaded, take):
    since = {"valid_from": "2026-01-01", "valid_to": "2026-12-31", "issuer": "市人力社保局", "source": "文件"}
    taken = take(
        SHORTAGE,
        LISTED | since | {"rank": "1", "trend": "新进"},
        LISTED | {"name": "印刷高技能人才", "occupation": "", "region_code": ""},
    )
    assert taken.taken == 2
    edition = Edition.objects.get(edition="温州市2026年目录")
    assert (edition.issuer, edition.source, str(edition.valid_to)) == ("市人力社保局", "文件", "2026-12-31")
    assert ShortageEntry.objects.get(edition=edition, rank=1).trend_label.zh == "新进"
    assert take(SHORTAGE, LISTED | {"name": "车工", "occupation": ""}).taken == 1
    assert ShortageEntry.objects.filter(edition=edition).count() == 3


def test_a_shortage_row_must_fit_what_is_known(loaded, take):
    taken = take(
        SHORTAGE,
        LISTED | {"occupation": "6-18-02-99"},
        LISTED | {"name": "电焊工"},
        LISTED | {"name": "铆工", "occupation": "", "region_code": "999999"},
        LISTED | {"region_code": "", "valid_from": "2026-02-01", "valid_to": "2026-01-01"},
    )
    assert (taken.taken, Edition.objects.filter(edition="温州市2026年目录").exists()) == (0, False)
    assert sorted(code for _, code in codes(taken.problems)) == [
        "reference.dates",
        "reference.other-name",
        "reference.unknown-code",
        "reference.unknown-code",
    ]


def test_a_list_that_ended_before_today_began_before_it_ended(loaded, take):
    take(SHORTAGE, LISTED | {"valid_to": "2020-12-31"})
    edition = Edition.objects.get(edition="温州市2026年目录")
    assert str(edition.valid_from) == "2020-12-31"


HONOUR = {
    "code": "ouhai-artisan",
    "name": "瓯海工匠",
    "tier": "县级",
    "issuer": "瓯海区",
    "issuer_kinds": "人力社保部门、总工会",
}


def test_an_honour_is_taken_with_all_who_award_it(loaded, take):
    assert take(HONOURS, HONOUR).taken == 1
    row = Honour.objects.get(code="ouhai-artisan")
    assert (row.issuer_kinds, row.form, row.name.en) == (["hrss", "union"], "title", "瓯海工匠")


def test_an_honour_under_two_codes_or_with_reversed_dates_is_refused(loaded, take):
    taken = take(
        HONOURS,
        HONOUR | {"code": "wz-artisan-2", "name": "温州工匠", "issuer": "温州市总工会"},
        HONOUR | {"valid_from": "2026-02-01", "valid_to": "2026-01-01"},
    )
    assert codes(taken.problems) == [(2, "reference.honour-twice"), (3, "reference.dates")]


def test_an_issuer_must_be_named():
    with pytest.raises(InputError) as caught:
        parse_issuers(" , ")
    assert caught.value.code == "reference.no-issuer"
