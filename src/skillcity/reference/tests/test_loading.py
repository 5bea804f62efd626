import pytest
from django.db import IntegrityError, connection, transaction

from skillcity.reference import services
from skillcity.reference.models import (
    Edition,
    Honour,
    Industry,
    IndustryClass,
    Major,
    MajorOccupation,
    Occupation,
    Region,
    ShortageEntry,
)


def test_a_changed_edition_is_written_over_itself(loaded):
    Edition.objects.update(digest="of an older release")
    Occupation.objects.filter(code="6-18-02-04").update(name="旧名")
    before = {model: model.objects.count() for model in (Occupation, MajorOccupation, ShortageEntry, Industry)}
    services.load_shipped()
    assert Occupation.objects.get(code="6-18-02-04").name == "焊工"
    assert {model: model.objects.count() for model in before} == before


def test_every_row_hangs_under_a_row_one_level_up(loaded):
    for row in Occupation.objects.filter(level__gt=1).select_related("parent").order_by("id"):
        assert row.parent.level == row.level - 1
        assert row.code.startswith(row.parent.code)


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Occupation, {"code": "6-18-02-4", "level": 4, "name": "坏码工"}),
        (Occupation, {"code": "6-18-02-98", "level": 3, "name": "错层工"}),
        (Occupation, {"code": "6-18-02-98", "level": 4, "name": "孤儿工"}),
        (Occupation, {"code": "6", "level": 1, "name": ""}),
        (Region, {"code": "33030", "name": "短码", "level": "province", "confidence": "press"}),
        (Region, {"code": "330398", "name": "无上级县", "level": "county", "confidence": "press"}),
        (Region, {"code": "990000", "name": "未知", "level": "province", "confidence": "rumour"}),
        (IndustryClass, {"code": "C9", "level": 2, "name": "坏码"}),
        (Major, {"code": "12", "stage": "secondary", "name": "短码"}),
        (Major, {"code": "660301", "stage": "kindergarten", "name": "机电"}),
        (
            Honour,
            {
                "code": "x",
                "name_zh": "无人颁",
                "name_en": "x",
                "tier": "city",
                "form": "title",
                "issuer_kinds": [],
                "confidence": "press",
            },
        ),
        (
            Honour,
            {
                "code": "x",
                "name_zh": "某",
                "name_en": "x",
                "tier": "city",
                "form": "title",
                "issuer_kinds": ["king"],
                "confidence": "press",
            },
        ),
        (ShortageEntry, {"name": "焊工", "rank": 0}),
    ],
)
def test_the_database_itself_refuses_what_is_malformed(loaded, model, values):
    edition = Edition.objects.get(kind="occupations")
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(edition=edition, **values)


def test_the_same_code_stands_once_in_an_edition(loaded):
    welder = Occupation.objects.get(code="6-18-02-04")
    with pytest.raises(IntegrityError), transaction.atomic():
        Occupation.objects.create(
            edition=welder.edition, code=welder.code, level=4, name="又一焊工", parent=welder.parent
        )


def test_an_edition_needs_a_source(loaded):
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(
            kind="regions",
            edition="x",
            name_zh="x",
            name_en="x",
            source="",
            retrieved_on="2026-01-01",
            confidence="press",
        )


def test_rows_speak_for_themselves(loaded):
    assert str(Edition.objects.get(kind="occupations")) == "occupations 2022"
    assert str(Occupation.objects.get(code="6-18-02-04")) == "6-18-02-04 焊工"
    assert str(Region.objects.get(code="330302")) == "330302 鹿城区"
    assert str(IndustryClass.objects.get(code="C3443")) == "C3443 阀门和旋塞制造"
    assert str(Major.objects.get(code="660301")) == "660301 机电技术应用"
    assert str(ShortageEntry.objects.filter(name="铆工").get()) == "铆工"
    assert str(Honour.objects.get(code="ouyue-artisan")) == "ouyue-artisan"
    industry = Industry.objects.get(code="pumps-valves")
    assert str(industry) == "pumps-valves"
    assert str(industry.class_links.get(industry_class__code="C3441")).endswith("product")
    assert str(industry.occupation_links.get(occupation__code="6-18-02-04"))
    assert str(MajorOccupation.objects.filter(stated_code="6-31-07-05").get()).endswith("6-31-07-05")


def test_an_honour_knows_when_it_was_awarded(loaded):
    from datetime import date

    youth = Honour.objects.get(code="zhejiang-youth-artisan")
    assert youth.held_valid_on(date(2020, 1, 1))
    assert not youth.held_valid_on(date(2024, 1, 1))
    assert [words.en for words in youth.issuer_labels] == ["Not known"]


def test_pairs_of_characters_are_the_same_in_the_database(db):
    from skillcity.reference.engine.words import bigrams

    texts = ["焊工\n电焊工\n6-18", "", "焊", "\n", "a\n\nb", "焊焊焊", "👩‍🔧焊"]
    with connection.cursor() as cursor:
        for text in texts:
            cursor.execute("select reference_bigrams(%s)", [text])
            assert set(cursor.fetchone()[0]) == bigrams(text)


def test_a_search_of_two_characters_can_use_the_index(loaded):
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(
            "explain select id from reference_occupation where reference_bigrams(search_text) @> array['焊工']"
        )
        assert "reference_occupation_pairs" in str(cursor.fetchall())
