"""Recrawl pages that come back revised or worse, let towns copy each other, mirror reports; say what was kept wrongly.

    python scripts/sameness.py [--recrawls N] [--pairs N] [--seed S] [--database sqlite|postgresql]

Exit code 1 where a good text gave way to a worse one, a revision did not take over, reports were merged or split.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy.orm import Session  # noqa: E402

from archive.database import open_database, session  # noqa: E402
from archive.home import Home  # noqa: E402
from tests.archives import new_homes  # noqa: E402
from tests.same_and_worse import Told, try_recrawls, try_towns  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recrawls", type=int, default=2000)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    options = parser.parse_args()
    with new_homes(options.database) as make:
        recrawled, seed = Told(), options.seed
        while recrawled.tried.total() < options.recrawls:
            with opened(make) as work:
                try_recrawls(work, seed, recrawled)
            seed += 1
            print(f"{recrawled.tried.total()} recrawls, {len(recrawled.wrong)} wrong", file=sys.stderr)
        with opened(make) as work:
            copied = try_towns(work, options.pairs, options.pairs, options.seed)
    tell(recrawled)
    tell(copied)
    sys.exit(bool(recrawled.wrong or copied.wrong))


@contextmanager
def opened(make: Callable[[], Home]) -> Iterator[Session]:
    engine = open_database(make())
    with session(engine, write=True) as work:
        yield work
    engine.dispose()


def tell(told: Told) -> None:
    for kind, number in sorted(told.tried.items()):
        wrong = sum(line.startswith(f"{kind}:") for line in told.wrong)
        print(f"{number:6} {kind}: {wrong} wrong")
    for reason, number in sorted(told.reasons.items()):
        print(f"       {number:6} {reason}")
    for line in told.wrong:
        print(line)


if __name__ == "__main__":
    main()
