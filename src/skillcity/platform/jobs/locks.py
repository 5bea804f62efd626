"""One job, one run at a time: an advisory lock that the database frees when the worker's connection dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, connection

CLASS = 0x6A6F62  # "job": the first half of the two-part key


@contextmanager
def job_lock(job_id: int) -> Iterator[bool]:
    """Hold the lock of this job for the block; False at once when another run holds it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [CLASS, job_id % 2**31])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            try:
                with connection.cursor() as cursor:
                    cursor.execute("select pg_advisory_unlock(%s, %s)", [CLASS, job_id % 2**31])
            except (OperationalError, InterfaceError):
                connection.close()  # and with it the lock
