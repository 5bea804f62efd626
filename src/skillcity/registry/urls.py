"""Addresses of the registry."""

from __future__ import annotations

from django.urls import path

from skillcity.registry.views import me, organisations, people

urlpatterns = [
    path("people", people.people, name="people"),
    path("people/<int:person_id>", people.person, name="person"),
    path("people/<int:person_id>/number", people.person_number, name="person-number"),
    path("people/<int:person_id>/change", people.person_change, name="person-change"),
    path("me", me.my_record, name="my-record"),
    path("me/number", me.my_number, name="my-number"),
    path("me/access-log", me.my_access_log, name="my-access-log"),
    path("me/consents", me.my_consents, name="my-consents"),
    path("me/consents/<int:consent_id>/withdraw", me.my_consent_withdraw, name="my-consent-withdraw"),
    path("organisations", organisations.organisations, name="organisations"),
    path("organisations/<int:organisation_id>", organisations.organisation, name="organisation"),
]
