"""Addresses of the studio."""

from __future__ import annotations

from django.urls import path

from skillcity.policy.studio.views import cases, clauses, comparing, drafts, people, proposals, simulations, words

urlpatterns = [
    path("studio", drafts.studio, name="studio"),
    path("studio/new", drafts.new, name="studio-new"),
    path("studio/<int:draft_id>/meaning", clauses.meaning_of, name="studio-meaning"),
    path("studio/<int:draft_id>", drafts.draft, name="studio-draft"),
    path("studio/<int:draft_id>/head", drafts.head, name="studio-head"),
    path("studio/<int:draft_id>/history", drafts.history, name="studio-history"),
    path("studio/<int:draft_id>/history/<int:number>", drafts.revision, name="studio-revision"),
    path("studio/<int:draft_id>/text", words.text, name="studio-text"),
    path("studio/<int:draft_id>/sets", words.sets, name="studio-sets"),
    path("studio/<int:draft_id>/cases", cases.cases, name="studio-cases"),
    path("studio/<int:draft_id>/cases/new", cases.new, name="studio-case-new"),
    path("studio/<int:draft_id>/simulate", simulations.simulate, name="studio-simulate"),
    path("studio/<int:draft_id>/compare", comparing.compare, name="studio-compare"),
    path("studio/<int:draft_id>/propose", proposals.propose, name="studio-propose"),
    path("studio/<int:draft_id>/<slug:key>/new", clauses.new, name="studio-clause-new"),
    path("studio/<int:draft_id>/<slug:key>/<int:at>", clauses.clause, name="studio-clause"),
    path("studio/simulations/<int:simulation_id>", simulations.simulation, name="studio-simulation"),
    path("studio/simulations/<int:simulation_id>/people", people.people, name="studio-people"),
    path("studio/simulations/<int:simulation_id>/people/<int:person_id>", people.person, name="studio-person"),
    path("studio/simulations/<int:simulation_id>/notice", people.notice, name="studio-notice"),
    path("studio/proposals/<int:proposal_id>", proposals.proposal, name="studio-proposal"),
    path("studio/editions/<int:edition_id>", proposals.edition, name="studio-edition"),
]
