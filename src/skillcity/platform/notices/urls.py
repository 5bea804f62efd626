"""Addresses of the notices."""

from __future__ import annotations

from django.urls import path

from skillcity.platform.notices import views

urlpatterns = [
    path("notices", views.notices, name="notices"),
    path("notices/read", views.read, name="notices-read"),
]
