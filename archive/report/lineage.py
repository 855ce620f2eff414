"""Which reports belong to one organ over the years."""

from archive.report.organ import squeeze


def lineage(organ: str | None, division_code: str | None, year: int | None) -> str | None:
    """A key that is equal for the reports of one organ; None where organ or division is unknown."""
    return f"{division_code}/{squeeze(organ)}" if organ and division_code else None
