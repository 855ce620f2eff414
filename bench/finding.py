"""How well a crawl finds the reports of portals it was never told about: recall, precision, and requests beside the
necessary ones, a line a portal of the seeds given.

    python bench/finding.py 100-104 [--door N] [--verbose]

`cost` is requests / (list pages + reports + files). The portals are those of tests/site, made from their seeds; no
crawler rule may be tuned on the seeds that a figure is reported for.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import select  # noqa: E402

from archive.database import open_database, session  # noqa: E402
from archive.home import find_home  # noqa: E402
from archive.models import Sighting  # noqa: E402
from tests.site import build_portals  # noqa: E402
from tests.site.exam import examine  # noqa: E402
from tests.site.serve import serve  # noqa: E402
from tests.site.truth import Site, Truth  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seeds", help="a seed, or a range such as 100-104")
    parser.add_argument("--door", type=int, default=0, help="begin at this door of each portal (0: its home page)")
    parser.add_argument("--portal", type=int, help="only this portal of each seed")
    parser.add_argument("--verbose", action="store_true", help="name what was missed, wrong and asked in vain")
    options = parser.parse_args()
    results = []
    for name, site in portals(options):
        result = measure(site, options.door)
        results.append(result)
        print(f"{name:<14} {tell(result)}", flush=True)
        if options.verbose:
            for what in ("missed", "mistaken", "strays"):
                for one in list(getattr(result, what))[:40]:
                    print(f"    {what}: {one}")
    print(f"{len(results)} portals: {tell(total(results))}")


def portals(options: argparse.Namespace) -> Iterator[tuple[str, Site]]:
    first, _, last = options.seeds.partition("-")
    for seed in range(int(first), int(last or first) + 1):
        for number, site in enumerate(build_portals(seed)):
            if options.portal in (None, number):
                family = next((one for one in site.truth.features if one.startswith("family:")), "")
                yield f"{seed}/{number} {family.removeprefix('family:')}", site


@dataclass(frozen=True)
class Counts:
    """Of one portal, or of all together."""

    reports: int
    found: int
    kept: int
    wrong: int
    files: int
    fetched: int
    requests: int
    necessary: int
    missed: tuple[str, ...] = ()
    mistaken: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()


def total(parts: list[Counts]) -> Counts:
    names = [one.name for one in fields(Counts) if one.type is int]
    return Counts(**{name: sum(getattr(part, name) for part in parts) for name in names})


def tell(one: Counts) -> str:
    right = one.kept - one.wrong
    return (
        f"recall {one.found}/{one.reports} = {one.found / max(one.reports, 1):.3f}  "
        f"precision {right}/{one.kept} = {right / max(one.kept, 1):.3f}  "
        f"files {one.fetched}/{one.files} = {one.fetched / max(one.files, 1):.3f}  "
        f"requests {one.requests}/{one.necessary} = {one.requests / max(one.necessary, 1):.2f}"
    )


def measure(site: Site, door: int) -> Counts:
    """One crawl from one door, without delay, into an archive of its own."""
    with tempfile.TemporaryDirectory() as folder, serve(site) as served:
        doors = site.truth.doors
        crawl(served.url.rstrip("/") + doors[min(door, len(doors) - 1)], folder)
        if keep := os.environ.get("KEEP"):
            shutil.copytree(folder, keep, dirs_exist_ok=True)
        held = [served.shorten(one) for one in kept(folder)]
        return count(site.truth, served.addresses, held)


def crawl(url: str, folder: str) -> None:
    env = {**os.environ, "ARCHIVE_HOME": folder, "GUARD_ALLOW": "127.0.0.0/8"}
    command = [BIN / "scrapy", "crawl", "reports", "-a", f"url={url}", "--init", "-s", "DOWNLOAD_DELAY=0"]
    command += ["--logfile", str(Path(folder, "log")), "-L", "WARNING"]
    run = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    if run.returncode:
        print(f"exit {run.returncode}: {run.stderr[-400:]}")


def count(truth: Truth, requested: list[str], held: list[str]) -> Counts:
    result = examine(truth, requested, held)
    files = sum(len(report.files) for report in truth.reports)
    return Counts(
        reports=len(truth.reports),
        found=len(truth.reports) - len(result.missed),
        kept=len(set(held)),
        wrong=len(result.wrong),
        files=files,
        fetched=round(result.file_recall * files),
        requests=result.requests,
        necessary=result.necessary,
        missed=tuple(f"{one.title} {one.paths[:1]} {one.files[:1]}" for one in result.missed),
        mistaken=result.wrong,
        strays=result.strays,
    )


def kept(folder: str) -> list[str]:
    engine = open_database(find_home({"ARCHIVE_HOME": folder}))
    with session(engine) as work:
        urls = list(work.scalars(select(Sighting.url)))
    engine.dispose()
    return urls


if __name__ == "__main__":
    main()
