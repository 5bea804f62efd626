"""Accounts are made by administrators: nobody signs up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):
    """allauth's adapter with the door to new accounts closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False
