"""Addresses of the reference room; all are read-only and open to everyone."""

from __future__ import annotations

from django.urls import path

from skillcity.reference.views import industries, lists, majors, occupations, regions

urlpatterns = [
    path("occupations", occupations.occupations, name="occupations"),
    path("occupations/<str:code>", occupations.occupation, name="occupation"),
    path("majors", majors.majors, name="majors"),
    path("majors/<str:code>", majors.major, name="major"),
    path("industries", industries.industries, name="industries"),
    path("industries/<slug:code>", industries.industry, name="industry"),
    path("regions", regions.regions, name="regions"),
    path("regions/<str:code>", regions.region, name="region"),
    path("reference", lists.reference, name="reference"),
    path("reference/shortage", lists.shortage, name="shortage"),
    path("reference/honours", lists.honours, name="honours"),
]
