"""A process of its own that issues an approved batch until it is done or killed: its argument is the job."""

from __future__ import annotations

import sys


def main() -> None:
    import django

    django.setup()
    from skillcity.platform.jobs.running import execute

    sys.stdout.write("begun\n")
    sys.stdout.flush()
    execute(int(sys.argv[1]))


if __name__ == "__main__":
    main()
