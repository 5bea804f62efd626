"""The page of the audit."""

from __future__ import annotations

from django.urls import path

from skillcity.platform.audit import views

urlpatterns = [path("administration/audit", views.audit, name="audit")]
