"""What waits for each role, gathered from the rooms' own selectors: the one place that knows every room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from skillcity.credentials.selectors import waiting_for
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.selectors import waiting_accounts
from skillcity.platform.audit.selectors import guards
from skillcity.platform.imports.selectors import batches_for
from skillcity.platform.imports.status import Status
from skillcity.platform.jobs.selectors import jobs_for
from skillcity.platform.jobs.status import AGAIN
from skillcity.policy.presenting_changes import news
from skillcity.policy.rights import latest_decisions
from skillcity.policy.selectors import current_edition, standings_of
from skillcity.policy.studio.presenting import proposals_queue
from skillcity.policy.studio.selectors import to_decide
from skillcity.registry.selectors import access_log, consents_of, organisation_for, own_person, people
from skillcity.site.access import may_enter

SHOWN = 5
MINUTE = 60
SOURCE = Text("系统内记录", "records in this system")


@dataclass(frozen=True, slots=True)
class Home:
    """A home page: a line about today, what waits (as `ui/queue.html` takes it), figures, and where one often goes."""

    lead: Text
    queue: dict[str, Any] | None = None
    stats: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    searches: bool = False
    illustrative: bool = False


def home_of(actor: Actor) -> Home:
    """The home page of the actor's role."""
    if actor.role is None:
        raise LookupError("a stranger has no home page")
    return HOMES[actor.role](actor)


def worker(actor: Actor) -> Home:
    """My class, my record, who saw it."""
    own = ("passport", "my-rights", "my-class", "my-record", "my-access-log", "my-consents")
    links = _links(actor, *own, "occupations")
    if actor.person_id is None:
        what = Text("您的账号还没有关联个人档案", "Your account is not linked to a record yet")
        note = Text("请到所属县(市、区)人力社保窗口办理", "Ask your county's labour office to link it")
        return Home(UNLINKED, _queue(MINE, [_entry(what, note, reverse("occupations"), "todo")]), links=links)
    person = own_person(actor)
    change = news(latest_decisions(person.pk), own=True)
    standing = standings_of([person.pk]).get(person.pk)
    edition = current_edition(timezone.localdate())
    if standing and standing.value and edition:
        label = edition.outcome.label(standing.value)
        first = Text(f"您的人才类别：{label.zh}", f"Your talent class: {label.en}")
        state = "illustrative" if standing.illustrative else "in-force"
    else:
        first, state = Text("您目前没有人才类别", "You have no talent class at present"), None
    looks = access_log(actor).count()
    consents = [
        each for each in consents_of(person) if each.withdrawn_at is None and each.ends_on >= timezone.localdate()
    ]
    entries = [
        *([_entry(change["what"], NEW_RIGHT, reverse("my-rights"), "new")] if change else []),
        _entry(first, Text("看理由，以及还缺什么", "See why, and what is missing"), reverse("my-rights"), state),
        _entry(
            Text(f"您的资料被看过 {looks} 次", f"Looks at your data: {looks}"),
            Text("看是谁、什么时候、为了什么", "See who, when and what for"),
            reverse("my-access-log"),
            None,
        ),
        _entry(
            Text(f"{len(consents)} 项授权有效", f"Consents in force: {len(consents)}"),
            Text("随时可以撤回", "You may withdraw each at any time"),
            reverse("my-consents"),
            None,
        ),
    ]
    return Home(
        Text("这里是您的技能记录和由此得到的权利。", "Your record of skills, and the rights that follow."),
        _queue(MINE, entries),
        links=links,
        illustrative=(standing is not None and standing.illustrative) or bool(change and change["state"]),
    )


def officer(actor: Actor) -> Home:
    """People to find, editions to approve, imports with refused rows, jobs that stopped."""
    stats = [
        _stat(Text("辖区内人员", "People in your care"), _headcount(actor), Text("人", "people"), reverse("people"))
    ]
    batches = batches_for(actor)
    waiting = batches.filter(status=Status.CHECKED.value).count()
    stats.append(_stat(Text("待确认的导入", "Imports to confirm"), waiting, Text("份", "files"), reverse("imports")))
    entries = proposals_queue(to_decide(actor)[:SHOWN], timezone.localdate())["entries"]
    entries += [_import(each) for each in batches.filter(refused__gt=0)[:SHOWN]]
    entries += [_job(each) for each in jobs_for(actor).filter(status__in=AGAIN)[:SHOWN]]
    links = _links(actor, "import-new", "people", "organisations", "catalogues", "tickets", "account-link", "jobs")
    lead = Text("先查人，再办事。", "Find the person first.")
    return Home(lead, _queue(FOR_YOU, entries[: 2 * SHOWN]), stats, links, searches=True)


def organisation(actor: Actor) -> Home:
    """The own organisation: its members, sites, workstations, majors; its imports."""
    own_work = ("batches", "certificates", "import-new", "tickets")
    links = _links(actor, *own_work, "people", "organisations", "majors", "occupations")
    if not actor.organisation_ids:
        return Home(NO_ORGANISATION, links=links)
    own = [organisation_for(each) for each in sorted(actor.organisation_ids)]
    main = own[0]
    page = reverse("organisation", args=[main.pk])
    sites = list(main.sites.order_by("pk").values_list("workstations", flat=True))
    majors = list(main.offerings.order_by("pk").values_list("integrated", flat=True))
    members = people(actor, timezone.localdate()).count()
    stats = [_stat(Text("本单位人员", "Our people"), members, Text("人", "people"), reverse("people"))]
    if sites:
        note = Text(f"在 {len(sites)} 个场地", f"at {len(sites)} sites")
        stats.append(_stat(Text("实训工位", "Workstations"), sum(sites), Text("个", "places"), page, note))
    if majors:
        note = Text(f"其中 {sum(majors)} 个工学一体化", f"{sum(majors)} of them work-study integrated")
        stats.append(_stat(Text("开设专业", "Majors"), len(majors), Text("个", "majors"), page, note))
    entries = [_to_issue(each) for each in waiting_for(actor)[:SHOWN]] if may_enter(actor, "batch-decide") else []
    entries += [_import(each) for each in batches_for(actor).filter(refused__gt=0)[:SHOWN]]
    entries.append(
        _entry(Text(f"核对{main.name}的资料", f"Check the data of {main.name}"), SEE_ORGANISATION, page, None)
    )
    return Home(Text(main.name, main.name), _queue(FOR_YOU, entries), stats, links)


def receiver(actor: Actor) -> Home:
    """A bank or an insurer: the people who let it use their data."""
    count = people(actor, timezone.localdate()).count()
    stats = [
        _stat(Text("授权我们查看的人", "People who gave us consent"), count, Text("人", "people"), reverse("people"))
    ]
    words = Text(f"{count} 人授权有效", f"{count} people's consents are in force")
    note = Text(
        "只用于授权写明的用途；撤回后立即看不到", "For the purpose they state only; withdrawn ones vanish at once"
    )
    entries = [_entry(words, note, reverse("people"), None)]
    return Home(CONSENT_ONLY, _queue(FOR_YOU, entries), stats, _links(actor, "people", "catalogues", "organisations"))


def auditor(actor: Actor) -> Home:
    """The audit, its guards, the imports with refused rows."""
    kept = guards()
    whole = all(each.is_whole for each in kept)
    good = Text(f"{len(kept)} 张只增不改的表保护完好", f"The guards of {len(kept)} append-only tables stand")
    bad = Text("有表失去保护，请马上报告", "A table has lost its guard: report it at once")
    entries = [
        _entry(
            good if whole else bad,
            Text("刚刚核对", "Checked just now"),
            reverse("audit"),
            "verified" if whole else "overdue",
        )
    ]
    entries += [_import(each) for each in batches_for(actor).filter(refused__gt=0)[:SHOWN]]
    links = _links(
        actor, "audit", "administration", "people", "organisations", "imports", "jobs", "catalogues", "mfa_index"
    )
    lead = Text("查记录，核数字，不动数据。", "Read the records, check the figures, change nothing.")
    return Home(lead, _queue(TO_CHECK, entries), links=links)


def administrator(actor: Actor) -> Home:
    """Accounts that wait, and jobs that stopped (the system administrator's)."""
    entries: list[dict[str, Any]] = []
    if may_enter(actor, "accounts"):
        for each in waiting_accounts(actor)[:SHOWN]:
            label = Role(each.role).label
            note = Text(f"等待启用，拟任{label.zh}", f"waits to be switched on; proposed role: {label.en}")
            entries.append(
                _entry(Text(each.username, each.username), note, reverse("account", args=[each.pk]), "waiting")
            )
    if actor.role is Role.SYSTEM_ADMIN:
        entries += [_job(each) for each in jobs_for(actor).filter(status__in=AGAIN)[:SHOWN]]
    if actor.role is Role.AUDIT_ADMIN:
        return auditor(actor)
    links = _links(actor, "administration", "account-new", "accounts", "jobs", "mfa_index")
    return Home(ADMINISTRATION, _queue(FOR_YOU, entries), links=links)


HOMES: dict[Role, Callable[[Actor], Home]] = {
    Role.WORKER: worker,
    Role.ASSESSOR: worker,
    Role.COLLEGE: organisation,
    Role.ENTERPRISE: organisation,
    Role.EVALUATION_BODY: organisation,
    Role.SERVICE_STATION: organisation,
    Role.BANK: receiver,
    Role.INSURER: receiver,
    Role.COUNTY_OFFICER: officer,
    Role.CITY_OFFICER: officer,
    Role.AUDITOR: auditor,
    Role.SYSTEM_ADMIN: administrator,
    Role.SECURITY_ADMIN: administrator,
    Role.AUDIT_ADMIN: administrator,
}
MINE = Text("与您有关", "About you")
FOR_YOU = Text("等您处理", "Waiting for you")
TO_CHECK = Text("请核查", "To check")
UNLINKED = Text("关联档案后，这里会显示您的技能记录。", "Once it is linked, your record of skills appears here.")
NO_ORGANISATION = Text(
    "您的账号还没有对应的机构，请联系管理员。", "Your account acts for no organisation yet: ask an administrator."
)
SEE_ORGANISATION = Text("场地、工位、专业和合作关系", "sites, workstations, majors and partners")
CONSENT_ONLY = Text("您只能看到授权给本机构的人。", "You see only the people who gave your institution their consent.")
ADMINISTRATION = Text("您管账号，看不到个人资料。", "You keep the accounts and see no personal data.")
NEW_RIGHT = Text("由新的事实或新的目录推算，不用申请", "derived from new facts or a new catalogue: no need to apply")
LINKS = {
    "passport": ("certificate", Text("我的技能护照", "My skill passport")),
    "tickets": ("tools", Text("证书更正申请", "Corrections of certificates")),
    "my-rights": ("check", Text("我的权利", "My rights")),
    "my-class": ("certificate", Text("我的人才类别", "My talent class")),
    "my-record": ("person", Text("我的档案", "My record")),
    "my-access-log": ("eye", Text("谁看过我的数据", "Who saw my data")),
    "my-consents": ("lock", Text("我的授权", "My consents")),
    "batches": ("certificate", Text("签发证书", "Issue certificates")),
    "certificates": ("search", Text("查证书", "Find a certificate")),
    "import-new": ("upload", Text("导入数据", "Import data")),
    "imports": ("upload", Text("导入记录", "Imports")),
    "people": ("person", Text("查人员", "Find people")),
    "organisations": ("organisation", Text("查机构", "Find organisations")),
    "occupations": ("tools", Text("查职业", "Find occupations")),
    "majors": ("document", Text("查专业", "Find majors")),
    "catalogues": ("certificate", Text("政策目录", "Policy catalogues")),
    "jobs": ("clock", Text("后台任务", "Background jobs")),
    "audit": ("eye", Text("审计记录", "The audit")),
    "administration": ("lock", Text("管理", "Administration")),
    "mfa_index": ("lock", Text("登录安全", "Sign-in security")),
    "account-link": ("person", Text("关联账号", "Link an account")),
    "accounts": ("search", Text("全部账号", "All accounts")),
    "account-new": ("person", Text("新建账号", "New account")),
}


def _headcount(actor: Actor) -> int:
    """How many people are in an officer's care, at most a minute old: counting a million rows takes its time."""
    key = f"headcount:{actor.reach.value}:{','.join(sorted(actor.region_codes))}"
    return cache.get_or_set(key, people(actor, timezone.localdate()).count, MINUTE) or 0


def _links(actor: Actor, *routes: str) -> list[dict[str, Any]]:
    return [
        {"url": reverse(route), "icon": LINKS[route][0], "label": LINKS[route][1]}
        for route in routes
        if may_enter(actor, route)
    ]


def _queue(title: Text, entries: list[dict[str, Any]]) -> dict[str, Any]:
    return {"title": title, "entries": entries}


def _entry(label: Text, note: Text, url: str, state: str | None, age_days: int | None = None) -> dict[str, Any]:
    return {"label": label, "note": note, "url": url, "state": state, "age_days": age_days}


def _stat(label: Text, value: int, unit: Text, url: str, note: Text | None = None) -> dict[str, Any]:
    today = timezone.localdate()
    return {"label": label, "value": value, "unit": unit, "url": url, "note": note, "as_of": today, "source": SOURCE}


def _import(batch: Any) -> dict[str, Any]:
    age = (timezone.now() - batch.created_at).days
    return _entry(
        Text(f"{batch.refused} 行没有导入：{batch.file_name}", f"Rows refused: {batch.refused} in {batch.file_name}"),
        Text(f"共 {batch.rows} 行", f"of {batch.rows} rows"),
        reverse("import", args=[batch.pk]),
        "warning",
        age,
    )


def _to_issue(batch: Any) -> dict[str, Any]:
    age = (timezone.now() - batch.made_at).days
    what = Text("复核发证批次：{title}", "Approve a batch of certificates: {title}").format(title=batch.title)
    made = Text("由同事提交", "submitted by a colleague")
    return _entry(what, made, reverse("batch", args=[batch.pk]), "waiting", age)


def _job(job: Any) -> dict[str, Any]:
    age = (timezone.now() - job.created_at).days
    title: Text = job.title
    return _entry(
        title, Text("没有做完，可以重试", "did not finish; try it again"), reverse("job", args=[job.pk]), "failed", age
    )
