"""Walking through the portal as each role does: from the pages of its table of access along the links that it sees."""

from __future__ import annotations

import http.client
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from tests.browser.city import City
from tests.browser.documents import Document, read

EACH = 2  # pages of one route that a role visits
PUBLIC_READERS = {None, "county-officer"}


@dataclass(frozen=True)
class Visit:
    """One page as one role got it."""

    role: str
    path: str
    route: str
    status: int
    kind: str
    size: int
    document: Document | None
    came_from: str

    def __str__(self) -> str:
        return f"{self.role} {self.path}"


class Reader:
    """Reads pages over one connection, without a browser."""

    def __init__(self, city: City, role: str | None, language: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(city.url).netloc, timeout=30)
        session = f"; sessionid={city.sessions[role]}" if role else ""
        self.headers = {"Cookie": f"language={language}{session}"}

    def close(self) -> None:
        """End the connection."""
        self.connection.close()

    def get(self, path: str) -> tuple[int, str, bytes, str]:
        """Status, content type, content and where it sends on to."""
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        return answer.status, answer.headers.get("Content-Type", ""), answer.read(), answer.headers.get("Location", "")


def route_of(path: str) -> tuple[str, dict[str, object]]:
    """The route's name and arguments; ("", {}) when the address is none of ours."""
    from django.urls import Resolver404, resolve

    try:
        found = resolve(urlsplit(path).path)
    except Resolver404:
        return "", {}
    return found.view_name, dict(found.kwargs)


def opens(route: str, role: str | None) -> bool:
    """Whether the table of access lists the route for the role; what is open to all, for nobody and one officer."""
    from skillcity.site.access import ACCESS, PUBLIC

    roles = ACCESS.get(route, frozenset())
    return role in PUBLIC_READERS if roles == PUBLIC else role in roles


def doors(role: str | None) -> list[str]:
    """The addresses without arguments that the role's table of access opens."""
    from django.urls import NoReverseMatch, reverse

    from skillcity.site.access import ACCESS

    paths = []
    for route in ACCESS:
        if opens(route, role):
            try:
                paths.append(reverse(route))
            except NoReverseMatch:
                continue
    return paths


def walk(city: City, role: str | None, language: str, also: list[str] | None = None) -> Iterator[Visit]:
    """Every route that the role reaches, at most two pages of each, in the order of a reader who tries every link."""
    with closing(Reader(city, role, language)) as reader:
        yield from _walk(city, role, reader, also or [])


def _walk(city: City, role: str | None, reader: Reader, also: list[str]) -> Iterator[Visit]:
    from skillcity.site.access import ACCESS, PUBLIC

    shown_to_all = {name for name, roles in ACCESS.items() if roles == PUBLIC}
    waiting: deque[tuple[str, str]] = deque((path, "") for path in [*also, *doors(role)])
    seen: set[str] = set()
    visited: dict[tuple[str, tuple[str, ...]], int] = {}
    while waiting:
        path, came_from = waiting.popleft()
        route, _ = route_of(path)
        query = tuple(sorted(part.partition("=")[0] for part in urlsplit(path).query.split("&") if part))
        public = route in shown_to_all
        if public and role not in PUBLIC_READERS:
            continue
        if path in seen or visited.get((route, query), 0) >= EACH:
            continue
        seen.add(path)
        visited[route, query] = visited.get((route, query), 0) + 1
        status, kind, content, location = reader.get(path)
        document = read(content.decode()) if kind.startswith("text/html") and content else None
        yield Visit(role or "public", path, route, status, kind, len(content), document, came_from)
        links = [location] if location else document.links if document else []
        for link in links:
            target = urlsplit(urljoin(city.url + path, link))
            if target.netloc == urlsplit(city.url).netloc and not target.path.startswith("/static/"):
                waiting.append((target.path + (f"?{target.query}" if target.query else ""), path))
