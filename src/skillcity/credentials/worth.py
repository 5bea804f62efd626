"""What a certificate is worth here: the clauses and benefits in force that ask for such a one, in general terms.

Nothing is said of the bearer: what a rule asks besides the certificate is not known here, and stands as a condition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from skillcity.credentials.engine.credential import Statement
from skillcity.credentials.kinds import ACHIEVEMENTS
from skillcity.credentials.stating import BASES
from skillcity.kernel.money import Fen
from skillcity.kernel.text import Text
from skillcity.policy.applying import applying_in
from skillcity.policy.editions import schema
from skillcity.policy.engine import Catalogue, Confidence, Status, tree, words
from skillcity.policy.engine.amounts import worth
from skillcity.policy.engine.benefit import Benefit, Measure
from skillcity.policy.engine.catalogue import Clause
from skillcity.policy.engine.dates import OPEN_END
from skillcity.policy.engine.field_tests import compile_test
from skillcity.policy.engine.kleene import Truth, all_of, any_of, negate
from skillcity.policy.engine.levels import RANKS

MOST = 8
"""Lines shown of one catalogue."""
EXAM = "sit-"
"""How the catalogues of admission name the right to sit an exam: `sit-senior-technician`."""
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Worth:
    """One thing that such a certificate opens: `alone` without any other condition, else under `condition`.

    `contradicted`: sources give different figures, and nothing confirms either.
    """

    what: Text
    alone: bool
    condition: Text
    amount: Any
    cite: str
    illustrative: bool
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class Worths:
    """What one catalogue gives for such a certificate; `ended`: the last day of a rule that is no longer in force."""

    title: Text
    worths: tuple[Worth, ...]
    ended: date | None = None

    @property
    def illustrative(self) -> bool:
        """Whether some of it was read in no text in force."""
        return any(each.illustrative for each in self.worths)


def worth_here(said: Statement, issuer: str, today: date) -> list[Worths]:
    """By catalogue, what the rules in force in the city give for a certificate that says this."""
    kind = next((kind for kind, name in ACHIEVEMENTS.items() if name == said.kind), None)
    if kind is None:
        return []
    record = _record(kind.value, said, issuer)
    applying = applying_in(settings.CITY_CODE, today)
    found = [Worths(each.title, tuple(_of(each, kind.value, record, today))[:MOST]) for each in applying.current]
    for each in applying.silent:
        last = min(each.in_force.end or today, today)
        then = record | {"valid_from": min(said.issued, last)}
        given = tuple(_of(each, kind.value, then, last))[:MOST]
        found.append(Worths(each.title, given, last))
    return [each for each in found if each.worths]


def _record(kind: str, said: Statement, issuer: str) -> dict[str, Any]:
    """The certificate as the rules look at a fact; what it does not say is not known."""
    names = schema().kinds[kind].attributes
    known: dict[str, Any] = {
        "occupation": said.code or None,
        "level": RANKS[said.level.value] if said.level else None,
        "issuer": issuer or None,
        "number": said.number,
        "basis": {text: code for code, text in BASES.items()}.get(said.basis),
        "passed": True,
        "valid_from": said.issued,
        "valid_to": said.until or OPEN_END,
    }
    return {name: known.get(name) for name in names}


def _of(catalogue: Catalogue, kind: str, record: Record, day: date) -> Iterator[Worth]:
    asking = _Asking(catalogue, kind, record, day)
    labels = {name: found.label for name, found in catalogue.sets.items()}

    def say(*conditions: tree.Condition | None) -> Text:
        said = [words(each, catalogue.schema, labels, catalogue.names) for each in conditions if each is not None]
        return Text("；".join(each.zh for each in said), "; ".join(each.en for each in said))

    for clause, alone in asking.clauses():
        what = Text("{label}：{text}", "{label}: {text}").format(
            label=catalogue.outcome.label(clause.gives), text=clause.text
        )
        condition = Text("", "") if alone else say(clause.when)
        yield Worth(what, alone, condition, None, _cited(clause), clause.status is Status.ILLUSTRATIVE)
    for benefit in asking.benefits():
        truth = asking.truth(benefit.when)
        where = benefit.where if benefit.each == kind and asking.fits((benefit.where,)) is not True else None
        yield Worth(
            benefit.text,
            truth is True and where is None,
            say(benefit.when if truth is not True else None, where),
            asking.amount(benefit),
            _cited(benefit),
            benefit.status is Status.ILLUSTRATIVE,
            benefit.cite.confidence is Confidence.CONFLICT,
        )


def _in_force(entry: Clause | Benefit, day: date) -> bool:
    return entry.in_force is None or day in entry.in_force


def _cited(entry: Clause | Benefit) -> str:
    return f"{entry.cite.document} {entry.cite.item}".strip()


@dataclass(frozen=True, slots=True)
class _Asking:
    """What conditions say when this certificate is all that is known."""

    catalogue: Catalogue
    kind: str
    record: Record
    day: date

    def clauses(self) -> list[tuple[Clause, bool]]:
        """The clauses that ask for such a certificate, and whether it is enough; what stands below is left out.

        Of classes in an order the best that the certificate gives by itself hides all worse ones; of exams those for
        levels that the bearer has anyway are left out.
        """
        order = self.catalogue.outcome.order
        found = [
            (each, self.truth(each.when) is True)
            for each in self.catalogue.clauses
            if _in_force(each, self.day) and self.concerns(each.when) and not self._has(each.gives)
        ]
        found.sort(key=lambda each: (order.index(each[0].gives), not each[1]))
        if not self.catalogue.outcome.every:
            given = next((order.index(each.gives) for each, alone in found if alone), len(order))
            found = [each for each in found if order.index(each[0].gives) < given or each[1]]
            best = [each for each in found if each[1]][:1]
            found = [*best, *(each for each in found if not each[1])]
        return found

    def _has(self, right: str) -> bool:
        """Whether a right is the way to a level that the certificate attests already."""
        level = self.record.get("level")
        name = right.removeprefix(EXAM).replace("-", "_")
        return right.startswith(EXAM) and isinstance(level, int) and RANKS.get(name, level + 1) <= level

    def benefits(self) -> list[Benefit]:
        """The benefits that the certificate can bring; of those that exclude each other only the highest."""
        found = [each for each in self.catalogue.benefits if _in_force(each, self.day) and self.pays(each)]
        best: dict[str, Benefit] = {}
        for each in found:
            if each.exclusive and self._points(each) > self._points(best.get(each.exclusive)):
                best[each.exclusive] = each
        return [each for each in found if not each.exclusive or best.get(each.exclusive) is each]

    def amount(self, benefit: Benefit) -> Any:
        """What it is worth for this certificate; None when that depends on something else."""
        found = self._points(benefit)
        if found < 0:
            return None
        if benefit.measure is Measure.RATE:
            return Text(f"年化 {found / 100:.2f}% 起", f"from {found / 100:.2f} % a year")
        return Fen(found)

    def _points(self, benefit: Benefit | None) -> int:
        if benefit is None:
            return -2
        values = self.record if benefit.each == self.kind else {"level": None}
        found = worth(benefit.amount, values, ())
        return -1 if found is None else found

    def pays(self, benefit: Benefit) -> bool:
        """Whether the certificate can bring this benefit: one claim for each, or by the condition on the person."""
        if benefit.each == self.kind:
            return self.fits((benefit.where,)) is not False
        return benefit.each is None and benefit.when is not None and self.concerns(benefit.when)

    def fits(self, where: Iterable[tree.Condition | None]) -> Truth:
        """Whether the certificate fulfils the conditions on a fact."""
        sets = {name: found.members for name, found in self.catalogue.sets.items()}
        return all_of([compile_test(each, sets)(self.record, self.day) for each in where if each is not None])

    def truth(self, condition: tree.Condition | None) -> Truth:
        """True, false, or open as long as nothing else is known of the bearer."""
        if condition is None:
            return True
        if isinstance(condition, tree.And):
            return all_of([self.truth(each) for each in condition.parts])
        if isinstance(condition, tree.Or):
            return any_of([self.truth(each) for each in condition.parts])
        if isinstance(condition, tree.Not):
            return negate(self.truth(condition.part))
        if isinstance(condition, tree.AnyFact) and condition.kind == self.kind:
            return self.fits(condition.where) or None
        return None

    def concerns(self, condition: tree.Condition) -> bool:
        """Whether the condition asks for such a certificate and not for the lack of one."""
        if isinstance(condition, tree.And | tree.Or):
            return any(self.concerns(each) for each in condition.parts)
        if isinstance(condition, tree.FactAtom):
            return condition.kind == self.kind and self.fits(condition.where) is not False
        return False
