"""Keep the same records in SQLite and in PostgreSQL, ask both the same questions, and say where they differ.

    python scripts/both_databases.py [--records N] [--questions N] [--seed S]

Exit code 1 where a line of the dump or an answer differs.
"""

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from archive.database import open_database, session  # noqa: E402
from tests.archives import new_homes  # noqa: E402
from tests.both import keep_records, make_questions, make_records, tell_all  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=5000)
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    records = list(make_records(options.records, options.seed))
    with ExitStack() as stack:
        archives = []
        for database in ("sqlite", "postgresql"):
            engine = open_database(stack.enter_context(new_homes(database))())
            stack.callback(engine.dispose)
            archives.append(stack.enter_context(session(engine, write=True)))
            keep_records(archives[-1], iter(records))
            print(f"{database}: {len(records)} visits kept", file=sys.stderr)
        ours, theirs = (tell_all(work) for work in archives)
        wrong = [f"dump: {one!r:.200}" for one, two in zip(ours, theirs, strict=False) if one != two]
        wrong += ["dumps of different length"] if len(ours) != len(theirs) else []
        found = 0
        for told, ask in make_questions(options.questions, options.seed, records):
            left, right = (ask(work) for work in archives)
            found += bool(left)
            wrong += [f"{told}: {left!r:.300} for {right!r:.300}"] if left != right else []
    print(f"{len(ours)} lines, {options.questions} questions, {found} with an answer: {len(wrong)} differ")
    for line in wrong[:50]:
        print(line)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
