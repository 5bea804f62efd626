"""The policy in our batch engine: Arrow pieces in memory, as the commands read them from Parquet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import meter
import numpy as np

from skillcity.policy.engine.batch.chunk import Answers, Chunk
from skillcity.policy.engine.batch.outcome import NOBODY, outcomes
from skillcity.policy.engine.batch.plan import Plan, plan
from skillcity.policy.files.catalogues import load_catalogue
from skillcity.policy.files.evaluating import source_of
from skillcity.policy.files.memory import keep_memory
from skillcity.policy.files.pieces import parts, pieces


@dataclass(frozen=True)
class Loaded:
    """The plan and all pieces; `order`: the ids of the clauses as the peers number them."""

    plan: Plan
    chunks: list[Chunk]
    order: list[str]


def load(folder: Path, policy: dict[str, Any]) -> Loaded:
    """The pieces in memory."""
    keep_memory()
    found = plan(load_catalogue(folder.parent / "catalogue" / "2025.yaml"), date.fromisoformat(policy["day"]))
    source = source_of(folder / "persons.parquet", folder / "facts.parquet", found.questions, known_at=None)
    chunks = [chunk for part in parts(source) for chunk in pieces(source, part)]
    return Loaded(found, chunks, [clause["id"] for clause in policy["clauses"]])


def evaluate(loaded: Loaded) -> Mapping[str, Any]:
    """The outcomes of all pieces, one after the other."""
    found: dict[str, list[Any]] = {}
    for chunk in loaded.chunks:
        answers = Answers(loaded.plan.questions, chunk, None)
        outcome = outcomes(loaded.plan, answers, answers.truths())
        parts_ = {"winner": outcome.winner, "held": outcome.held[0], "unknown": outcome.unknown[0]}
        for each, due in zip(loaded.plan.benefits, outcome.benefits, strict=True):
            parts_ |= {f"amount.{each.benefit.id}": due.amount, f"open.{each.benefit.id}": due.open}
        for name, values in parts_.items():
            found.setdefault(name, []).append(values)
    return {name: np.concatenate(values) for name, values in found.items()}


def numbered(loaded: Loaded, outcome: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same with the clauses in the order of the peers: asserts that the file has that order already."""
    in_file = [clause.id for clause in loaded.plan.catalogue.clauses]
    ranked = [item.clause.id for item in loaded.plan.clauses]
    assert in_file == ranked == loaded.order, "the bench catalogue has its best class first"
    winner = outcome["winner"].astype(np.int32)
    return {**outcome, "winner": np.where(winner == NOBODY, -1, winner)}


if __name__ == "__main__":
    meter.run(load, evaluate, finish=numbered, side="ours")
