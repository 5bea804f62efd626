"""The same policy in OpenFisca-core, zen-engine, DuckDB and Polars: are the outcomes equal, and at what cost?

`.venv/bin/python benchmarks/policy_peers.py` makes an environment for the peers in a temporary folder (`--env FOLDER`
keeps it), makes up the population of `policy bench`, and runs the catalogue of the bench, without its near misses, in
every engine, each in a process of its own. For each person the class, its clause, the clauses that hold and those that
are not known, and the amount of every benefit are compared with ours. It is done twice: with data in which nothing is
missing, so that two truth values are enough, and with data in which fields are empty; there every clause is put to the
peers as "surely" and as "maybe" (see peers/plain_policy.py). The data are laid out for each peer before its CPU seconds
are counted (see peers/data.py). zen-engine decides one person at a time: it gets a sample, its seconds are scaled up,
and the answer says so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import measuring
import numpy as np
from peers.data import DAY, lay_out
from peers.plain_policy import Plain

from skillcity.policy.files.catalogues import load_catalogue
from skillcity.policy.files.trial_catalogue import write_catalogue

PEERS = Path(__file__).resolve().parent / "peers"
TARGET = 8.0
"""So many times our CPU seconds OpenFisca must need."""
ONE_BY_ONE = ("zen",)
VARIABLES = {
    **os.environ,
    "PYTHONPATH": str(measuring.PROJECT / "src"),  # for ours alone: the peers import nothing of the project
    # what our engine asks of the C library for itself, so that numpy has it everywhere
    "MALLOC_MMAP_THRESHOLD_": "33554432",
    "MALLOC_TRIM_THRESHOLD_": "536870912",
    "MALLOC_TOP_PAD_": "16777216",
}


def environment_in(folder: Path) -> Path:
    """The Python of an environment with the pinned peers, made if it is not there."""
    python = folder / "bin" / "python"
    if not python.exists():
        measuring.note(f"an environment for the peers in {folder}")
        subprocess.run([sys.executable, "-m", "venv", folder], check=True, stdout=sys.stderr)
    wanted = PEERS / "requirements.txt"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", wanted]
    subprocess.run(install, check=True, stdout=sys.stderr)
    return python


def make_data(folder: Path, people: int, *, unknowns: bool) -> None:
    """The catalogue, the population, and the policy as plain data."""
    path = write_catalogue(folder / "catalogue")
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("    near:")), "utf-8")
    codes = lay_out(folder, people=people, unknowns=unknowns)
    policy = Plain(load_catalogue(path), DAY, codes, unknowns).policy()
    (folder / "peers" / "policy.json").write_text(json.dumps(policy), "utf-8")


def run(python: str | Path, engine: str, folder: Path, options: list[str]) -> dict[str, Any]:
    """One engine in a process of its own: its figures; the outcomes lie in `folder/ENGINE.npz` afterwards."""
    measuring.note(f"{folder.name}: {engine}")
    command = [python, PEERS / f"in_{engine}.py", folder, "--out", folder / f"{engine}.npz", *options]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True, env=VARIABLES)
    if done.returncode:
        raise SystemExit(f"{engine} ended with {done.returncode}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def outcomes(path: Path) -> dict[str, Any]:
    """The columns of the outcomes in the order of the persons."""
    with np.load(path) as file:
        found = dict(file)
    if "owner" in found:
        order = np.argsort(found.pop("owner"))
        found = {name: values[order] for name, values in found.items()}
    return found


def differing(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, int]:
    """For each column in which they differ for how many persons; `theirs` may be of the first persons only."""
    if ours.keys() != theirs.keys():
        raise SystemExit(f"other columns: {sorted(ours.keys() ^ theirs.keys())}")
    found = {}
    for name, values in theirs.items():
        count = int((ours[name][: len(values)].astype(np.int64) != values.astype(np.int64)).sum())
        if count:
            found[name] = count
    return found


def compare(folder: Path, python: Path, asked: Any) -> dict[str, Any]:
    """All engines on the same data."""
    rounds = ["--rounds", str(asked.rounds)]
    ours = run(sys.executable, "ours", folder, rounds)
    expected = outcomes(folder / "ours.npz")
    people = len(expected["winner"])
    found = {"ours": _rounded(ours)}
    for engine in asked.engines:
        options = rounds if engine not in ONE_BY_ONE else ["--rounds", "1", "--people", str(min(asked.sample, people))]
        figures = run(python, engine, folder, options)
        theirs = outcomes(folder / f"{engine}.npz")
        compared = len(theirs["winner"])
        for name in ("cpu_seconds", "wall_seconds", "load_cpu_seconds"):
            figures[name] *= people / compared
        wrong = differing(expected, theirs)
        found[engine] = _rounded(figures) | {
            "equal": not wrong,
            "ratio_to_ours": round(figures["cpu_seconds"] / ours["cpu_seconds"], 1),
            **({"scaled_from_persons": compared} if compared < people else {}),
            **({"differing_persons": wrong} if wrong else {}),
        }
    return found


def _rounded(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 2 if name.endswith("seconds") else 0) for name, value in figures.items()}


def main() -> None:
    """Compare, and print one JSON line."""
    parser = measuring.parser(__doc__)
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--sample", type=int, default=10_000, help="persons for an engine that is asked one by one")
    parser.add_argument("--rounds", type=int, default=3, help="the one with the least CPU seconds counts")
    parser.add_argument("--env", type=Path, help="folder of the peers' environment, kept (default: a temporary one)")
    parser.add_argument("--engines", nargs="+", default=["openfisca", "polars", "duckdb", "zen"], metavar="ENGINE")
    asked = parser.parse_args()
    result: dict[str, Any] = {"persons": asked.persons, "clauses": 40, "benefits": 3}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="skillcity-peers-")))
        python = environment_in(asked.env.resolve() if asked.env else folder / "env")
        for name, unknowns in (("nothing_unknown", False), ("with_unknowns", True)):
            measuring.note(f"{name}: {asked.persons} persons")
            data = folder / name
            make_data(data, asked.persons, unknowns=unknowns)
            result[name] = compare(data, python, asked)
    both = (result["nothing_unknown"], result["with_unknowns"])
    peers = [part[engine] for part in both for engine in asked.engines]
    ratios = [part["openfisca"]["ratio_to_ours"] for part in both if "openfisca" in part]
    result["equal"] = all(peer["equal"] for peer in peers)
    result["target_ratio"] = TARGET
    measuring.say(result | {"met": result["equal"] and all(ratio >= TARGET for ratio in ratios)})


if __name__ == "__main__":
    main()
