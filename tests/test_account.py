"""`archive why` tells all of one URL, and `archive retry` puts back what is in trouble."""

import json

from archive.home import Home
from tests.commands import archive, crawl
from tests.site import Page, Site, build
from tests.site.serve import serve
from tests.test_crawl import TITLE, html, link


def test_the_whole_story_of_a_url_is_told_and_one_that_failed_is_asked_for_again(home: Home) -> None:
    broken = {"/r.html": Page(b"", "text/html", status=500), "/": html(link("/r.html", TITLE))}
    with serve(Site(broken, build().truth)) as served:
        url = f"{served.url}r.html"
        crawl("-a", f"url={served.url}", "-s", "RETRY_ENABLED=False", home=home)
        told = json.loads(archive("why", url, "--json", home=home).stdout)
        assert (told["state"], told["reason"]) == ("failed", "http 500")
        assert told["discovered_from"] == served.url and told["anchor"] == TITLE
        assert [one["status"] for one in told["captures"]] == [500]
        spoken = archive("why", url, home=home).stdout
        assert "failed: http 500" in spoken and f"found on {served.url}" in spoken

        assert archive("retry", url, home=home).stdout == "1 address waits for the next crawl\n"
        assert json.loads(archive("why", url, "--json", home=home).stdout)["state"] == "queued"
        run = crawl("-a", f"url={served.url}", "-s", "RETRY_ENABLED=False", home=home)
        assert "does not balance" not in run.stderr
        assert len(json.loads(archive("why", url, "--json", home=home).stdout)["captures"]) == 2
        assert [one.path for one in served.requests].count("/r.html") == 2


def test_a_url_nobody_met_and_a_retry_of_nothing_in_particular_are_told(small: Home) -> None:
    unknown = archive("why", "http://x.gov.cn/", home=small)
    assert unknown.returncode == 2 and "has never met http://x.gov.cn/" in unknown.stderr
    assert archive("retry", home=small).returncode == 2
    nothing = archive("retry", "--all", home=small)
    assert (nothing.returncode, nothing.stdout) == (1, "0 addresses wait for the next crawl\n")
