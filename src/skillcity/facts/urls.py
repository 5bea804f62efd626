"""Addresses of facts: below those of the person."""

from __future__ import annotations

from django.urls import path

from skillcity.facts import views

urlpatterns = [
    path("people/<int:person_id>/facts/new", views.fact_new, name="fact-new"),
    path("people/<int:person_id>/facts/<int:seq>", views.fact, name="fact"),
    path("people/<int:person_id>/facts/<int:seq>/correct", views.fact_correct, name="fact-correct"),
    path("people/<int:person_id>/facts/<int:seq>/retract", views.fact_retract, name="fact-retract"),
]
