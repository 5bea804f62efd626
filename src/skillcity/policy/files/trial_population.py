"""A made-up population of any size as two Parquet files, the same for the same seed: for the bench and for comparisons.

    from skillcity.policy.files.trial_population import write_population
    write_population(Path("persons.parquet"), Path("facts.parquet"), people=1_000_000)

It is written piece by piece, in the layout of docs/policy-files.md: sorted by person, five facts a person on average.
Some values are missing, some facts retracted or superseded, so that nothing is easier than in a city. The catalogue
that goes with it is `trial_catalogue.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

PIECE = 65_536
"""Persons in a row group."""
FACTS_EACH = 5

LEVELS = ("junior", "intermediate", "senior", "technician", "senior_technician")
OCCUPATIONS = tuple(
    f"6-{group:02d}-{small:02d}-{fine:02d}" for group in range(1, 26) for small in range(1, 9) for fine in range(1, 6)
)
TIERS = ("county", "city", "province", "nation")
COUNTIES = (
    "330302",
    "330303",
    "330304",
    "330305",
    "330324",
    "330326",
    "330327",
    "330328",
    "330329",
    "330381",
    "330382",
    "330383",
)
GROUPS = (
    "registered-unemployed",
    "employment-difficulty",
    "lifted-out-of-poverty",
    "low-income",
    "disabled",
    "rural-mover",
)
EMPLOYERS = tuple(f"91330300MA{number:06d}X" for number in range(2_000))
HONOURS = (
    "ouyue-artisan",
    "wenzhou-artisan",
    "city-technical-expert",
    "province-chief-technician",
    "national-technical-expert",
)
TEXT = pa.dictionary(pa.int32(), pa.string())
Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Attribute:
    """How an attribute of a kind is drawn: one of the words (the first ones more often), or a number below `most`."""

    column: str
    words: tuple[str, ...] = ()
    most: int = 0
    missing: float = 0.01


@dataclass(frozen=True, slots=True)
class Sort:
    """A kind of facts: its share of all facts, how many in a hundred have ended, its attributes."""

    kind: str
    share: float
    ended: float
    attributes: tuple[Attribute, ...]


OCCUPATION = Attribute("occupation", OCCUPATIONS, missing=0.02)
LEVEL = Attribute("level", LEVELS)
EMPLOYER = Attribute("employer", EMPLOYERS)
ISSUER = Attribute("issuer_kind", ("hrss", "union", "youth", "talent-office"))
TIER = Attribute("tier", TIERS)
PAID_FOR = Attribute("benefit", ("skill-upgrade", "training", "job-hunting"))
PAYEE = Attribute("payee", ("person", "employer", "training-body"))
STAGE = Attribute("stage", ("secondary", "higher-vocational", "technician", "bachelor", "master"))
RANKING = (Attribute("grade", most=2), Attribute("rank", most=60))
COMPETITORS = Attribute("contest-award:group", ("worker", "student", "teacher"))
TITLE_GRADE = Attribute("professional-title:grade", ("assistant", "intermediate", "associate", "full"))
"""Kinds with an attribute of the same name and another type have a column of their own."""
SORTS = (
    Sort("certificate", 0.22, 0.0, (OCCUPATION, LEVEL, Attribute("basis", ("exam", "contest", "direct")))),
    Sort("employment", 0.18, 0.5, (EMPLOYER, OCCUPATION)),
    Sort("insurance", 0.14, 0.6, (Attribute("scheme", ("unemployment", "pension", "injury")), EMPLOYER)),
    Sort("training", 0.13, 1.0, (Attribute("hours", most=160), Attribute("passed", ("yes", "no")), OCCUPATION)),
    Sort("contest-award", 0.07, 0.0, (TIER, *RANKING, COMPETITORS)),
    Sort("education", 0.07, 0.0, (STAGE,)),
    Sort("payment", 0.06, 0.0, (PAID_FOR, PAYEE, Attribute("amount", most=400_000), OCCUPATION, LEVEL)),
    Sort("honour", 0.04, 0.0, (Attribute("title", HONOURS), ISSUER)),
    Sort("group", 0.04, 0.4, (Attribute("group", GROUPS),)),
    Sort("professional-title", 0.02, 0.0, (TITLE_GRADE,)),
    Sort("studio", 0.015, 0.3, (Attribute("role", ("member", "leader")), TIER, ISSUER)),
    Sort("apprenticeship", 0.015, 0.7, (OCCUPATION, LEVEL)),
)
ATTRIBUTES = {attribute.column: attribute for sort in SORTS for attribute in sort.attributes}


def _type_of(attribute: Attribute) -> pa.DataType:
    if attribute.most:
        return pa.int32()
    return pa.bool_() if attribute.column == "passed" else TEXT


PERSONS = pa.schema(
    [
        ("id", pa.int64()),
        ("birth_date", pa.date32()),
        ("sex", TEXT),
        ("registered_in", TEXT),
        ("groups", pa.list_(pa.string())),
        ("insurance_months", pa.int32()),
        ("county", TEXT),
        ("occupation", TEXT),
        ("level", TEXT),
    ]
)
FACTS = pa.schema(
    [
        ("person", pa.int64()),
        ("id", pa.int64()),
        ("kind", TEXT),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
        ("recorded_at", pa.timestamp("us", "UTC")),
        ("supersedes", pa.int64()),
        ("retracted", pa.bool_()),
        *((name, _type_of(attribute)) for name, attribute in ATTRIBUTES.items()),
    ]
)


def write_population(persons: Path, facts: Path, *, people: int, seed: int = 1, first: int = 1) -> int:
    """Write both files, persons numbered from `first`; returns how many facts there are."""
    written = 0
    with (
        pq.ParquetWriter(persons, PERSONS, **_encoding(PERSONS)) as person_file,
        pq.ParquetWriter(facts, FACTS, **_encoding(FACTS)) as fact_file,
    ):
        for start in range(0, people, PIECE):
            size = min(PIECE, people - start)
            draw = np.random.default_rng([seed, start])
            ids = np.arange(first + start, first + start + size)
            person_file.write_batch(_persons(ids, draw), row_group_size=PIECE)
            for batch in by_kind(_facts(ids, written, draw)):
                fact_file.write_batch(batch, row_group_size=PIECE * FACTS_EACH)
            written += size * FACTS_EACH
    return written


def by_kind(facts: pa.RecordBatch) -> list[pa.RecordBatch]:
    """The facts of each kind apart; they lie by kind."""
    kinds = facts.column("kind").indices.to_numpy()
    bounds = [0, *(np.flatnonzero(np.diff(kinds)) + 1).tolist(), len(kinds)]
    return [facts.slice(start, end - start) for start, end in pairwise(bounds)]


def _encoding(schema: pa.Schema) -> dict[str, Any]:
    """What is read fastest: no compression, dictionaries for words alone, differences for the keys that rise."""
    words = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    keys = {name: "DELTA_BINARY_PACKED" for name in ("person", "id") if name in schema.names}
    return {"compression": "none", "use_dictionary": words, "column_encoding": keys}


def _persons(ids: NDArray[np.int64], draw: np.random.Generator) -> pa.RecordBatch:
    size = len(ids)
    county = _words(COUNTIES, size, draw)
    columns = {
        "id": pa.array(ids),
        "birth_date": _days(date(1956, 1, 1), date(2008, 1, 1), size, draw, missing=0.01),
        "sex": _words(("male", "female"), size, draw, missing=0.01),
        "registered_in": _words(COUNTIES, size, draw, missing=0.02),
        "groups": _groups(size, draw),
        "insurance_months": _integers(240, size, draw, missing=0.03),
        "county": county,
        "occupation": _words(OCCUPATIONS, size, draw, missing=0.1),
        "level": _words(LEVELS, size, draw, missing=0.3),
    }
    return pa.RecordBatch.from_pydict(columns, PERSONS)


def _facts(ids: NDArray[np.int64], first: int, draw: np.random.Generator) -> pa.RecordBatch:
    size = len(ids) * FACTS_EACH
    owner = np.sort(draw.integers(0, len(ids), size))
    number = np.arange(first + 1, first + 1 + size)
    shares = np.cumsum([sort.share for sort in SORTS])
    kind = np.searchsorted(shares, draw.random(size) * shares[-1], side="right")
    order = np.lexsort((owner, kind))
    owner, kind = owner[order], kind[order]
    start = draw.integers(_day(date(2010, 1, 1)), _day(date(2026, 1, 1)), size, dtype=np.int32)
    ended = draw.random(size) < np.array([sort.ended for sort in SORTS])[kind]
    end = start + draw.integers(20, 2_000, size, dtype=np.int32)
    recorded = (start + draw.integers(0, 90, size)) * 86_400_000_000
    columns = {
        "person": pa.array(ids[owner]),
        "id": pa.array(number),
        "kind": pa.DictionaryArray.from_arrays(kind.astype(np.int32), [sort.kind for sort in SORTS]),
        "valid_from": pa.array(start).view(pa.date32()),
        "valid_to": pa.array(end, mask=~ended).view(pa.date32()),
        "recorded_at": pa.array(recorded).view(pa.timestamp("us", "UTC")),
        "supersedes": _superseded(owner, number, draw),
        "retracted": pa.array(draw.random(size) < 0.002),
    }
    for name in ATTRIBUTES:
        columns[name] = _attribute(name, kind, draw)
    return pa.RecordBatch.from_pydict(columns, FACTS)


def _attribute(name: str, kind: NDArray[Any], draw: np.random.Generator) -> pa.Array:
    """One column: values where the kind has the attribute, null elsewhere."""
    attribute = ATTRIBUTES[name]
    has = np.array([name in {each.column for each in sort.attributes} for sort in SORTS])[kind]
    missing = ~has | (draw.random(len(kind)) < attribute.missing)
    if attribute.most:
        return pa.array(draw.integers(1, attribute.most + 1, len(kind), dtype=np.int32), mask=missing)
    if name == "passed":
        return pa.array(draw.random(len(kind)) < 0.9, mask=missing)
    return _chosen(attribute.words, len(kind), draw, missing)


def _superseded(owner: NDArray[Any], number: NDArray[np.int64], draw: np.random.Generator) -> pa.Array:
    """A few facts correct the one before, which is of the same person."""
    previous = np.roll(number, 1)
    same = np.concatenate(([False], owner[1:] == owner[:-1]))
    return pa.array(previous, mask=~(same & (draw.random(len(owner)) < 0.005)))


def _words(words: tuple[str, ...], size: int, draw: np.random.Generator, missing: float = 0.0) -> pa.Array:
    return _chosen(words, size, draw, draw.random(size) < missing)


def _chosen(words: tuple[str, ...], size: int, draw: np.random.Generator, missing: NDArray[np.bool_]) -> pa.Array:
    """Words, the first ones more often than the last."""
    places = (draw.random(size) ** 1.5 * len(words)).astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(places, mask=missing), list(words))


def _integers(most: int, size: int, draw: np.random.Generator, missing: float) -> pa.Array:
    return pa.array(draw.integers(0, most, size, dtype=np.int32), mask=draw.random(size) < missing)


def _days(first: date, last: date, size: int, draw: np.random.Generator, missing: float) -> pa.Array:
    days = draw.integers(_day(first), _day(last), size, dtype=np.int32)
    return pa.array(days, mask=draw.random(size) < missing).view(pa.date32())


def _groups(size: int, draw: np.random.Generator) -> pa.Array:
    """Most belong to no group, some to one or two; of a few it is not known."""
    lengths = draw.choice(3, size, p=(0.85, 0.12, 0.03))
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    members = pa.array(GROUPS).take(pa.array(draw.integers(0, len(GROUPS), offsets[-1])))
    unknown = draw.random(size) < 0.01
    return pa.ListArray.from_arrays(pa.array(offsets, mask=np.append(unknown, False)), members)


def _day(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()
