"""python -m tests.site: the sample portal from the command line."""

import argparse
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.site import Site, build, build_portals
from tests.site.serve import Served, serve

PORT = 8208
"""Fixed, so that a second run against the same archive finds the same addresses."""

EPILOG = """\
examples:
  python -m tests.site serve --port 8208
  python -m tests.site serve --seed 7 --portal 2
  python -m tests.site run -- scrapy crawl reports -a url={url}
"""


def main(arguments: list[str] | None = None) -> int:
    options = _make_parser().parse_args(arguments)
    return int(options.act(options))


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.site",
        description="Serve a sample government portal, made from a seed, on 127.0.0.1. All its content is invented.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = parser.add_subparsers(required=True, metavar="serve | run")
    serving = acts.add_parser("serve", help="print the portal's URL and serve until interrupted")
    serving.set_defaults(act=_serve_until_interrupted)
    running = acts.add_parser(
        "run",
        help="serve while a command runs",
        description="Serve the portal, run COMMAND with {url} in its arguments replaced by the portal's URL and "
        "GUARD_ALLOW set to loopback in its environment, stop serving, and exit with the command's exit code.",
    )
    running.set_defaults(act=_run_command)
    for act in (serving, running):
        act.add_argument("--seed", type=int, default=2024, help="which portal to make (default: %(default)s)")
        act.add_argument("--portal", type=int, metavar="K", help="serve the K-th (from 0) of the seed's exam portals")
        act.add_argument("--port", type=int, default=PORT, help="port on 127.0.0.1; 0 takes any (default: %(default)s)")
    running.add_argument("command", nargs="+", metavar="COMMAND", help="the command and its arguments, after --")
    return parser


def _build_site(options: argparse.Namespace) -> Site:
    if options.portal is None:
        return build(options.seed)
    portals = build_portals(options.seed)
    number: int = options.portal
    return portals[number % len(portals)]


def _serve_until_interrupted(options: argparse.Namespace) -> int:
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    with _serve_somewhere(_build_site(options), options.port) as served:
        print(served.url, flush=True)
        stop.wait()
    return 0


def _run_command(options: argparse.Namespace) -> int:
    with _serve_somewhere(_build_site(options), options.port) as served:
        command = [argument.replace("{url}", served.url) for argument in options.command]
        try:
            # A group of its own, so that Ctrl-C reaches the command once, through us, and not twice.
            allowed = "127.0.0.1" if options.portal is None else "127.0.0.0/8"
            child = subprocess.Popen(command, env={**os.environ, "GUARD_ALLOW": allowed}, process_group=0)
        except OSError as error:
            print(f"{command[0]}: {error.strerror}", file=sys.stderr)
            return 127
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda number, _frame: child.send_signal(number))
        code = child.wait()
    return code if code >= 0 else 128 - code


@contextmanager
def _serve_somewhere(site: Site, port: int) -> Iterator[Served]:
    with ExitStack() as stack:
        try:
            served = stack.enter_context(serve(site, port))
        except OSError as error:
            print(f"port {port} on 127.0.0.1: {error.strerror}; taking another", file=sys.stderr)
            served = stack.enter_context(serve(site, 0))
        yield served


if __name__ == "__main__":
    sys.exit(main())
