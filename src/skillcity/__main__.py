"""`python -m skillcity`: the same as `./skillcity`, without making the environment first."""

from __future__ import annotations

from skillcity.site.cli import main

if __name__ == "__main__":
    main(prog_name="./skillcity")
