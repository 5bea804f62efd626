"""How long `./skillcity up --no-serve` takes at the default scale: from nothing, and once more.

Cold: an empty data folder (the packages are installed already). Warm: the same folder again. The second one must import
nothing, make nobody anew, and count the same city.
"""

from __future__ import annotations

from measuring import note, parser, run, say, temporary_var

TARGET_SECONDS = 60.0
COMMAND = ["up", "--no-serve", "--json"]
COUNTS = ("people", "organisations", "facts", "import_errors", "classes", "classes_predecessor")


def main() -> None:
    """Run it twice in a folder of its own."""
    options = parser(__doc__)
    options.add_argument("--scale", help="size of the city (default: that of the command)")
    given = options.parse_args()
    command = [*COMMAND, *(["--scale", given.scale] if given.scale else [])]
    with temporary_var() as var:
        note("cold: from an empty folder")
        cold = run(command, var)
        first = cold.answer
        note("warm: the same again")
        warm = run(command, var)
        second = warm.answer
    same = all(first[name] == second[name] for name in COUNTS)
    nothing = bool(second["sample"]["again"]) and not any(second["reference"].values())
    met = cold.wall_s < TARGET_SECONDS and warm.wall_s < TARGET_SECONDS and same and nothing
    say(
        {
            "benchmark": "up",
            "people": first["people"],
            "facts": first["facts"],
            "cold": cold.figures() | {"steps": first["steps"]},
            "warm": warm.figures(),
            "second_imports_nothing": nothing,
            "same_city": same,
            "target": {"cold_s": TARGET_SECONDS, "warm_s": TARGET_SECONDS},
            "met": met,
        }
    )


if __name__ == "__main__":
    main()
