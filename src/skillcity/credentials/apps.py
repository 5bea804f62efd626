"""The room of certificates."""

from __future__ import annotations

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    """Certificates: issue, sign, revoke, verify, print, share."""

    name = "skillcity.credentials"
    label = "credentials"
