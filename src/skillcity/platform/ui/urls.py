"""Routes of the design system; `preferences` is open to everyone, the rest is for builders."""

from __future__ import annotations

from django.urls import path

from skillcity.platform.ui import views

urlpatterns = [
    path("preferences", views.preferences, name="preferences"),
    path("styleguide", views.styleguide, name="styleguide"),
    path("styleguide/<slug:name>", views.trial, name="styleguide-trial"),
]
