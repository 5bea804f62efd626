"""The room of notices."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What an account is told of, without having asked."""

    name = "skillcity.platform.notices"
    label = "notices"
