"""What a first visit costs over the wire: the welcome page and all that it refers to, as a browser would fetch them.

Counts every byte of the answers, heads included; with an empty cache, accepting gzip. Then the same page again: files
named by their content come from the browser's cache.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

from browsing import Browser
from load import free_port, stack
from measuring import parser, run, say, temporary_var

TARGET_KB = 100.0
REFERENCE = re.compile(rb'(?:href|src)="(/static/[^"#?]+)')
INSIDE = re.compile(rb'url\("?([^")]+?)"?\)')
FOR_EVER = b"max-age=315360000"


async def visit(port: int) -> dict[str, Any]:
    """Fetch the page, what it names, and what its style sheets name."""
    browser = Browser("127.0.0.1", port, encoding="gzip")
    plain = Browser("127.0.0.1", port)
    status, page = await browser.get("/")
    assert status == 200
    page_bytes, kept = browser.received, True
    wanted = list(dict.fromkeys(REFERENCE.findall(page)))
    for path in wanted:
        status, _ = await browser.get(path.decode())
        assert status == 200, path
        kept = kept and FOR_EVER in browser.head
        if path.endswith(b".css"):
            _, sheet = await plain.get(path.decode())
            folder = path.rpartition(b"/")[0]
            wanted += [folder + b"/" + name for name in INSIDE.findall(sheet) if not name.startswith((b"/", b"data:"))]
    return {
        "page_kb": page_bytes / 1000,
        "all_kb": browser.received / 1000,
        "files": len(wanted),
        "kept_for_ever": kept,
    }


def main() -> None:
    """Serve a small city and visit it."""
    parser(__doc__).parse_args()
    with temporary_var() as var:
        run(["up", "--no-serve", "--json", "--scale", "0.001"], var).answer  # noqa: B018  (raises when it failed)
        port = free_port()
        with stack(var, port):
            found = asyncio.run(visit(port))
    met = found["all_kb"] <= TARGET_KB and found["kept_for_ever"]
    rounded = {name: round(value, 1) if isinstance(value, float) else value for name, value in found.items()}
    say({"benchmark": "first_visit", **rounded, "target": {"all_kb": TARGET_KB}, "met": met})


if __name__ == "__main__":
    main()
