"""Addresses of the talent catalogue."""

from __future__ import annotations

from django.urls import path

from skillcity.policy import views

urlpatterns = [
    path("catalogues", views.catalogues, name="catalogues"),
    path("catalogues/<slug:edition>", views.catalogue, name="catalogue"),
    path("people/<int:person_id>/class", views.person_class, name="person-class"),
    path("me/class", views.my_class, name="my-class"),
]
