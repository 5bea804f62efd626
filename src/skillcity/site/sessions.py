"""Session, account and the organisation it acts for, read by one plain statement: every request does it."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import connection

from skillcity.platform.accounts.models import Account, Session

FIELDS = [field.attname for field in Account._meta.concrete_fields]
READ = f"""
select s.session_data, s.expire_date, d.organisation_id, {", ".join(f"a.{name}" for name in FIELDS)}
from accounts_session s
left join accounts_account a on a.id = s.account_id and a.is_active
left join registry_delegate d on d.account_id = a.id
where s.session_key = %s and s.expire_date > now()
"""  # noqa: S608 - names of columns only
READ_LAST: ContextVar[Account | None] = ContextVar("the account of the session that was read last", default=None)


class SessionStore(db.SessionStore):
    """Differs from Django's in how a session is read; an expired or unknown one is none there as here."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Ours, which knows its account."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row to write: whoever signed in stands beside the data."""
        row = super().create_model_instance(data)
        row.account_id = data.get(SESSION_KEY)  # type: ignore[attr-defined]  # ours
        return row

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key or ""
        with connection.cursor() as cursor:
            cursor.execute(READ, [key])
            row = cursor.fetchone()
        READ_LAST.set(None)
        if row is None:
            self._session_key = None
            return None
        data, ends_at, organisation_id, account_id, *rest = row
        if account_id is not None:
            account = Account.from_db("default", FIELDS, [account_id, *rest])
            account.acts_for = frozenset() if organisation_id is None else frozenset({organisation_id})
            READ_LAST.set(account)
        return Session(session_key=key, session_data=data, expire_date=ends_at, account_id=account_id)


class Accounts(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Differs from allauth's in that the account came with its session; one that was switched off is none."""

    def get_user(self, user_id: int) -> Account | None:
        """The account, if it may sign in."""
        account = READ_LAST.get()
        READ_LAST.set(None)  # for this request, not for the next one of this thread
        if account is None or account.pk != user_id:
            return Account.objects.filter(pk=user_id, is_active=True).first()
        return account
