"""Portals as an exam for crawlers: several for a seed, each of another place and CMS family, each with its truth.

    places, families    whose they are, and how their CMS spells addresses
    works               a portal while it is being made
    ways, hubs          the way from the home page to the lists
    organs, carriers, articles, attachments, documents     the reports: as pages, with files, as nothing but files
    rows, shelf, lists/, shelving     the lists: rows, and one function a list mechanism
    traps/              what costs a crawler requests, or leads it astray
    skins, build        what stands round a page, and the whole put together

A new list mechanism, carrier of a report, way, kind of row, skin or trap is one entry in the dict of its module.
"""

from tests.site.portals.build import PORTALS, build_portals

__all__ = ["PORTALS", "build_portals"]
