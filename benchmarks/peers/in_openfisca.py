"""The policy as variables of OpenFisca-core: facts are the members of citizens, as persons are of a household.

A question to the facts is asked of all members (`citizen.any`, `citizen.sum`), because OpenFisca knows one kind of
member only; what several questions share (the kind, being in a set) is a variable of its own. A clause is a variable of
the citizen. What the library has no function for (months, claims) is vectorised numpy in a formula. There is no third
truth value: an empty number is -1, and each clause is calculated as "surely" and "maybe" (see `plain_policy.py`).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any

import meter
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from openfisca_claims import Claims
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from openfisca_months import covered_months

DATES = ("birth_date", "valid_from", "valid_to")
MANY = 8
Ask = Callable[[str], Any]
Formula = Callable[[Any, Any], Any]
SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
FACT = build_entity(key="fact", plural="facts", label="", is_person=True)
CITIZEN = build_entity(key="citizen", plural="citizens", label="", roles=[{"key": "fact", "plural": "facts"}])


def test(cond: list[Any], values: Any) -> Any:
    """A test of one field, by arrays."""
    _, field, sign, value, null = cond
    empty = np.isnat(values) if field in DATES else values < 0
    if sign == "known":
        return ~empty
    if sign == "in":
        table = np.zeros(max(2**12, *value) + 2, np.bool_)  # an empty field (-1) has the last place
        table[value] = True
        table[-1] = bool(null)
        return table[values]
    found = SIGNS[sign](values, np.datetime64(value) if field in DATES else int(value))
    if null is None:
        return found
    return found | empty if null else found & ~empty


def condition(cond: list[Any], ask: Ask, atom: Ask | None = None) -> Any:
    """A condition by arrays; `ask` gives those of a variable, `atom` those of an atom."""
    if cond[0] in ("and", "or"):
        return reduce(
            operator.and_ if cond[0] == "and" else operator.or_, (condition(part, ask, atom) for part in cond[1])
        )
    if cond[0] == "not":
        return ~condition(cond[1], ask, atom)
    if cond[0] == "atom":
        assert atom is not None
        return atom(cond[1])
    shared = shared_name(cond)
    return ask(shared) if shared else test(cond, ask(variable_of(cond[1])))


def shared_name(cond: list[Any]) -> str | None:
    """The variable that keeps a test which many questions share; None: it is not kept."""
    _, field, sign, value, null = cond
    if sign == "in" and len(value) > MANY:
        return f"{variable_of(field)}_in_{abs(hash(tuple(value)))}_{null}"
    return variable_of(f"lasting_{value}") if field == "valid_to" and sign == ">=" else None


def variable_of(field: str) -> str:
    """The name of the variable that holds a field."""
    return field.replace(".", "_").replace("-", "_")


class System:
    """Makes the variables of a policy."""

    def __init__(self, policy: Mapping[str, Any], kinds: list[str]) -> None:
        self.policy, self.kinds = policy, kinds
        self.day = np.datetime64(policy["day"])
        self.system = TaxBenefitSystem([FACT, CITIZEN])

    def variable(self, name: str, entity: Any, value_type: type, formula: Formula | None = None) -> None:
        """Add a variable; without a formula it is an input."""
        about = {"value_type": value_type, "entity": entity, "definition_period": DateUnit.DAY}
        formulas = {"formula": formula} if formula else {}
        self.system.add_variable(type(name, (Variable,), about | formulas))

    def build(self, persons: Mapping[str, Any], facts: Mapping[str, Any]) -> TaxBenefitSystem:
        """The whole system, for inputs of these names."""
        for entity, columns in ((CITIZEN, persons), (FACT, facts)):
            for name, values in columns.items():
                self.variable(name, entity, date if values.dtype.kind == "M" else int)
        for place, kind in enumerate(self.kinds):
            self.variable(f"of_{variable_of(kind)}", FACT, bool, self.begun(place))
        for cond in self.shared():
            name = shared_name(cond)
            assert name
            self.variable(name, FACT, bool, self.tested(cond))
        for name, atom in self.policy["atoms"].items():
            self.variable(name, CITIZEN, bool, self.atom(atom))
        for clause in self.policy["clauses"]:
            for mode in ("sure", "maybe") if self.policy["unknowns"] else ("sure",):
                self.variable(f"{mode}_{variable_of(clause['id'])}", CITIZEN, bool, self.truth(clause[mode]))
        for number, benefit in enumerate(self.policy["benefits"]):
            self.variable(f"when_sure_{number}", CITIZEN, bool, self.truth(benefit["when"]["sure"]))
            self.variable(
                f"when_may_{number}", CITIZEN, bool, self.truth(benefit["when"]["maybe"] or benefit["when"]["sure"])
            )
        return self.system

    def begun(self, place: int) -> Formula:
        """The formula of the facts of a kind that have begun."""
        return lambda fact, period: (fact("kind", period) == place) & (fact("valid_from", period) <= self.day)

    def tested(self, cond: list[Any]) -> Formula:
        """The formula of one test."""
        return lambda fact, period: test(cond, fact(variable_of(cond[1]), period))

    def shared(self) -> list[list[Any]]:
        """The distinct tests that have a variable of their own."""
        found: dict[str, list[Any]] = {}

        def collect(cond: list[Any]) -> None:
            if cond[0] in ("and", "or"):
                for part in cond[1]:
                    collect(part)
            elif cond[0] == "not":
                collect(cond[1])
            elif cond[0] == "test" and (name := shared_name(cond)):
                found[name] = cond

        for question in self.policy["questions"].values():
            collect(question["where"])
        return list(found.values())

    def members(self, citizen: Any, period: Any, question: str) -> Any:
        """Which facts answer a question with yes."""
        asked = self.policy["questions"][question]
        members = citizen.members
        return members(f"of_{variable_of(asked['kind'])}", period) & condition(
            asked["where"], lambda name: members(name, period)
        )

    def atom(self, atom: Mapping[str, Any]) -> Formula:
        """The formula of an atom."""

        def formula(citizen: Any, period: Any) -> Any:
            chosen = self.members(citizen, period, atom["question"])
            if atom["measure"] == "any":
                return citizen.any(chosen)
            if atom["measure"] == "count":
                return citizen.sum(chosen) >= atom["number"]
            if atom["measure"] == "sum":
                return citizen.sum(np.where(chosen, citizen.members(atom["field"], period), 0)) >= atom["number"]
            start, end = citizen.members("valid_from", period), citizen.members("valid_to", period)
            first = None
            if "after" in atom:
                starting = np.flatnonzero(self.members(citizen, period, atom["after"]))
                first = np.full(citizen.count, np.datetime64("9999-12-31"))
                np.minimum.at(first, citizen.members_entity_id[starting], start[starting])
            months = covered_months(citizen.members_entity_id, start, end, chosen, first, self.day, citizen.count)
            return months >= atom["number"]

        return formula

    def truth(self, cond: list[Any]) -> Formula:
        """The formula of a condition about a person."""

        def formula(citizen: Any, period: Any) -> Any:
            return condition(cond, lambda name: citizen(name, period), lambda name: citizen(name, period))

        return formula


def load(folder: Path, policy: dict[str, Any]) -> tuple[TaxBenefitSystem, System, dict[str, Any], dict[str, Any], Any]:
    """The inputs as arrays, all kinds of facts one after the other; the variables."""
    persons = {variable_of(name): values for name, values in _arrays(pq.read_table(folder / "persons.parquet")).items()}
    kinds = sorted(path.stem for path in folder.glob("*.parquet") if path.stem != "persons")
    tables = [_arrays(pq.read_table(folder / f"{kind}.parquet")) for kind in kinds]
    sizes = [len(table["owner"]) for table in tables]
    # `citizen.sum` needs a member of the last citizen: one of no kind
    owner = np.concatenate([*(table["owner"] for table in tables), [len(persons["owner"]) - 1]])
    facts: dict[str, Any] = {"kind": np.repeat(np.arange(len(kinds) + 1, dtype=np.int32), [*sizes, 1])}
    for name in dict.fromkeys(name for table in tables for name in table if name != "owner"):
        nothing = np.datetime64("9999-12-31") if name in DATES else np.int32(-1)
        columns = [table.get(name, np.full(size, nothing)) for table, size in zip(tables, sizes, strict=True)]
        facts[variable_of(name)] = np.concatenate([*columns, [nothing]])
    system = System(policy, kinds)
    return system.build(persons, facts), system, persons, facts, owner.astype(np.int64)


def _arrays(table: pa.Table) -> dict[str, Any]:
    """The columns as days or 32-bit integers, -1 or NaT where there is no value."""
    found = {}
    for name in table.column_names:
        column = table[name].combine_chunks()
        if pa.types.is_date32(column.type):
            found[name] = column.to_numpy(zero_copy_only=False).astype("M8[D]")
        else:
            found[name] = column.cast(pa.int32()).fill_null(-1).to_numpy(zero_copy_only=False)
    return found


def fresh(loaded: tuple[TaxBenefitSystem, System, dict[str, Any], dict[str, Any], Any]) -> tuple[Simulation, System]:
    """A simulation with its inputs set and nothing calculated yet."""
    built, system, persons, facts, owner = loaded
    builder = SimulationBuilder()
    builder.create_entities(built)
    builder.declare_person_entity("fact", range(len(owner)))
    builder.declare_entity("citizen", range(len(persons["owner"]))).members_entity_id = owner
    simulation = builder.build(built)
    for columns in (persons, facts):
        for name, values in columns.items():
            simulation.set_input(name, system.policy["day"], values)
    return simulation, system


def evaluate(ready: tuple[Simulation, System]) -> Mapping[str, Any]:
    """The outcomes in the order of the persons."""
    simulation, system = ready
    policy, day = system.policy, system.policy["day"]
    names = [variable_of(each["id"]) for each in policy["clauses"]]
    people = simulation.populations["citizen"].count
    held, may = np.zeros(people, np.int64), np.zeros(people, np.int64)
    winner = np.full(people, -1, np.int16)
    for place in reversed(range(len(names))):
        truth = simulation.calculate(f"sure_{names[place]}", day)
        held |= truth.astype(np.int64) << place
        winner[truth] = place
        if policy["unknowns"]:
            may |= simulation.calculate(f"maybe_{names[place]}", day).astype(np.int64) << place
    unknown = may & ~held
    found: dict[str, Any] = {"winner": winner, "held": held, "unknown": unknown}
    claims = Claims(simulation, system, held, unknown)
    for number, benefit in enumerate(policy["benefits"]):
        due = claims.of_facts(number, benefit) if benefit["each"] else claims.of_class(number, benefit)
        found[f"amount.{benefit['id']}"], found[f"open.{benefit['id']}"] = due
    return found


if __name__ == "__main__":
    meter.run(load, evaluate, fresh=fresh)
