"""Every report of a portal from nothing but its address, on portals of all kinds of content systems."""

import pytest
from sqlalchemy import select

from archive.database import open_database, session
from archive.home import Home
from archive.models import Capture, Sighting, Url
from tests.commands import crawl
from tests.site import build_portals
from tests.site.exam import examine
from tests.site.serve import serve

PORTALS = [(31, 0), (31, 2), (32, 0), (32, 3), (33, 1)]
"""Seeds and numbers that together hold five families of content systems."""

MOST = 3
"""Requests for each list page, report and file."""


@pytest.mark.parametrize(("seed", "number"), PORTALS)
def test_every_report_and_file_is_found_and_nothing_else(small: Home, seed: int, number: int) -> None:
    site = build_portals(seed)[number]
    with serve(site) as served:
        run = crawl("-a", f"url={served.url}", "-s", "DOWNLOAD_DELAY=0", home=small, GUARD_ALLOW="127.0.0.0/8")
        assert run.returncode == 0, run.stderr
        kept = [served.shorten(url) for url in rows(small, Sighting.url)]
        result = examine(site.truth, served.addresses, kept)
    assert (result.missed, result.wrong) == ((), ())
    assert result.file_recall == 1
    assert result.cost < MOST


def test_a_column_of_one_organ_leads_to_all_others(small: Home) -> None:
    site = build_portals(31)[1]
    with serve(site) as served:
        door = served.url.rstrip("/") + site.truth.doors[-1]
        run = crawl("-a", f"url={door}", "-s", "DOWNLOAD_DELAY=0", home=small, GUARD_ALLOW="127.0.0.0/8")
        assert run.returncode == 0, run.stderr
        result = examine(site.truth, served.addresses, [served.shorten(url) for url in rows(small, Sighting.url)])
    assert (result.missed, result.wrong) == ((), ())


def test_a_posted_form_has_an_address_of_its_own_and_is_captured(small: Home) -> None:
    site = next(site for site in build_portals(1) if "family:aspnet" in site.truth.features)
    with serve(site) as served:
        crawl("-a", f"url={served.url}", "-s", "DOWNLOAD_DELAY=0", home=small, GUARD_ALLOW="127.0.0.0/8")
        posted = [request for request in served.requests if request.method == "POST"]
    assert posted
    forms = [url for url in rows(small, Url.url) if "__wb_method=POST" in url]
    assert len(forms) == len(set(forms)) >= len(posted) > 0
    assert not any("__VIEWSTATE" in url for url in forms)
    assert not any("__wb_method" in url for url in rows(small, Capture.url))


def rows(home: Home, column: object) -> list[str]:
    engine = open_database(home)
    with session(engine) as work:
        found = list(work.scalars(select(column)))  # type: ignore[call-overload]
    engine.dispose()
    return found
