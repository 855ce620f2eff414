"""What it costs to come back to a portal where nothing has changed, beside the first crawl: a line a portal of the
seeds given.

    python bench/returning.py 200-201 [--crawls N]

`allowed` is the list pages and 5 % of the first crawl's requests, or 15 % of these where that is more. List pages are,
by the ledger of the first crawl, those that go on and those that named a report. Each crawl asks for other ones of what
was fetched: so the mean of some is told.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import mean
from urllib.parse import urljoin

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import select  # noqa: E402

from archive.address import url_key  # noqa: E402
from archive.database import open_database, session  # noqa: E402
from archive.home import find_home  # noqa: E402
from archive.models import Sighting, Url  # noqa: E402
from bench.finding import crawl, portals  # noqa: E402
from tests.site.serve import Served, serve  # noqa: E402
from tests.site.truth import Site  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seeds", help="a seed, or a range such as 200-201")
    parser.add_argument("--portal", type=int, help="only this portal of each seed")
    parser.add_argument("--crawls", type=int, default=3, help="how often each portal is come back to")
    parser.add_argument("--verbose", action="store_true", help="name what was asked for beside the lists")
    options = parser.parse_args()
    total = [0.0, 0.0, 0.0]
    for name, site in portals(options):
        first, again, allowed = measure(site, options.crawls, is_told=options.verbose)
        total = [one + more for one, more in zip(total, (first, again, allowed), strict=True)]
        print(f"{name:<14} {tell(first, again, allowed)}", flush=True)
    print(f"together       {tell(*total)}")


def tell(first: float, again: float, allowed: float) -> str:
    return (
        f"first {first:.0f}  again {again:.1f} = {again / first:.2f} of it  "
        f"allowed {allowed:.1f}  again/allowed {again / allowed:.2f}"
    )


def measure(site: Site, crawls: int, *, is_told: bool) -> tuple[float, float, float]:
    """Requests of the first crawl, of one that comes back, and how many these may be."""
    with tempfile.TemporaryDirectory() as folder, serve(site) as served:
        url = served.url.rstrip("/") + site.truth.doors[0]
        first = ask(url, folder, served)
        lists = find_lists(folder)
        others = [ask(url, folder, served) for _ in range(crawls)]
        for url in others[-1] if is_told else ():
            print(f"    {'list' if url in lists else '':<6}{served.shorten(url)}")
    allowed = max(len(lists) + 0.05 * len(first), 0.15 * len(first))
    return len(first), mean(map(len, others)), allowed


def find_lists(folder: str) -> set[str]:
    """The list pages of an archive's only crawl, by their keys."""
    engine = open_database(find_home({"ARCHIVE_HOME": folder}))
    with session(engine) as work:
        goes_on = set(work.scalars(select(Url.url).where(Url.reason.startswith("list:"))))
        named = select(Url.discovered_from).join(Sighting, Sighting.url == Url.url)
        named = named.where(Url.discovered_from.is_not(None))
        lists = goes_on | set(map(url_key, work.scalars(named)))
    engine.dispose()
    return lists


def ask(url: str, folder: str, served: Served) -> list[str]:
    """Everything that a crawl asks for, by its keys."""
    before = len(served.requests)
    crawl(url, folder)
    return [url_key(urljoin(served.url, address)) for address in served.addresses[before:]]


if __name__ == "__main__":
    main()
