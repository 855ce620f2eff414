"""What costs a crawler requests or leads it astray, by name; each is put up by one function."""

import random
from collections.abc import Callable

from tests.site.columns import Column
from tests.site.portals.traps import archives, endless, odd, twins
from tests.site.portals.works import Works

TRAPS: dict[str, Callable[[Works, Column, random.Random], None]] = {
    "calendar": endless.put_calendar,
    "endless_same": endless.put_same_rows,
    "endless_empty": endless.put_empty_rows,
    "news": archives.put_news,
    "companies": archives.put_companies,
    "law": archives.put_law,
    "accounts": archives.put_accounts,
    "mirror": twins.put_mirror,
    "mobile": twins.put_mobile,
    "turned": twins.turn_queries,
    "away": twins.lead_away,
    "login": odd.put_login,
    "html_for_json": odd.put_broken_api,
    "moved": odd.move_column,
    "gone": odd.lose_column,
    "soft_missing": odd.put_soft_missing,
    "lost_row": odd.put_lost_row,
    "closed": odd.close_folder,
    "lying_total": odd.put_lying_list,
}
