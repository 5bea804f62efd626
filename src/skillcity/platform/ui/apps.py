"""The design system as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Brings templates, static files and the built-in tags; stores nothing."""

    name = "skillcity.platform.ui"
    label = "ui"
