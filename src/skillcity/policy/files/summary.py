"""What came out of an evaluation, in figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from skillcity.policy.engine.batch.columns import column
from skillcity.policy.engine.batch.plan import Plan

NONE = "none"


@dataclass
class Summary:
    """Persons by class, `none` last (nothing when no clause is in force), and each benefit's persons and amount.

    `open`, `near`: persons with a clause that may hold, or is nearly fulfilled. CPU seconds are those of this process.
    """

    catalogue: str
    in_force: bool
    persons: int = 0
    classes: dict[str, int] = field(default_factory=dict)
    open: int = 0
    near: int = 0
    benefits: dict[str, dict[str, int]] = field(default_factory=dict)
    cpu_seconds: float = 0.0
    kernel_seconds: float = 0.0

    @classmethod
    def of(cls, plan: Plan) -> Summary:
        """Nothing counted yet."""
        names = dict.fromkeys((*plan.catalogue.outcome.order, NONE), 0) if plan.clauses else {}
        benefits = {each.benefit.id: {"persons": 0, "amount": 0, "open": 0} for each in plan.benefits}
        return cls(plan.catalogue.name, plan.is_in_force, classes=names, benefits=benefits)

    def add(self, batch: pa.RecordBatch) -> None:
        """Count some rows of the output."""
        self.persons += batch.num_rows
        if self.classes:
            found = column(batch.column("class"))
            held = found.raw if found.valid is None else found.raw.compress(found.valid)
            words = found.values.to_pylist() if found.values is not None else []
            for name, number in zip(words, np.bincount(held, minlength=len(words)).tolist(), strict=True):
                self.classes[name] += number
            self.classes[NONE] += batch.num_rows - len(held)
        self.open += _some(batch, "unknown")
        self.near += _some(batch, "near")
        for name, counted in self.benefits.items():
            amount = batch.column(f"amount:{name}")
            counted["persons"] += pc.sum(pc.greater(amount, 0)).as_py() or 0
            counted["amount"] += pc.sum(amount).as_py() or 0
            counted["open"] += batch.column(f"open:{name}").true_count

    def as_json(self) -> dict[str, Any]:
        """The figures as they are printed; amounts in fen (basis points for rates)."""
        return {
            "in_force": self.in_force,
            "persons": self.persons,
            "classes": self.classes,
            "open": self.open,
            "near": self.near,
            "benefits": self.benefits,
            "cpu_seconds": {"kernel": round(self.kernel_seconds, 3), "end_to_end": round(self.cpu_seconds, 3)},
        }


def _some(batch: pa.RecordBatch, name: str) -> int:
    """How many rows have any bit of a mask."""
    words = [each for each in batch.schema.names if each == name or each.startswith(f"{name}_")]
    masks = [batch.column(each).to_numpy() for each in words]
    return int(np.count_nonzero(np.bitwise_or.reduce(masks))) if masks else 0
