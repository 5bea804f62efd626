"""The same credential as `vc+jwt`: a JSON Web Signature over the credential itself.

Sources: W3C Securing Verifiable Credentials using JOSE and COSE 1.0, section 3; RFC 7515, RFC 8037 (EdDSA).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from skillcity.credentials.engine.keys import PublicKey, Signer
from skillcity.credentials.engine.multibase import base64url, from_base64url
from skillcity.credentials.engine.status import read_moment

ALGORITHMS = ("EdDSA", "Ed25519")
MOST = 256 * 1024


def to_jwt(credential: Mapping[str, Any], signer: Signer, when: datetime) -> str:
    """The credential in compact form, signed at this moment."""
    header = {"alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": signer.method, "iat": int(when.timestamp())}
    both = f"{_part(header)}.{_part(credential)}"
    return f"{both}.{base64url(signer.sign(both.encode()))}"


def _part(value: Mapping[str, Any]) -> str:
    return base64url(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def read_jwt(token: str) -> tuple[dict[str, Any], str, datetime]:
    """The credential of a token, the key that it names and when it was signed, nothing verified.

    ValueError when it is no `vc+jwt`. A token that does not say when was signed when the credential begins.
    """
    parts = token.split(".")
    if len(parts) != 3 or len(token) > MOST:
        raise ValueError("no compact JWS")
    header, payload = (read_json(from_base64url(part)) for part in parts[:2])
    named = header.get("kid") or payload.get("issuer")
    if header.get("typ") != "vc+jwt" or header.get("alg") not in ALGORITHMS or not isinstance(named, str):
        raise ValueError("no vc+jwt signed with Ed25519")
    if "crit" in header or "b64" in header:
        raise ValueError("a header that must be understood and is not")
    when = header.get("iat")
    if type(when) is int and 0 <= when < 2**40:
        return payload, named, datetime.fromtimestamp(when, UTC)
    return payload, named, read_moment(payload.get("validFrom"))


def jwt_verifies(token: str, key: PublicKey) -> bool:
    """Whether a token that `read_jwt` has taken is signed with this key; ValueError for a signature that is none."""
    both, _, signature = token.rpartition(".")
    return key.verifies(from_base64url(signature), both.encode())


def read_json(data: bytes | str) -> dict[str, Any]:
    """An object of JSON, no name twice; ValueError for anything else.

    Numbers are read as the canonical form takes them (RFC 8785): a whole number beyond 2**53 as the nearest double.
    """
    try:
        value = json.loads(data, object_pairs_hook=_once, parse_constant=_refuse, parse_int=_whole, parse_float=_double)
    except (UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from None
    if not isinstance(value, dict):
        raise ValueError("no object of JSON")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _whole(text: str) -> int | float:
    return int(text) if len(text) < 16 else _double(text)


def _double(text: str) -> float:
    found = float(text)
    return found if math.isfinite(found) else _refuse(text)


def _refuse(name: str) -> Any:
    raise ValueError(f"{name[:20]} is no number of JSON")
