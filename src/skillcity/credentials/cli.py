"""`./skillcity credential`: verify a certificate alone, without database or network; measure."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from skillcity.credentials.engine.verifying import Outcome, Verification

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("credential")
def credential() -> None:
    """证书核验。 Certificates: is one genuine?"""


@credential.command("verify")
@click.argument("certificate")
@click.option("--status", "status_lists", type=FILE, multiple=True, help="状态名单 / a status list; may be repeated")
@click.option("--issuers", type=FILE, help="可信机构名单 / the list of trusted issuers (issuers.json)")
@click.option("--at", "moment", help="核验时刻 / verify as of this moment (ISO 8601); without it now")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print one JSON object")
def verify(
    certificate: str, status_lists: tuple[Path, ...], issuers: Path | None, moment: str | None, as_json: bool
) -> None:
    """核验一张证书。 Verify a certificate: a file of JSON, a token, a PDF, a picture of the code, or the code's text.

    Needs no database and no network. Ends with 0 when the certificate is genuine, else with 2. Without --issuers no
    signer is known; without --status nothing is said about revocation.

    \b
    ./skillcity credential verify certificate.pdf --issuers issuers.json --status status.json
    """
    from skillcity.credentials.engine.verifying import verify as verified
    from skillcity.credentials.reading import issuers_in, lists_in, text_of

    trust = issuers_in(issuers) if issuers else {}
    now = _moment(moment)
    found = verified(text_of(certificate), trust, lists_in(status_lists, trust), now)
    click.echo(json.dumps(_as_json(found, now), ensure_ascii=False) if as_json else _as_text(found, now))
    raise SystemExit(0 if found.outcome is Outcome.GENUINE else 2)


verify.without_database = True  # type: ignore[attr-defined]  # read by site.supervise.setup


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise click.BadParameter("2026-11-24T09:00:00+08:00", param_hint="--at")
    return found


def _as_json(found: Verification, now: datetime) -> dict[str, Any]:
    said = found.statement
    return {
        "outcome": found.outcome.value,
        "reason": found.reason,
        "suspended": found.suspended,
        "number": said.number if said else None,
        "holder": said.holder if said else None,
        "title": said.title if said else None,
        "level": said.level.value if said and said.level else None,
        "issued": said.issued.isoformat() if said else None,
        "issuer": found.issuer.did if found.issuer else None,
        "issuer_name": found.issuer.name if found.issuer else None,
        "signed": found.signed.isoformat() if found.signed else None,
        "status_as_of": found.as_of.isoformat() if found.as_of else None,
        "status_out_of_date": any(each.until < now for each in found.lists),
        "status_not_checked": [each.value for each in found.unchecked],
    }


def _as_text(found: Verification, now: datetime) -> str:
    from skillcity.credentials.engine.wording import advice, freshness, title

    lines = [f"{title(found).zh} / {title(found).en}"]
    if found.statement:
        said = found.statement
        words = (said.holder, said.title, said.number, said.issued.isoformat())
        lines.append(_on_one_line(" · ".join(each for each in words if each)))
    if found.issuer:
        lines.append(f"{found.issuer.name} ({found.issuer.did})")
    lines += [f"{each.zh} / {each.en}" for each in (freshness(found, now), advice(found)) if each]
    return "\n".join(lines)


def _on_one_line(words: str) -> str:
    """Words of a stranger: no line of its own, no control of the terminal, no turning round of the text."""
    return "".join(each if each.isprintable() else "\ufffd" for each in words)


@credential.command("bench")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print one JSON object")
def bench(as_json: bool) -> None:
    """测量签名、核验和打印的速度。 Measure signing, verifying and printing, in CPU seconds."""
    from skillcity.credentials.measuring import measured

    figures = measured()
    click.echo(json.dumps(figures) if as_json else "\n".join(f"{name}: {value}" for name, value in figures.items()))


bench.without_database = True  # type: ignore[attr-defined]  # read by site.supervise.setup
