"""A cell of a statistics table, as it is stored and handed out."""

from dataclasses import dataclass

from archive.reading.document import Finding


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a statistics table.

    `raw` as printed, None where it is not there; `value` of an amount in 元; `unit` as printed in cell or label;
    `state` as DOMAIN lists them; `source` "grid 1 r4 c3", counted from 0, or of the table `narrative` "text l12: …"
    with the clause quoted, "" where missing.
    """

    table: str
    row: str
    column: str
    raw: str | None
    value: int | float | None
    unit: str | None
    state: str
    source: str

    @property
    def name(self) -> str:
        """Under which checks, findings and corrections speak of it."""
        return f"{self.table}.{self.row}.{self.column}"


Reading = Cell | Finding
"""What is read from a table: a cell under its keys, or what stands there besides."""
