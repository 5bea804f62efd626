"""Hammers the verifier: whatever is changed in a certificate, none but those that were signed is ever genuine.

    python -m tests.fuzz.credentials TARGET SECONDS SEED

As `tests.fuzz.hammer`: a case is a seed, so that a failure is made again by its number.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from random import Random
from typing import Any

from hypothesis import strategies as st

from skillcity.credentials.engine.jwt import to_jwt
from skillcity.credentials.engine.multibase import base64url, from_base64url
from skillcity.credentials.engine.printing import Sheet, pdf
from skillcity.credentials.engine.proof import with_proof
from skillcity.credentials.engine.qr import pack
from skillcity.credentials.engine.verifying import Outcome, verify
from skillcity.credentials.reading import text_of_bytes
from skillcity.credentials.tests.engine.samples import KEY, NOW, SIGNED, STATEMENT, TRUST, lists, unsigned
from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from tests.fuzz import hammer

ASKED = lists(revoked=[1, 2, 3])
SIGNED_OUTCOMES = (Outcome.GENUINE, Outcome.EXPIRED, Outcome.REVOKED, Outcome.SUPERSEDED)
Documents = list[dict[str, Any]]


@cache
def bare() -> Documents:
    """Three certificates that differ, not yet signed."""
    changes: list[dict[str, Any]] = [{}, {"holder": "李雷", "level": None}, {"until": date(2030, 1, 1), "code": "4-02"}]
    return [unsigned(replace(STATEMENT, **each)) for each in changes]


@cache
def documents() -> Documents:
    """The same with their proofs."""
    return [with_proof(each, KEY, created="2026-11-20T02:00:00Z") for each in bare()]


@cache
def texts() -> list[str]:
    """Every certificate in every form."""
    as_json = [json.dumps(each, ensure_ascii=False) for each in documents()]
    return [*as_json, *[pack(each) for each in documents()], *[to_jwt(each, KEY, SIGNED) for each in bare()]]


def judged(text: str) -> None:
    """A text that verifies is one of those that were signed; what cannot be read is a refusal."""
    found = verify(text, TRUST, ASKED, NOW)
    if found.outcome in SIGNED_OUTCOMES:
        assert found.outcome is Outcome.GENUINE, (found.outcome, text)
        assert found.document in [*documents(), *bare()], text
    if found.outcome is Outcome.MALFORMED:
        raise InputError("fuzz.malformed", Text(found.reason, found.reason))


def edited(text: str, chance: Random) -> str:
    """With letters replaced, put in, taken out, doubled, or a piece of another certificate put in their place."""
    letters = list(text)
    for _ in range(chance.choice([1, 1, 1, 2, 8])):
        at, width = chance.randrange(len(letters) + 1), chance.choice([0, 1, 1, 2, 40])
        other = chance.choice(texts())
        start = chance.randrange(len(other))
        piece = chance.choice(
            [other[start : start + width], chr(chance.randrange(1, 0xD800)), "", letters[at : at + 9]]
        )
        letters[at : at + width] = piece
    return "".join(letters)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Of every part of a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(each for name, inner in items for each in paths(inner, (*path, name)))]


def at(value: Any, path: tuple[Any, ...]) -> Any:
    """The part of a document at a path."""
    for step in path:
        value = value[step]
    return value


STRANGE = (None, True, 0, -1, 1.5, "", "x", [], {}, [[]], "9999-12-31T23:59:59-23:59", "0", "senior", "\ud800", 2**70)


def restructured(document: dict[str, Any], chance: Random) -> dict[str, Any]:
    """With parts replaced, moved from another certificate, taken out, renamed, turned round, wrapped."""
    made: dict[str, Any] = json.loads(json.dumps(document))
    for _ in range(chance.choice([1, 1, 2, 4])):
        path = chance.choice(paths(made)[1:] or [()])
        if not path:
            break
        place, name = at(made, path[:-1]), path[-1]
        kind = chance.randrange(7)
        if kind == 0:
            place[name] = copy.deepcopy(chance.choice(STRANGE))
        elif kind == 1:
            other = chance.choice(documents())
            place[name] = json.loads(json.dumps(at(other, chance.choice(paths(other)))))
        elif kind == 2:
            del place[name]
        elif kind == 3:
            place[name] = [place[name]]
        elif kind == 4 and isinstance(place[name], list):
            place[name] = place[name][::-1] + place[name][: chance.randrange(2)]
        elif kind == 5 and isinstance(place, dict):
            place[chance.choice(["id", "x", f"{name} ", "holder", "validUntil"])] = place.pop(name)
        elif isinstance(place[name], str):
            place[name] = edited(place[name], chance) if place[name] else "y"
    return made


def of_document(chance: Random) -> str:
    """As JSON, or as a code."""
    made = restructured(chance.choice(documents()), chance)
    if chance.random() < 0.5:
        return json.dumps(made, ensure_ascii=chance.random() < 0.5)
    try:
        return pack(made)
    except UnicodeEncodeError:
        return json.dumps(made)


def of_token(chance: Random) -> str:
    """A token whose parts were changed, each for itself, or come from several."""
    tokens = [each.split(".") for each in texts()[-3:]]
    parts = [chance.choice(tokens)[number] for number in range(3)]
    number = chance.randrange(3)
    if number < 2:
        parts[number] = base64url(json.dumps(restructured(json.loads(from_base64url(parts[number])), chance)).encode())
    elif chance.random() < 0.5:
        parts[2] = edited(parts[2], chance)
    return ".".join(parts)


def text_of_seed(seed: int) -> None:
    """One changed certificate."""
    chance = Random(seed)
    makers: list[Callable[[Random], str]] = [lambda it: edited(it.choice(texts()), it), of_document, of_token]
    judged(chance.choice(makers)(chance))


@cache
def files() -> list[bytes]:
    """Sheets, and pictures of their code."""
    import segno

    made = [pdf(Sheet(each, "https://city.example/verify/k3q9"), NOW) for each in documents()[:2]]
    for each in documents()[:2]:
        picture = BytesIO()
        segno.make_qr(pack(each), error="l").save(picture, kind="png", scale=3)
        made.append(picture.getvalue())
    return made


def file_of_seed(seed: int) -> None:
    """One damaged sheet or picture, through everything that is done with an uploaded file."""
    chance = Random(seed)
    data = bytearray(chance.choice(files()))
    if chance.random() < 0.2:
        del data[chance.randrange(len(data)) :]
    for _ in range(chance.choice([1, 4, 30])):
        where, width = chance.randrange(len(data) + 1), chance.choice([0, 1, 1, 4, 200])
        other = chance.choice(files())
        start = chance.randrange(len(other))
        data[where : where + width] = chance.choice([other[start : start + width], bytes([chance.randrange(256)]), b""])
    judged(text_of_bytes(bytes(data), "fuzz"))


SEEDS = st.integers(0, 2**48)
hammer.TARGETS |= {"certificates": (SEEDS, text_of_seed), "sheets": (SEEDS, file_of_seed)}

if __name__ == "__main__":
    hammer.main()
