"""A sample municipal portal for tests, made from a seed and served on loopback. All its content is invented.

    truth      what is served and what is true of it
    organs     whose portal it is: a real division, a government, a bureau, two towns
    figures    the years of an organ in numbers (scale, indicators); cells: how a report prints them
    forms      the labels and keys of the national forms
    tables     statistics tables: their rows and their markup
    sentences, prose, report      the words of a report, and a report put together
    body       its markup
    headers, templates            the metadata header and the page round the text
    columns, lists, hubs          the way down to the reports, and the list mechanisms
    news, decoys, traps           everything on the portal that is no report
    draft, publishing, encode, portal   the whole site put together;  serve  puts it on loopback
    portals/     other portals, in the ways and with the traps of many makers: the exam of a crawler
    exam         what a crawl is worth;  address  one spelling for the many of an address

A new list mechanism, header, template, markup, decoy or trap is one function (or entry) in the dict of its module.
"""

from tests.site.portal import build
from tests.site.portals import build_portals
from tests.site.truth import VISITS, Page, Site, TrueCell, TrueReport, Truth

__all__ = ["VISITS", "Page", "Site", "TrueCell", "TrueReport", "Truth", "build", "build_portals"]
