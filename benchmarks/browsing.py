"""A minimal browser for load tests: keep-alive, cookies, nothing else, so that it takes little of the machine."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
COOKIE = re.compile(rb"\r\nset-cookie: *([^=;]+)=([^;\r]*)", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.IGNORECASE)


@dataclass
class Browser:
    """One visitor on one connection. `received` counts the bytes that came over the wire, heads included."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    encoding: str = ""
    received: int = 0
    head: bytes = b""
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> tuple[int, bytes]:
        """Status and body. Raises OSError and asyncio.IncompleteReadError when the connection breaks."""
        return await self._ask("GET", path, "", b"")

    async def post(self, path: str, form: dict[str, str]) -> tuple[int, bytes]:
        """Send a form."""
        extra = "Content-Type: application/x-www-form-urlencoded\r\n"
        return await self._ask("POST", path, extra, urlencode(form).encode())

    async def sign_in(self, name: str, password: str) -> None:
        """Sign in through the page. Raises AssertionError when it is not accepted."""
        _, page = await self.get("/account/login/")
        found = TOKEN.search(page)
        assert found, "no token on the sign-in page"
        form = {"login": name, "password": password, "csrfmiddlewaretoken": found[1].decode()}
        status, page = await self.post("/account/login/", form)
        assert status == 302, f"{name} could not sign in: {status} {page[:400]!r}"

    def close(self) -> None:
        """Close the connection; the next request opens a new one."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _ask(self, method: str, path: str, extra: str, body: bytes) -> tuple[int, bytes]:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self.host, self.port, limit=1 << 22)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        origin = f"http://{self.host}:{self.port}"
        lines = f"{method} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nCookie: {cookies}\r\n{extra}"
        lines += f"Origin: {origin}\r\nReferer: {origin}{path}\r\nContent-Length: {len(body)}\r\n" if body else ""
        lines += f"Accept-Encoding: {self.encoding}\r\n" if self.encoding else ""
        self._writer.write(lines.encode() + b"\r\n" + body)
        try:
            self.head = await self._reader.readuntil(b"\r\n\r\n")
            length = LENGTH.search(self.head)
            content = await self._reader.readexactly(int(length[1]) if length else 0)
        except (OSError, asyncio.IncompleteReadError):
            self.close()
            raise
        self.received += len(self.head) + len(content)
        for name, value in COOKIE.findall(self.head):
            self.cookies[name.decode()] = value.decode()
        return int(self.head[9:12]), content
