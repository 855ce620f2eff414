"""How long the event loop of a crawl keeps others waiting, among normal and hostile pages: the same pages looked at and
read in the sandbox, and inline in the loop, side by side.

    python bench/lag.py [--rounds N]

A lag is by how much a sleep of 10 ms took longer. The second figure is a whole crawl of the sample portal with hostile
pages in it, with the fsync of each WARC record and the commits that a crawl does in its loop.
"""

import sys
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from archive.sandbox import PAGE  # noqa: E402
from crawler.look import Asked  # noqa: E402

TICK = 0.01
LIMITS = replace(PAGE, cpu=3)
ASKED = Asked("http://www.example.gov.cn/zwgk/1.html", "text/html", None)
