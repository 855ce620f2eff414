"""TRS WCM: a script writes the pager; page n of 0…N-1 stands at index_n.html and no link names it."""

import math

from tests.site.portals.shelf import Listed, Shelf, name_page, put_pages


def _list_paths(shelf: Shelf) -> list[str]:
    extension = shelf.rng.choice(("html", "html", "htm", "shtml"))
    return [name_page(shelf.path, f"_{n}", extension) if n else shelf.path for n in range(len(shelf.chunks))]


def _split_name(shelf: Shelf, paths: list[str]) -> tuple[str, str]:
    """Base name and extension as the script gets them."""
    extension = paths[-1].rpartition(".")[2] if len(paths) > 1 else "html"
    return "index", extension


def list_zero(shelf: Shelf) -> Listed:
    paths = _list_paths(shelf)
    base, extension = _split_name(shelf, paths)
    count = len(paths) + shelf.lie
    quote, space = shelf.rng.choice("\"'"), shelf.rng.choice(("", " "))
    called = f"{{}},{space}{quote}{base}{quote},{space}{quote}{extension}{quote}"
    pagers = [
        f'<div class="page"><script language="javascript">createPageHTML({count},{space}{called.format(n)});'
        "</script></div>"
        for n in range(len(paths))
    ]
    return put_pages(shelf, paths, pagers)


def list_five(shelf: Shelf) -> Listed:
    """A fifth argument is the number of rows, and the function that is called stands in the page."""
    paths = _list_paths(shelf)
    base, extension = _split_name(shelf, paths)
    body = f"""function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt, _recordCount){{
  if(_nPageCount == null || _nPageCount<=1){{ return; }}
  _nPageCount = Math.ceil(_recordCount/ {shelf.size});
  var nCurrIndex = _nCurrIndex || 0;
  document.write("<a href=\\""+_sPageName+"_" + (nCurrIndex+1) + "."+_sPageExt+"\\">下一页</a>");
}}"""
    count = math.ceil(len(shelf.rows) / shelf.size)
    pagers = [
        f'<div class="next"><script>\ncreatePageHTML({count},{n}, "{base}","{extension}",'
        f'"{len(shelf.rows)}");\n{body}</script></div>'
        for n in range(len(paths))
    ]
    return put_pages(shelf, paths, pagers)


def list_commented(shelf: Shelf) -> Listed:
    """The call is commented out; the numbers stand in variables, and the page writes its links itself."""
    paths = _list_paths(shelf)
    base, extension = _split_name(shelf, paths)
    pagers = [
        f"""<script>
var currentPage = {n};//所在页从0开始
var prevPage = currentPage-1;//上一页
var nextPage = currentPage+1;//下一页
var countPage = {len(paths) + shelf.lie};//共多少页
//createPageHTML({len(paths)}, {n}, "{base}", "{extension}");
if(countPage>1&&currentPage!=(countPage-1))
  document.write("<a href=\\"{base}"+"_" + nextPage + "."+"{extension}\\">下一页</a>&nbsp;");
</script>"""
        for n in range(len(paths))
    ]
    return put_pages(shelf, paths, pagers)


def list_fenye(shelf: Shelf) -> Listed:
    """The pager is another file; the page only says how many there are."""
    paths = _list_paths(shelf)
    base, extension = _split_name(shelf, paths)
    pagers = [
        f"""<div id="pagenav"><script type="text/javascript">
var m_nRecordCount = {len(shelf.rows)}; var m_nCurrPage = {n}; var m_nPageSize = {shelf.size};
var m_nPageCount = "{len(paths)}"; var m_sPageName = "{base}"; var m_sPageExt = "{extension}";
</script><script src="/images/fenye.js"></script></div>"""
        for n in range(len(paths))
    ]
    return put_pages(shelf, paths, pagers)
