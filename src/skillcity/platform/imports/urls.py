"""The pages of imports."""

from __future__ import annotations

from django.urls import path

from skillcity.platform.imports import views

urlpatterns = [
    path("imports", views.import_list, name="imports"),
    path("imports/new", views.import_new, name="import-new"),
    path("imports/templates/<slug:kind>.xlsx", views.import_template, name="import-template"),
    path("imports/<int:batch_id>", views.import_page, name="import"),
    path("imports/<int:batch_id>/errors.xlsx", views.import_errors, name="import-errors"),
    path("imports/<int:batch_id>/take", views.import_take, name="import-take"),
    path("imports/<int:batch_id>/cancel", views.import_cancel, name="import-cancel"),
]
