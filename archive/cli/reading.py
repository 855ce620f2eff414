"""Reading pages and files, and judging titles: with nothing kept, or kept."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import errors
from archive.address import split_address, url_key
from archive.cli.shared import appending, keep_so_far, load_file, print_html, print_json, print_text
from archive.errors import UsageError

if TYPE_CHECKING:
    from archive.home import Home
    from archive.sandbox import Sandbox


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--url", help="Where the file was: helps to tell organ and year, and makes links absolute.")
@click.option("--media", help="Media type the file was served with; its content outranks it.")
@click.option("--text", "as_text", is_flag=True, help="For a person: plain text with its tables drawn.")
@click.option("--html", "as_html", is_flag=True, help="One HTML page, with its tables.")
def read(files: tuple[str, ...], url: str | None, media: str | None, as_text: bool, as_html: bool) -> None:
    """Read saved pages and files as reports: one JSON object a line, in the order given. Stores nothing."""
    from archive.sandbox import Sandbox, in_order

    write = _choose_writer(as_text=as_text, as_html=as_html)
    processes = min(len(files), os.cpu_count() or 1)
    states: set[str] = set()

    def read_all(sandbox: "Sandbox") -> Iterator[dict[str, Any]]:
        futures = (_read_file(sandbox, file, url=url, media=media) for file in files)
        for reading in in_order(futures, ahead=2 * processes):
            states.add(reading["reading"])
            yield reading

    with Sandbox(processes) as sandbox:
        for piece in write(read_all(sandbox)):
            print_html(piece) if as_html else print_text(piece)
    sys.exit(errors.PROBLEMS if "unreadable" in states else errors.DONE)


@click.command()
def identify() -> None:
    """Judge titles: JSON lines {url, title, head} on standard input, one judgement a line on standard output."""
    from archive.report.judge import judge

    problems = False
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        case = _parse_case(line)
        if isinstance(case, str):
            problems = True
            print_text(f"archive identify: line {number}: {case}", err=True)
            case = {}
        print_json(judge(case.get("url"), case.get("title"), case.get("head")))
    sys.exit(errors.PROBLEMS if problems else errors.DONE)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--url", required=True, help="Where the file was fetched from. One file, one URL.")
@click.option("--media", help="Media type it was served with.")
@click.pass_obj
def ingest(home: "Home", files: tuple[str, ...], url: str, media: str | None) -> None:
    """Keep a saved page as the crawler would: bytes into a WARC, then the report into the database."""
    from archive import journal, store
    from archive.models import ReadPage
    from archive.remaking.replay import keep_page, reading_inputs
    from archive.sandbox import Sandbox
    from archive.warc.answer import Answer

    if len(files) > 1:
        raise UsageError("one --url names one file; call `archive ingest` once a file")
    if split_address(url) is None:
        raise UsageError(f"{url!r} is no web address; write it as https://www.example.gov.cn/…")
    content = load_file(files[0])
    if isinstance(content, str):
        raise UsageError(content)
    with appending(home) as (work, writer), Sandbox() as sandbox:
        now = datetime.now(UTC)
        told = {"command": "archive ingest", "file": Path(files[0]).name}
        crawl = store.begin_crawl(work, portal=None, seed=url, started=now, settings=told)
        writer.describe(journal.describe_crawl(crawl))
        answer = Answer(url=url, body=content, fetched_at=now, media=media, crawl=crawl.id)
        record_id, location = writer.append(answer)
        capture = store.add_capture(work, answer, record_id=record_id, location=location)
        # A file that takes long to be read, or ends its reader, is on record before.
        keep_so_far(work, writer)
        page = ReadPage(capture_id=capture.id, url=url_key(url), is_part=False, read_at=now)
        reading = sandbox.read(content, **reading_inputs(page, capture)).result()
        result = keep_page(work, page, capture, reading)
        journal.note_page(writer, page)
        counts = {"captures": 1, "reports": int(bool(result.kept))}
        store.finish_crawl(work, crawl.id, finished=datetime.now(UTC), outcome="finished", counts=counts)
        journal.note_crawl(work, writer, crawl, made=datetime.now(UTC))
    print_text(f"{files[0]}: {result.reason}" + (f" {result.kept.report_id}" if result.kept else ""))
    sys.exit(errors.DONE if result.kept else errors.PROBLEMS)


def _read_file(sandbox: "Sandbox", file: str, **known: str | None) -> Future[dict[str, Any]]:
    content = load_file(file)
    if isinstance(content, bytes):
        return sandbox.read(content, file=file, **known)
    from archive.report.reading import unreadable

    reading: Future[dict[str, Any]] = Future()
    reading.set_result(unreadable(content, file=file, code="no_file"))
    return reading


def _choose_writer(*, as_text: bool, as_html: bool) -> Callable[[Iterator[dict[str, Any]]], Iterator[str]]:
    """What makes lines, or pieces of a page, of readings."""
    if as_text and as_html:
        raise UsageError("--text and --html are two ways to print a reading; choose one")
    if as_html:
        from archive.page.html import write_html

        return write_html
    if as_text:
        from archive.page.text import write_text

        return write_text
    return lambda readings: (json.dumps(reading, ensure_ascii=False) for reading in readings)


def _parse_case(line: bytes) -> dict[str, Any] | str:
    try:
        case = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"no JSON: {error}"
    if not isinstance(case, dict):
        return "a JSON object with url, title and head is expected"
    odd = [key for key in ("url", "title", "head") if not isinstance(case.get(key), str | None)]
    return f"{odd[0]} has to be text or null" if odd else case
