"""The scripts and the style sheet that the pages name."""

from tests.site.truth import Page

PORTAL = "function doZoom(size) { document.getElementById('zoom').style.fontSize = size + 'px'; }\n"

PAGER = """\
function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt) {
  if (_nPageCount == null || _nPageCount <= 1) return;
  function name(n) { return _sPageName + (n == 0 ? "" : "_" + n) + "." + _sPageExt; }
  if (_nCurrIndex > 0) document.write('<a href="' + name(_nCurrIndex - 1) + '">上一页</a> ');
  for (var n = 0; n < _nPageCount; n++) {
    if (n == _nCurrIndex) document.write("<span>" + (n + 1) + "</span> ");
    else document.write('<a href="' + name(n) + '">' + (n + 1) + "</a> ");
  }
  if (_nCurrIndex < _nPageCount - 1) document.write('<a href="' + name(_nCurrIndex + 1) + '">下一页</a>');
}
"""

ASSETS = {
    "/images/portal.js": Page(PORTAL.encode(), "application/javascript"),
    "/images/fenye.js": Page(PAGER.encode(), "application/javascript; charset=utf-8"),
    "/images/style.css": Page(b"body { font-family: SimSun, serif; }\n", "text/css"),
}
