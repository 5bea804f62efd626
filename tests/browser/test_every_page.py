"""Every page that every role reaches, in both languages, read as documents (checks 10, 16 and 17)."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

import pytest

from skillcity.platform.accounts.roles import Role
from skillcity.site.access import ACCESS
from tests.browser.walking import Visit, opens

LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}
MOST_BYTES = 60_000
# GET is not for these, or there is nothing behind them for an account without a second factor.
ONLY_POST = re.compile(
    r"import-(take|cancel)|job-(cancel|retry)|my-number|my-consent-withdraw|api:record-fact|api:person-supposition"
    r"|share-withdraw|passport-(wallet|cv|europass)|ticket-step"
    r"|notices-read|batch-(submit|decide)|key-rotate|request-decide|api:verify(-bulk)?"
    r"|account-(off|on|role|unlock|second-factor|password)|api:api-root"
)
SECOND_FACTOR = {"mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"}
BY_LINK = {"shared", "shared-file", "share-code"}  # whoever is given the link; its code is a picture
# Shown to builders; a form that the account's page holds; a fragment that is asked for while one types.
NOT_REACHED = {"styleguide-trial", "account-password", "studio-meaning", "batch-progress", *BY_LINK}
CONTROLS = {"button", "label", "legend", "summary", "th", "nav"}
HAN = re.compile(r"[一-鿿]")
LATIN = re.compile(r"[A-Za-z]{3,}")
SAME_IN_BOTH = {"English", "skillcity", "CSV", "xlsx", "API", "JSON", "TOTP", "TEMPLATE"}


@pytest.fixture(scope="module", params=list(LANGUAGES))
def pages(request: pytest.FixtureRequest, walks: dict[str, list[Visit]]) -> tuple[str, list[Visit]]:
    return LANGUAGES[request.param], walks[request.param]


def documents(visits: list[Visit]) -> list[Visit]:
    """The whole pages among the answers."""
    return [visit for visit in visits if visit.document and visit.document.count("html") and visit.status < 300]


def test_every_link_leads_to_a_page_that_its_reader_may_see(pages: tuple[str, list[Visit]]) -> None:
    wrong = [
        f"{visit.status} {visit} from {visit.came_from}"
        for visit in pages[1]
        if (visit.came_from and (visit.status >= 400 or not visit.route)) or visit.status >= 500
    ]
    assert wrong == []


def test_every_page_of_every_role_is_reached(walks: dict[str, list[Visit]]) -> None:
    reached = defaultdict(set)
    for visit in walks["zh-hans"]:
        reached[visit.role].add(visit.route)
    missing = {
        f"{role}: {route}"
        for role in [*Role]
        for route in ACCESS
        if opens(route, role.value) and route not in reached[role.value] | NOT_REACHED
    }
    unseen = {each.partition(": ")[2] for each in missing}
    everyone = set().union(*reached.values())
    assert {route for route in unseen - everyone if not ONLY_POST.fullmatch(route) and ":" not in route} == set()


def test_nothing_is_wrong_behind_a_door(pages: tuple[str, list[Visit]]) -> None:
    wrong = [
        f"{visit.status} {visit}"
        for visit in pages[1]
        if visit.status >= 400 and not ONLY_POST.fullmatch(visit.route) and visit.route not in SECOND_FACTOR
    ]
    assert wrong == []


def test_a_page_says_its_language_and_has_its_landmarks(pages: tuple[str, list[Visit]]) -> None:
    language, visits = pages
    wrong = []
    for visit in documents(visits):
        page = visit.document
        assert page is not None
        if visit.route == "api:openapi-view":
            continue
        marks = [page.count(tag) for tag in ("main", "header", "footer")]
        if page.lang != language or marks != [1, 1, 1] or len(page.ids) != len(set(page.ids)):
            wrong.append(f"{visit}: {page.lang} {marks} {sorted({i for i in page.ids if page.ids.count(i) > 1})}")
    assert wrong == []


def test_a_page_has_one_main_heading_and_no_level_is_left_out(pages: tuple[str, list[Visit]]) -> None:
    wrong = []
    for visit in documents(pages[1]):
        assert visit.document is not None
        levels = [level for level, _ in visit.document.headings]
        leaps = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
        if levels.count(1) != 1 or not all(visit.document.h1()) or leaps:
            wrong.append(f"{visit}: {levels.count(1)} {leaps}")
    assert wrong == []


def test_titles_tell_the_pages_of_a_role_apart(pages: tuple[str, list[Visit]]) -> None:
    titles: dict[tuple[str, str], set[str]] = defaultdict(set)
    for visit in documents(pages[1]):
        assert visit.document is not None
        assert visit.document.title
        titles[visit.role, visit.document.title].add(visit.route)
    assert {key: routes for key, routes in titles.items() if len(routes) > 1} == {}


def test_a_page_is_at_most_60_kb(pages: tuple[str, list[Visit]]) -> None:
    assert [f"{visit}: {visit.size}" for visit in documents(pages[1]) if visit.size > MOST_BYTES] == []


def test_the_words_of_controls_are_in_the_language_of_the_page(pages: tuple[str, list[Visit]]) -> None:
    language, visits = pages
    wrong = set()
    for visit in documents(visits):
        assert visit.document is not None
        for words, tag, lang in visit.document.words:
            if tag not in CONTROLS or lang != language:
                continue
            latin = set(LATIN.findall(words)) - SAME_IN_BOTH
            if HAN.search(words) if language == "en" else latin and not HAN.search(words):
                wrong.add(f"{visit.route} {tag} {words}")
    assert wrong == set()
