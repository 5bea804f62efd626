"""The kinds of jobs: a room declares one with `register(JobKind(...))` where its tasks are loaded (its `jobs.py`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from skillcity.platform.jobs.running import Run


@dataclass(frozen=True, slots=True)
class JobKind:
    """`run` does the work with `run.step(...)` or `run_in_steps` and returns the result (JSON).

    It is a plain function, never async: work that blocks the worker's loop stops its heartbeat, and the job would be
    started a second time. `gave_up` is called, in the transaction that ends the job, when it was cancelled or failed.
    """

    key: str
    run: Callable[[Run], Mapping[str, Any]]
    gave_up: Callable[[Mapping[str, Any]], None] | None = None


_kinds: dict[str, JobKind] = {}


def register(kind: JobKind) -> JobKind:
    """Make a kind known under its key."""
    if _kinds.setdefault(kind.key, kind) != kind:
        raise ValueError(f"another job kind is already registered as {kind.key!r}")
    return kind


def kind_named(key: str) -> JobKind:
    """The kind; KeyError for an unknown one, which is a fault of ours."""
    return _kinds[key]
