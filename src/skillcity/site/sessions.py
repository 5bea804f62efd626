"""Session and account as Django keeps them, each read by one plain statement: every request of everybody does it."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection

from skillcity.platform.accounts.models import Account

READ = "select session_data, expire_date from django_session where session_key = %s and expire_date > now()"
ACCOUNT = "select * from accounts_account where id = %s and is_active"


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


class Accounts(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Differs from allauth's in how the account of a session is read; one that was switched off is none."""

    def get_user(self, user_id: int) -> Account | None:
        """The account, if it may sign in."""
        return next(iter(Account.objects.raw(ACCOUNT, [user_id])), None)
