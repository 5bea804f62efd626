"""Who works on the parts: several processes of this machine, or a Ray cluster. Both give the results in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import Any, TypeVar

from skillcity.kernel.errors import InputError, SkillcityError
from skillcity.kernel.text import Text

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Refusal:
    """An expected error on its way from another process: exceptions with several arguments do not travel."""

    kind: type[SkillcityError]
    code: str
    what: Text
    where: str
    todo: Text


def in_processes(work: Callable[[Task], Result], tasks: Iterable[Task], workers: int) -> Iterator[Result]:
    """In several processes of this machine."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from _in_order(lambda task: pool.submit(_guarded, work, task), Future.result, tasks, workers)


def on_ray(work: Callable[[Task], Result], tasks: Iterable[Task], workers: int) -> Iterator[Result]:
    """On the Ray cluster that RAY_ADDRESS names, or else on one of so many workers that ends with the work.

    The files must be readable under the same paths everywhere. InputError `policy.no-ray` where Ray is not installed.
    """
    ray = _ray()
    given = ray.is_initialized()
    if not given:
        local = {} if os.environ.get("RAY_ADDRESS") else {"num_cpus": workers, "include_dashboard": False}
        ray.init(log_to_driver=False, configure_logging=False, **local)
    try:
        yield from _in_order(partial(ray.remote(num_cpus=1)(_guarded).remote, work), ray.get, tasks, workers)
    finally:
        if not given:
            ray.shutdown()


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is reported to anybody
    try:
        import ray
    except ImportError as error:
        raise InputError(
            "policy.no-ray",
            Text("没有安装 Ray。", "Ray is not installed."),
            todo=Text(
                "请用 ./skillcity 运行，它会安装 Ray；或用 --engine batch。",
                "Run it with ./skillcity, which installs Ray; or use --engine batch.",
            ),
        ) from error
    return ray


def _guarded(work: Callable[[Task], Result], task: Task) -> Result | Refusal:
    try:
        return work(task)
    except SkillcityError as error:
        return Refusal(type(error), error.code, error.what, error.where, error.todo)


def _in_order(
    start: Callable[[Task], Any], fetch: Callable[[Any], Any], tasks: Iterable[Task], workers: int
) -> Iterator[Any]:
    """The results in the order of the tasks; at most two tasks a worker are under way or wait to be fetched."""
    waiting: deque[Any] = deque()
    for task in tasks:
        waiting.append(start(task))
        if len(waiting) >= 2 * workers:
            yield _opened(fetch(waiting.popleft()))
    while waiting:
        yield _opened(fetch(waiting.popleft()))


def _opened(result: Result | Refusal) -> Result:
    if isinstance(result, Refusal):
        raise result.kind(result.code, result.what, where=result.where, todo=result.todo)
    return result
