"""Addresses of the catalogues, of people's rights, and of the decisions about them."""

from __future__ import annotations

from django.urls import path

from skillcity.policy import rights_views, views

urlpatterns = [
    path("catalogues", views.catalogues, name="catalogues"),
    path("catalogues/<slug:edition>", views.catalogue, name="catalogue"),
    path("catalogues/<str:region>/<slug:catalogue>/<slug:edition>", views.any_edition, name="catalogue-edition"),
    path("people/<int:person_id>/class", views.person_class, name="person-class"),
    path("me/class", views.my_class, name="my-class"),
    path("people/<int:person_id>/rights", rights_views.person_rights, name="person-rights"),
    path("people/<int:person_id>/decisions", rights_views.person_decisions, name="person-decisions"),
    path("me/rights", rights_views.my_rights, name="my-rights"),
    path("me/decisions", rights_views.my_decisions, name="my-decisions"),
    path("decisions/<int:decision_id>", rights_views.decision, name="decision"),
]
