"""Fixtures of the suite-wide tests."""

from __future__ import annotations

from tests.trial import trial as trial
