from skillcity.reference import services, shipping
from skillcity.reference.models import (
    Honour,
    IndustryClass,
    Major,
    Occupation,
    Region,
    ShortageEntry,
)


def test_everything_is_written_once(db, django_assert_max_num_queries):
    loaded = services.load_shipped()
    assert loaded["reference"] == {
        "regions": Region.objects.count(),
        "industry-classes": IndustryClass.objects.count(),
        "occupations": 2176,
        "industries": 15,
        "majors": Major.objects.count(),
        "shortage": ShortageEntry.objects.count(),
        "honours": Honour.objects.count(),
    }
    with django_assert_max_num_queries(12):
        again = services.load_shipped()
    assert set(again["reference"].values()) == {0}
    assert Occupation.objects.filter(level=4).count() == 1639


def test_progress_ends_at_the_number_of_steps(db):
    seen = []
    services.load_shipped(lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, len(shipping.STEPS))
    assert seen[-1] == (len(shipping.STEPS), len(shipping.STEPS))
    assert seen == sorted(seen)
