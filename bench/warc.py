"""What it costs to keep pages as WARC records, beside warcio and FastWARC (where it is installed), gzip each, a member
a record: records a second by the wall and by CPU, the median of runs in turn, ratios to warcio, and sizes.

This project appends to a file that it locks, hashes what it appends, and asks the disk once for every 20 records;
without that too, since the others never ask. What it wrote is read by warcio, record by record, its digests checked.
"""

import argparse
import importlib.util
import io
import os
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from warcio.archiveiterator import ArchiveIterator  # noqa: E402
from warcio.statusandheaders import StatusAndHeaders  # noqa: E402
from warcio.warcwriter import WARCWriter  # noqa: E402

from archive.warc.answer import Answer  # noqa: E402
from archive.warc.writer import SUFFIX, WarcWriter  # noqa: E402

PAGES = ROOT.parent / "shared" / "pages"
SIZE = 78_000
"""Of a page of a portal, bytes."""
FLUSH = 20
HEADERS = (("Content-Type", "text/html; charset=utf-8"), ("Server", "nginx"), ("ETag", '"5f3c-1a2b"'))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    bodies = make_pages(options.records)
    runs: dict[str, list[tuple[float, float, int]]] = {name: [] for name in WRITERS}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.runs):
            for name, told in runs.items():
                told.append(measure(WRITERS[name], Path(folder, f"{name}{number}".replace(" ", "-")), bodies))
    middle = {name: [statistics.median(one) for one in zip(*told, strict=True)] for name, told in runs.items()}
    base = middle["warcio"]
    for name, (wall, cpu, size) in middle.items():
        rates = f"{len(bodies) / wall:6.0f} records/s  x {base[0] / wall:.2f}   CPU {cpu / len(bodies) * 1e3:.2f} ms"
        print(f"{name:<26} {rates}  x {base[1] / cpu:.2f}   size x {size / base[2]:.3f}")


def make_pages(number: int) -> list[bytes]:
    """Real pages, cut and joined to one size; without these, pages of the sample portal."""
    files = sorted(PAGES.rglob("*.htm*")) if PAGES.is_dir() else []
    bodies = [file.read_bytes() for file in files] or sample_pages()
    all_ = b"".join(bodies)
    step = max(1, (len(all_) - SIZE) // number)
    return [all_[at * step : at * step + SIZE] for at in range(number)]


def sample_pages() -> list[bytes]:
    from tests.site import build  # noqa: PLC0415

    return [page.body for page in build().pages.values()]


def measure(write: Callable[[Path, list[bytes]], None], folder: Path, bodies: list[bytes]) -> tuple[float, float, int]:
    """Seconds by the wall, seconds of CPU, bytes written."""
    folder.mkdir()
    wall, cpu = time.perf_counter(), time.process_time()
    write(folder, bodies)
    told = time.perf_counter() - wall, time.process_time() - cpu
    (file,) = folder.iterdir()
    check(file, len(bodies))
    size = file.stat().st_size
    file.unlink()
    return *told, size


def check(file: Path, number: int) -> None:
    with file.open("rb") as opened:
        kinds = [
            record.rec_type
            for record in ArchiveIterator(opened, check_digests="raise")
            if record.content_stream().read() is not None
        ]
    assert kinds.count("response") == number, f"{file}: warcio reads {len(kinds)} records"  # noqa: S101


def ours(folder: Path, bodies: list[bytes], *, flushed: bool = True) -> None:
    writer = WarcWriter(folder)
    for number, body in enumerate(bodies, start=1):
        writer.append(Answer(f"http://x.example/{number}.html", body, datetime.now(UTC), 200, HEADERS, crawl="c"))
        if flushed and number % FLUSH == 0:
            writer.flush()
    writer.close()


def by_warcio(folder: Path, bodies: list[bytes]) -> None:
    with (folder / f"warcio{SUFFIX}").open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="WARC/1.1")
        for number, body in enumerate(bodies):
            head = StatusAndHeaders("200 OK", list(HEADERS), protocol="HTTP/1.1")
            url = f"http://x.example/{number}.html"
            payload = io.BytesIO(body)
            writer.write_record(writer.create_warc_record(url, "response", payload=payload, http_headers=head))


def by_fastwarc(folder: Path, bodies: list[bytes]) -> None:
    from fastwarc.stream_io import GzipWriter  # type: ignore[import-not-found]  # noqa: PLC0415
    from fastwarc.warc import WarcRecord, WarcRecordType  # type: ignore[import-not-found]  # noqa: PLC0415

    head = "HTTP/1.1 200 OK\r\n" + "".join(f"{name}: {value}\r\n" for name, value in HEADERS) + "\r\n"
    with (folder / f"fastwarc{SUFFIX}").open("wb") as file:
        out = GzipWriter(file, 6)
        for number, body in enumerate(bodies):
            record = WarcRecord()
            record.init_headers(WarcRecordType.response, f"urn:uuid:{uuid.uuid4()}".encode())
            record.headers["WARC-Target-URI"] = f"http://x.example/{number}.html"
            record.headers["Content-Type"] = "application/http;msgtype=response"
            record.set_bytes_content(head.encode() + body)
            record.write(out, checksum_data=True)
            out.finish()
        out.close()


WRITERS: dict[str, Callable[[Path, list[bytes]], None]] = {
    "warcio": by_warcio,
    "this project": ours,
    "this project, no fsync": lambda folder, bodies: ours(folder, bodies, flushed=False),
}
if importlib.util.find_spec("fastwarc"):
    WRITERS["FastWARC 6"] = by_fastwarc

if __name__ == "__main__":
    os.chdir(ROOT)
    main()
