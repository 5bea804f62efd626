"""`./skillcity check`: whether all that must hold in the live data does."""

from __future__ import annotations

import json

import click


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print one JSON object")
def check(as_json: bool) -> None:
    """核对现有数据。 Verify the invariants of the live data, and name what breaks them.

    Facts as they were recorded, ID numbers that open, certificates that belong to one person, guards that are on.
    Run it each night. Ends with 0 when all holds, with 2 when something does not.

    With --json: {"valid": true, "checks": [{"name", "zh", "en", "count", "examples"}, ...]}.
    """
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.site.invariants import INVARIANTS, examine

    with acting_as(SYSTEM):
        findings = [examine(invariant) for invariant in INVARIANTS]
    valid = not any(finding.count for finding in findings)
    if as_json:
        checks = [
            {
                "name": finding.invariant.name,
                "zh": finding.invariant.text.zh,
                "en": finding.invariant.text.en,
                "count": finding.count,
                "examples": finding.examples,
            }
            for finding in findings
        ]
        click.echo(json.dumps({"valid": valid, "checks": checks}, ensure_ascii=False))
    else:
        for finding in findings:
            text = finding.invariant.text
            mark = "✗" if finding.count else "✓"
            examples = f": {finding.count} ({', '.join(finding.examples)})" if finding.count else ""
            click.echo(f"{mark} {text.zh} / {text.en}{examples}")
    raise SystemExit(0 if valid else 2)
