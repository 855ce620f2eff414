"""The elements of an XML file one by one, so that a large sheet costs no memory."""

import zipfile
from collections.abc import Iterator
from typing import IO, Any


def find_elements(package: zipfile.ZipFile, name: str, *tags: str) -> Iterator[Any]:
    """Those of a member of a zip. Raises KeyError where there is no such member."""
    with package.open(name) as member:
        yield from iterate_elements(member, *tags)


def iterate_elements(stream: IO[bytes], *tags: str) -> Iterator[Any]:
    """The elements of these tags (`{*}row`: in any namespace), each whole when it has ended, and none kept. Entities
    are not resolved. Raises lxml.etree.XMLSyntaxError for what is no XML."""
    from lxml import etree  # noqa: PLC0415  imported with the first file that needs it

    for _, element in etree.iterparse(
        stream, tag=tags, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    ):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
