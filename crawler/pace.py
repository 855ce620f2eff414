"""How a host is asked: what it is owed, and why an address is not asked for now."""

from datetime import datetime

from scrapy.exceptions import IgnoreRequest

from archive.ledger import State


class NotNowError(IgnoreRequest):
    """An address that is not asked for, though it may be later: state and reason for the ledger, and the moment from
    which on it may be asked, None where nobody knows."""

    def __init__(self, reason: str, next_at: datetime | None = None, state: State = "failed") -> None:
        super().__init__(reason)
        self.next_at = next_at
        self.state: State = state
