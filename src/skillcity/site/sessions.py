"""Sessions in the database, as Django keeps them, read by one plain statement: every request of everybody does it."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection

READ = "select session_data, expire_date from django_session where session_key = %s and expire_date > now()"


class SessionStore(db.SessionStore):
    """Differs from Django's in how a session is read; an expired or unknown one is none there as here."""

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key or ""
        with connection.cursor() as cursor:
            cursor.execute(READ, [key])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return None
        return Session(session_key=key, session_data=row[0], expire_date=row[1])
