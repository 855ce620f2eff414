"""The exam of a crawler: what it asked for and what it kept, held against the truth of the portal."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from tests.site.address import spell_once
from tests.site.truth import TrueReport, Truth

Spell = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Result:
    recall: float
    """Share of the true reports that were found: kept at one of their addresses, or, where a report exists only as
    files, one of its files captured."""
    precision: float
    """Share of the kept addresses at which a true report stands; 1 where nothing was kept."""
    file_recall: float
    """Share of the reports' files that were captured."""
    requests: int
    necessary: int
    """List pages that carry reports, one address of each report, and its files."""
    missed: tuple[TrueReport, ...]
    wrong: tuple[str, ...]
    """Kept, and no report."""
    strays: tuple[str, ...]
    """Asked for without need, in the order of asking."""

    @property
    def cost(self) -> float:
        """Requests for each necessary one."""
        return self.requests / self.necessary if self.necessary else float(self.requests)


def examine(truth: Truth, requested: Iterable[str], kept: Iterable[str]) -> Result:
    """`requested`: every address asked for, once for each time. `kept`: the addresses of the reports in the archive.
    Both as `Site` writes addresses; session ids, the order of a query and mirrors do not matter."""
    spell = partial(spell_once, mirrors=truth.mirrors)
    asked = [spell(address) for address in requested]
    seen, held = set(asked), {spell(address) for address in kept}
    missed = tuple(report for report in truth.reports if not _is_found(report, seen, held, spell))
    right = {spell(address) for report in truth.reports for address in (*report.paths, *report.files)}
    files = {spell(address) for report in truth.reports for address in report.files}
    needed = {spell(address) for address in truth.lists} | right
    return Result(
        recall=_share(len(truth.reports) - len(missed), len(truth.reports)),
        precision=_share(len(held & right), len(held)),
        file_recall=_share(len(files & seen), len(files)),
        requests=len(asked),
        necessary=count_necessary(truth),
        missed=missed,
        wrong=tuple(sorted(held - right)),
        strays=tuple(address for address in asked if address not in needed),
    )


def count_necessary(truth: Truth) -> int:
    spell = partial(spell_once, mirrors=truth.mirrors)
    pages = {spell(address) for address in truth.lists} | {spell(report.paths[0]) for report in truth.reports}
    return len(pages | {spell(address) for report in truth.reports for address in report.files})


def _is_found(report: TrueReport, seen: set[str], held: set[str], spell: Spell) -> bool:
    if report.file_only:
        return any(spell(address) in seen for address in report.files)
    return any(spell(address) in held for address in report.paths)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
