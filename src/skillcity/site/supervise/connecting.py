"""Connections to PostgreSQL outside Django: before it is set up, and as roles that it never uses."""

from __future__ import annotations

from typing import Any

import psycopg

Parameters = dict[str, str]
CONNECT_SECONDS = "10"


def connect(parameters: Parameters) -> psycopg.Connection[Any]:
    """Connect in autocommit mode; `parameters` are those of libpq. Error: `psycopg.OperationalError`."""
    wanted: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, **parameters}
    return psycopg.connect(**wanted, autocommit=True)
