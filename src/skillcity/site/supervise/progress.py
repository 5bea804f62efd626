"""Shows how far a long step has come: bars on a terminal, plain lines elsewhere, always on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from skillcity.kernel.text import Text

LINE_SECONDS = 5.0


class Progress:
    """Handed to a step, which calls it with (rows done, rows in all) and, if it likes, what it is working on."""

    def __init__(self, label: Text) -> None:
        self.label = label
        self.started = time.monotonic()

    def __call__(self, done: int, total: int, what: object = "") -> None:
        """Report."""

    def finish(self) -> float:
        """The step is over; seconds that it took."""
        return time.monotonic() - self.started

    def say(self, line: str) -> None:
        """A remark between the reports."""
        click.echo(line, err=True)


class PlainProgress(Progress):
    """One line at the end, and one every few seconds in between."""

    def __init__(self, label: Text) -> None:
        super().__init__(label)
        self._shown = self.started

    def __call__(self, done: int, total: int, what: object = "") -> None:
        """Report, at most every few seconds."""
        now = time.monotonic()
        if now - self._shown >= LINE_SECONDS:
            self._shown = now
            share = f"{100 * done // total} %" if total else f"{done}"
            self.say(f"{self.label.zh} / {self.label.en}: {what} {share}".replace(":  ", ": "))

    def finish(self) -> float:
        """Print the end of the step."""
        seconds = super().finish()
        self.say(f"{self.label.zh} / {self.label.en}: {seconds:.1f} s")
        return seconds


class BarProgress(Progress):
    """A bar of rich."""

    def __init__(self, label: Text, bars: Any) -> None:
        super().__init__(label)
        self._bars = bars
        self._task = bars.add_task(f"{label.zh} / {label.en}", total=None, what="")

    def __call__(self, done: int, total: int, what: object = "") -> None:
        """Move the bar."""
        self._bars.update(self._task, completed=done, total=total or None, what=str(what))

    def finish(self) -> float:
        """Fill the bar."""
        seconds = super().finish()
        self._bars.update(self._task, completed=1, total=1, what="")
        return seconds

    def say(self, line: str) -> None:
        """Above the bars."""
        self._bars.console.print(line, highlight=False, markup=False)


class Steps:
    """A row of steps; `with steps.step(label) as progress`. `seconds` has what each took, by its name."""

    def __init__(self, bars: Any | None = None) -> None:
        self._bars = bars
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str, label: Text) -> Iterator[Progress]:
        """One step, timed."""
        progress = PlainProgress(label) if self._bars is None else BarProgress(label, self._bars)
        yield progress
        self.seconds[name] = round(progress.finish(), 2)


@contextmanager
def steps() -> Iterator[Steps]:
    """Bars when standard error is a terminal, plain lines when not."""
    if not sys.stderr.isatty():
        yield Steps()
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[what]}"),
    )
    with Bars(*columns, console=Console(stderr=True)) as bars:
        yield Steps(bars)
