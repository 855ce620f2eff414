"""`archive metrics`: what Prometheus reads of the portals."""

import re
from datetime import timedelta
from pathlib import Path

from archive.database import open_database, session
from archive.home import Home
from archive.metrics import METRICS, write_metrics
from archive.portals_seen import LastCrawl, Seen
from tests.commands import archive
from tests.test_portals_command import DOMAIN, NOON, Crawls
from tests.test_status import counts, ran

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"'
SAMPLE = re.compile(rf"({NAME})\{{({LABEL}(?:,{LABEL})*)\}} (-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)")
UNESCAPED = {r"\\": "\\", r"\"": '"', r"\n": "\n"}

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def parse(text: str) -> Samples:
    """By the letter of the exposition format: HELP and TYPE once before the samples of their family, which stand
    together, and no sample twice."""
    assert text.endswith("\n") and "\r" not in text
    found: Samples = {}
    family, families = "", []
    lines = iter(text.removesuffix("\n").split("\n"))
    for line in lines:
        if line.startswith("# HELP "):
            family = line.split(" ")[2]
            assert re.fullmatch(NAME, family) and family not in families
            assert next(lines) == f"# TYPE {family} gauge"
            families.append(family)
            continue
        sample = SAMPLE.fullmatch(line)
        assert sample is not None, line
        assert sample[1] == family
        pairs = re.findall(LABEL, sample[2])
        labels = {key: re.sub(r"\\.", lambda one: UNESCAPED[one[0]], value) for key, value in pairs}
        assert len(labels) == len(pairs)
        key = (family, frozenset(labels.items()))
        assert key not in found
        found[key] = float(sample[len(sample.groups())])
    assert families == [name for name, *_ in METRICS]
    return found


def value(samples: Samples, name: str, **labels: str) -> float | None:
    return samples.get((f"archive_portal_{name}", frozenset(labels.items())))


def test_every_portal_is_told_with_its_last_crawl_its_addresses_and_its_alarms(home: Home) -> None:
    engine = open_database(home)
    with session(engine, write=True) as work:
        crawls = Crawls(work)
        crawls.crawl(("/", "archived", "page"), ("/a", "failed", "http 500"), reports=2)
        crawls.crawl(("/", "archived", "page"), ("/b", "blocked", "login 401"))
        ran(work, 3, counts(30, 40) | {"new report": 4}, portal="a.example")
        work.commit()
    engine.dispose()
    done = archive("metrics", home=home)
    assert done.returncode == 0, done.stderr
    told = parse(done.stdout)
    began = (NOON + timedelta(days=1)).timestamp()
    assert value(told, "last_crawl_timestamp_seconds", portal=DOMAIN) == began
    assert value(told, "last_crawl_outcome", portal=DOMAIN, outcome="finished") == 1
    assert value(told, "last_crawl_pages", portal=DOMAIN) == 1
    assert value(told, "last_crawl_reports", portal=DOMAIN) == 0
    assert value(told, "reports", portal=DOMAIN) == 2
    assert value(told, "alarms", portal=DOMAIN) == 1 and value(told, "alarms", portal="a.example") == 0
    assert value(told, "failing_since_timestamp_seconds", portal=DOMAIN) == began
    states = {state: value(told, "addresses", portal=DOMAIN, state=state) for state in ("archived", "failed", "gone")}
    assert states == {"archived": 1, "failed": 1, "gone": 0}
    assert value(told, "last_crawl_duration_seconds", portal="a.example") == 300
    assert value(told, "last_crawl_good_ratio", portal="a.example") == 0.75
    assert value(told, "last_crawl_new_reports", portal="a.example") == 4
    assert value(told, "last_crawl_good_ratio", portal=DOMAIN) is None
    assert archive("metrics", home=home).stdout == done.stdout


def test_label_values_are_escaped_and_portals_stand_in_a_stable_order() -> None:
    odd = 'a"b\\c\nd, {e}'
    crawl = LastCrawl("1", None, NOON, None, odd, 1, 0)
    text = write_metrics([Seen("z.example"), Seen(odd, last=crawl)])
    assert text == write_metrics([Seen(odd, last=crawl), Seen("z.example")])
    told = parse(text)
    assert value(told, "last_crawl_outcome", portal=odd, outcome=odd) == 1
    assert value(told, "last_crawl_duration_seconds", portal=odd) is None
    assert value(told, "last_crawl_timestamp_seconds", portal="z.example") is None


def test_an_archive_without_crawls_has_metrics_without_samples(small: Home) -> None:
    assert parse(archive("metrics", home=small).stdout) == {}


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(small: Home, tmp_path: Path) -> None:
    folder = tmp_path / "collector"
    folder.mkdir()
    file = folder / "archive.prom"
    file.write_text("old")
    with file.open() as read_by_another:
        done = archive("metrics", "--output", str(file), home=small)
        assert (done.returncode, done.stdout) == (0, "")
        assert read_by_another.read() == "old"
    parse(file.read_text())
    assert list(folder.iterdir()) == [file]
    failed = archive("metrics", "--output", str(tmp_path / "none" / "x.prom"), home=small)
    assert failed.returncode == 5 and "cannot be written: No such file or directory" in failed.stderr
