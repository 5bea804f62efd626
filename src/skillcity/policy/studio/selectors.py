"""Reading the studio: drafts with their newest words, proposals, simulations. People are read in the scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from skillcity.platform.accounts.actor import Actor
from skillcity.policy.editions import FOLDER, TALENT, catalogue_names, edition_named, editions_of
from skillcity.policy.engine import Catalogue
from skillcity.policy.studio import errors, permissions
from skillcity.policy.studio.checking import Checked, check
from skillcity.policy.studio.kinds import DraftState, ProposalState
from skillcity.policy.studio.models import Draft, Edition, Proposal, Revision, Simulation, SimulationRow


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an edition or a draft: its text, its set files by path, its test cases."""

    text: str
    sets: Mapping[str, str]
    cases: str


def words_of_edition(name: str) -> Words:
    """The words of an edition, published or shipped. Raises NotFound."""
    catalogue = edition_named(name)
    row = Edition.objects.filter(
        region=catalogue.region, catalogue=catalogue.catalogue, edition=catalogue.edition, shipped=False
    ).first()
    if row is not None:
        return Words(row.text, row.sets, row.cases)
    folder = FOLDER / catalogue.region / catalogue.catalogue
    sets = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.glob("sets/*.yaml")}
    text = (folder / f"{catalogue.edition}.yaml").read_text("utf-8")
    used = named_sets(text, sets)
    cases = folder / "cases" / f"{catalogue.edition}.yaml"
    return Words(text, used, cases.read_text("utf-8") if cases.exists() else no_cases(catalogue))


def named_sets(text: str, sets: Mapping[str, str]) -> dict[str, str]:
    """The set files that a text names, and those that they include."""
    used: dict[str, str] = {}
    waiting = [text]
    while waiting:
        words = waiting.pop()
        for path in sets:
            if path in words and path not in used:
                used[path] = sets[path]
                waiting.append(sets[path])
    return used


def no_cases(catalogue: Catalogue) -> str:
    """The head of a file of cases without any."""
    return (
        f'catalogue: {catalogue.catalogue}\nregion: "{catalogue.region}"\nedition: "{catalogue.edition}"\ncases: []\n'
    )


def own_catalogues() -> list[tuple[str, str]]:
    """Region and name of the catalogues that this city may write: its own and those of its counties."""
    return [each for each in catalogue_names() if each[0].startswith(settings.CITY_CODE[:4])]


def bases() -> list[Catalogue]:
    """Every edition from which a draft can be started, catalogue by catalogue, newest first."""
    return [edition for names in own_catalogues() for edition in editions_of(*names)]


def drafts(actor: Actor, *, closed: bool = False) -> QuerySet[Draft]:
    """Drafts, the last changed first; those given up or published only when they are asked for. Errors: Refused."""
    permissions.may_read(actor).require()
    rows = Draft.objects.select_related("author").order_by("-changed_at", "-pk")
    over = [DraftState.PUBLISHED.value, DraftState.DROPPED.value]
    return rows if closed else rows.exclude(state__in=over)


def newest(actor: Actor, draft_id: int) -> Revision:
    """The newest revision of a draft, the draft with it. Errors: Refused; NotFound."""
    permissions.may_read(actor).require()
    rows = Revision.objects.select_related("draft", "by", "draft__author")
    found = rows.filter(draft=draft_id, number=F("draft__revision")).first()
    if found is None:
        raise errors.NO_DRAFT
    return found


def revision_of(actor: Actor, draft_id: int, number: int) -> Revision:
    """One revision of a draft. Errors: Refused; NotFound."""
    permissions.may_read(actor).require()
    found = Revision.objects.select_related("draft", "by").filter(draft=draft_id, number=number).first()
    if found is None:
        raise errors.NO_DRAFT
    return found


def checked(revision: Revision) -> Checked:
    """What is wrong with a revision, and its cases."""
    return check(revision.text, revision.sets, revision.cases)


def history(actor: Actor, draft_id: int) -> QuerySet[Revision]:
    """The revisions of a draft without their words, newest first. Errors: Refused."""
    permissions.may_read(actor).require()
    rows = Revision.objects.filter(draft=draft_id).select_related("by").defer("text", "sets", "cases")
    return rows.order_by("-number")


def proposals(actor: Actor) -> QuerySet[Proposal]:
    """Proposals, newest first. Errors: Refused."""
    permissions.may_read(actor).require()
    return Proposal.objects.select_related("draft", "edition", "proposed_by", "decided_by").order_by("-pk")


def waiting(actor: Actor) -> QuerySet[Proposal]:
    """Proposals that wait for a decision, oldest first."""
    return proposals(actor).filter(state=ProposalState.WAITING.value).order_by("pk")


def to_decide(actor: Actor) -> QuerySet[Proposal]:
    """The proposals that wait for this actor; none for who may not decide."""
    if permissions.may_write(actor) is not permissions.Verdict.ALLOWED:
        return Proposal.objects.none()
    own = Q(proposed_by=actor.account_id) | Q(revision__by=actor.account_id, revision__isnull=False)
    return waiting(actor).exclude(own)


def proposal_for(actor: Actor, proposal_id: int) -> Proposal:
    """One proposal with the words it is about. Errors: Refused; NotFound."""
    found = proposals(actor).select_related("revision").filter(pk=proposal_id).first()
    if found is None:
        raise errors.NO_PROPOSAL
    return found


def published(actor: Actor) -> QuerySet[Edition]:
    """The editions that this city published, newest first, without their words."""
    permissions.may_read(actor).require()
    rows = Edition.objects.filter(shipped=False).select_related("author", "approver")
    return rows.defer("text", "sets", "cases").order_by("-pk")


def published_for(actor: Actor, edition_id: int) -> Edition:
    """One edition that this city published. Errors: Refused; NotFound."""
    permissions.may_read(actor).require()
    rows = Edition.objects.select_related("author", "approver", "revision")
    found = rows.filter(pk=edition_id, shipped=False).first()
    if found is None:
        raise errors.NO_EDITION
    return found


def simulations(actor: Actor, draft_id: int) -> QuerySet[Simulation]:
    """The simulations of a draft, newest first. Errors: Refused."""
    permissions.may_read(actor).require()
    rows = Simulation.objects.filter(revision__draft=draft_id).select_related("revision", "started_by", "job")
    return rows.defer("revision__text", "revision__sets", "revision__cases").order_by("-pk")


def simulation_for(actor: Actor, simulation_id: int) -> Simulation:
    """One simulation, with its revision and draft. Errors: Refused; NotFound."""
    permissions.may_read(actor).require()
    rows = Simulation.objects.select_related("revision", "revision__draft", "started_by", "job")
    found = rows.filter(pk=simulation_id).first()
    if found is None:
        raise errors.NO_SIMULATION
    return found


FILTERS = ("shift", "old_value", "new_value", "cause", "region", "occupation", "level")


def rows_of(simulation: Simulation, wanted: Mapping[str, str]) -> QuerySet[SimulationRow]:
    """The people whom a simulation changes, of those in the actor's scope, by number; `wanted` narrows by `FILTERS`."""
    rows = SimulationRow.objects.filter(simulation=simulation)
    for name in FILTERS:
        if name in wanted:
            value = wanted[name]
            rows = rows.filter(**{f"{name}__in": value.split(",")} if name == "shift" else {name: value})
    return rows.order_by("person_id")


def against(simulation: Simulation) -> Catalogue | None:
    """The catalogue that a simulation compares with; None when its words can no longer be used."""
    return text_named(simulation.against)


def text_named(name: str) -> Catalogue | None:
    """The edition (`330300/talent-class/2025`) or revision (`revision:12`) of this name. Raises NotFound."""
    kind, _, key = name.partition(":")
    if kind != "revision":
        return edition_named(name)
    found = Revision.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 18 else None
    return checked(found).catalogue if found else None


MOST_OFFERED = 50  # drafts in a list to choose from


def address_of(draft_id: int, number: int) -> str:
    """Where a revision is shown."""
    return reverse("studio-revision", args=[draft_id, number])


def with_newest(drafts: QuerySet[Draft]) -> list[tuple[Draft, int]]:
    """Drafts with the key of their newest revision."""
    newest_of = Revision.objects.filter(draft=OuterRef("pk"), number=OuterRef("revision")).values("pk")[:1]
    return [(each, each.newest_id) for each in drafts.annotate(newest_id=Subquery(newest_of))]


def catalogue_of(edition: Edition) -> Catalogue:
    """The catalogue that a published edition is."""
    return edition_named(edition.name)


def page_of_edition(edition: Edition) -> str:
    """Where everybody can read an edition; nothing when its catalogue has no page of its own."""
    talent = (edition.region, edition.catalogue) == (settings.CITY_CODE, TALENT)
    return reverse("catalogue", args=[edition.edition]) if talent and edition.withdrawn_at is None else ""
