"""Everything known about a person, from facts and certificates, as things that can be shown one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from skillcity.credentials.live import with_status
from skillcity.credentials.models import Certificate
from skillcity.facts.models import Fact
from skillcity.facts.selectors import Version, facts_of, versions
from skillcity.kernel.text import Text
from skillcity.policy.selectors import current_edition, standings_of

FOREIGN = "foreign"
GROUPS: tuple[tuple[str, Text, frozenset[str]], ...] = (
    (
        FOREIGN,
        Text("其他机构的证书", "Certificates of other issuers"),
        frozenset({"certificate", "special-ability", "professional-title"}),
    ),
    (
        "awards",
        Text("奖项和荣誉", "Awards and honours"),
        frozenset({"contest-award", "honour", "studio", "achievement"}),
    ),
    ("learning", Text("培训和学习", "Training and education"), frozenset({"training", "apprenticeship", "education"})),
    ("work", Text("工作", "Work"), frozenset({"employment"})),
)
OTHER = ("other", Text("其他记录", "Other records"))


@dataclass(frozen=True, slots=True)
class ClassSaid:
    """The talent class of a person: its letter and label, the clause that gives it, whether that is a sample."""

    value: str
    label: Text
    clause: Text | None
    edition: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Facts of one sort, the newest first."""

    key: str
    label: Text
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Passport:
    """What is known: certificates issued here, the talent class, and facts that are no certificate of ours."""

    person_id: int
    certificates: Sequence[Certificate]
    talent: ClassSaid | None
    groups: Sequence[Group]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.certificates or self.talent or self.groups)

    @property
    def facts(self) -> list[Fact]:
        """All facts of all groups."""
        return [fact for group in self.groups for fact in group.facts]


def passport_of(person_id: int) -> Passport:
    """The passport of a person; three queries."""
    certificates = certificates_of(person_id)
    known = versions(facts_of(person_id))
    return Passport(person_id, certificates, class_of(person_id), _grouped(known, certificates))


def certificates_of(person_id: int, numbers: Iterable[str] | None = None) -> list[Certificate]:
    """The person's certificates that were issued here, with their status, the newest first; all or some."""
    rows = Certificate.objects.filter(person=person_id)
    if numbers is not None:
        rows = rows.filter(number__in=list(numbers))
    return list(with_status(rows).order_by("-issued_on", "-pk"))


def titles_of(person_id: int, numbers: Iterable[str]) -> list[str]:
    """What these of the person's certificates say, a line each."""
    rows = Certificate.objects.filter(person=person_id, number__in=list(numbers)).order_by("-issued_on", "-pk")
    return [f"{title} {number}" for title, number in rows.values_list("title", "number")]


def class_of(person_id: int) -> ClassSaid | None:
    """The person's talent class by the edition in force; None in no class, or when there is no such edition."""
    standing = standings_of([person_id]).get(person_id)
    edition = current_edition(timezone.localdate())
    if standing is None or not standing.value or edition is None:
        return None
    clauses = {each.id: each.text for each in edition.clauses}
    return ClassSaid(
        standing.value,
        edition.outcome.label(standing.value),
        clauses.get(standing.clause),
        edition.edition,
        standing.illustrative,
    )


def _grouped(known: Iterable[Version], certificates: Iterable[Certificate]) -> list[Group]:
    """The facts that stand and are no certificate of ours, by sort."""
    ours = {each.fact for each in certificates}
    standing = [each.newest for each in known if each.stands and not ours & _chain(each)]
    sorts = {kind: key for key, _, kinds in GROUPS for kind in kinds}
    labels = [(key, label) for key, label, _ in GROUPS] + [OTHER]
    groups = [
        Group(key, label, [each for each in standing if sorts.get(each.kind, OTHER[0]) == key]) for key, label in labels
    ]
    return [each for each in groups if each.facts]


def _chain(version: Version) -> set[int]:
    """The numbers of a fact and of all that it takes the place of."""
    return {version.newest.seq, *(each.seq for each in version.older)}


def newest_of(person_id: int, chosen: Iterable[int]) -> list[Version]:
    """What is known now of the facts with these numbers, also of those that were corrected or retracted since."""
    wanted = set(chosen)
    return [each for each in versions(facts_of(person_id)) if wanted & _chain(each)]
