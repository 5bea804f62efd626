"""Telling how far a job is while its own transaction is still open, and hearing that somebody wants it to stop."""

from __future__ import annotations

import time
from types import TracebackType

from django.db import DatabaseError, connections

LOCK_WAIT = "set lock_timeout = '500ms'"
TELL = """
update jobs_job set done = least(%s, %s), total = %s
where id = %s and attempt = %s and status = 'running' returning cancel_asked
"""


class SideChannel:
    """A second connection of the worker, opened when it is first needed; at most one message in half a second."""

    def __init__(self, job_id: int, attempt: int, every_seconds: float = 0.5) -> None:
        self.job_id = job_id
        self.attempt = attempt
        self.every_seconds = every_seconds
        self.connection = connections.create_connection("default")
        self.last = float("-inf")
        self.open = False

    def __enter__(self) -> SideChannel:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def tell(self, done: int, total: int) -> bool:
        """Write the progress; True when the job was asked to stop. A busy row is passed over."""
        now = time.monotonic()
        if now - self.last < self.every_seconds and done < total:
            return False
        self.last = now
        try:
            with self.connection.cursor() as cursor:
                if not self.open:
                    cursor.execute(LOCK_WAIT)
                    self.open = True
                cursor.execute(TELL, [done, total, total, self.job_id, self.attempt])
                answer = cursor.fetchone()
        except DatabaseError:
            self.connection.close()
            self.open = False
            return False
        return bool(answer and answer[0])
