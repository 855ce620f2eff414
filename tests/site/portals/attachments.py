"""Files of reports, where portals keep files."""

from urllib.parse import quote

from tests.site.columns import Column
from tests.site.portals.documents import write_document
from tests.site.portals.families import find_folder, make_hex
from tests.site.portals.works import Works
from tests.site.publishing import Publication


def add_file(works: Works, column: Column, publication: Publication, extension: str) -> tuple[str, str]:
    """Address of a new file, and its spelling in a link: the file stands where this kind of portal keeps files."""
    number, day = next(works.numbers), publication.published
    rng, digits = works.rng("file", number), make_hex(works.seed, number)
    places = {
        f"{find_folder(column.path)}P0{day:%Y%m%d}{number:012d}.{extension}": 3,
        f"/attachDir/{day:%Y/%m}/{digits}.{extension}": 2,
        f"/module/download/downfile.jsp?classid=0&filename={digits[:20]}.{extension}": 2,
        f"//files/group1/M00/{digits[:2].upper()}/{digits}.{extension}": 2,
        f"/upload/{day:%Y}/{publication.title}.{extension}": 1,
    }
    if works.charset == "gbk":
        places[f"/down.asp?id={number}&name={day:%Y}年报.{extension}"] = 3
    address = rng.choices(list(places), list(places.values()))[0]
    if extension in {"jpg", "png"}:
        address = next(iter(places)).replace("/P0", "/W0")
    # A browser writes a path in UTF-8, and a query in the charset of the page.
    page, (path, mark, query) = (
        write_document(extension, publication.title, publication.report.lines, rng),
        address.partition("?"),
    )
    key = quote(path) + mark + quote(query, safe="=&", encoding=works.charset)
    (works.hosts["files"] if key.startswith("//files") else works.pages)[key.removeprefix("//files")] = page
    return key, address.replace("//files", "@@HOST:files@@").replace("&", "&amp;")
