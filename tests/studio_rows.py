"""A draft, a simulation with everyone in it, a proposal and an edition: what the studio's addresses name."""

from __future__ import annotations

from datetime import date

from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.policy.studio.models import Draft, Edition, Proposal, Revision, Simulation, SimulationRow

TEXT = """\
catalogue: trial
region: "330300"
edition: "1"
in_force: {from: 2090-01-01, to: null}
source: {title: 样例目录, confidence: recall}
outcome: {kind: class, order: [E], take: highest}
clauses:
  - id: E-01
    gives: E
    text: {zh: 样例, en: sample}
    cite: {document: 样例目录, confidence: recall}
    status: illustrative
    when: any(studio)
"""
CASES = 'catalogue: trial\nregion: "330300"\nedition: "1"\ncases: []\n'
SET = "sets/sample.yaml"
LATER = date(2090, 1, 1)


def make_studio(author: Account, people: tuple[int, ...]) -> None:
    """Make one of each; the edition is withdrawn, so that it changes nothing for anyone."""
    other = Account.objects.create(
        username="another-officer", name="样例", role=Role.CITY_OFFICER.value, password="none"
    )
    draft = Draft.objects.create(
        region="330300",
        catalogue="trial",
        edition="1",
        title_zh="样例",
        title_en="sample",
        base="330300/trial/0",
        author=author,
    )
    words = {"text": TEXT, "cases": CASES, "what_zh": "样例", "what_en": "sample", "by": author}
    revision = Revision.objects.create(draft=draft, number=1, sets={SET: "set: sample\n"}, **words)
    lost = {"loss": len(people)}
    figures = {
        "people": 3, "open": [0, 0], "every": False, "classes": [["E", 3, 0], ["", 0, 3]], "shifts": lost,
        "labels": {"E": ["E类", "class E"]}, "moves": [["E", "", 3]], "region": {"330302": lost},
        "level": {"senior": lost}, "occupation": {"6-18-02-04": lost}, "cause": {"E-01": lost},
        "clauses": {"E-01": ["样例", "sample"]}, "benefits": {}, "measures": {},
    }  # fmt: skip
    simulation = Simulation.objects.create(
        revision=revision, against=f"revision:{revision.pk}", as_of=date(2025, 1, 1), figures=figures, started_by=author
    )
    for person_id in people:
        SimulationRow.objects.create(
            simulation=simulation, person_id=person_id, shift="loss", old_value="E", cause="E-01", region="330302"
        )
    Proposal.objects.create(
        matter="publish",
        draft=draft,
        revision=revision,
        first_day=LATER,
        proposed_by=author,
        proposed_on=date(2025, 1, 1),
    )
    edition = Edition.objects.create(
        region="330300", catalogue="trial", edition="0", text=TEXT.replace('edition: "1"', 'edition: "0"'), cases=CASES,
        digest="0" * 16, first_day=LATER, author=author, approver=other,
    )  # fmt: skip
    Edition.objects.filter(pk=edition.pk).update(withdrawn_at="2025-01-01T00:00:00+08:00")


def studio_addresses() -> dict[str, object]:
    """The parameters of the studio's routes."""
    return {
        "draft_id": Draft.objects.order_by("pk").values_list("pk", flat=True)[0],
        "simulation_id": Simulation.objects.order_by("pk").values_list("pk", flat=True)[0],
        "proposal_id": Proposal.objects.order_by("pk").values_list("pk", flat=True)[0],
        "edition_id": Edition.objects.filter(shipped=False).order_by("pk").values_list("pk", flat=True)[0],
        "at": 1,
        "number": 1,
        "key": "clauses",
    }
