"""List mechanisms, by the name under which the truth of a portal tells of them."""

from tests.site.portals.lists import api, aspnet, embedded, jcms, jpaas, plain, trs, ucap, vsb
from tests.site.portals.shelf import Mechanism

MECHANISMS: dict[str, Mechanism] = {
    "trs_zero": trs.list_zero,
    "trs_five": trs.list_five,
    "trs_commented": trs.list_commented,
    "trs_fenye": trs.list_fenye,
    "ucap_one": ucap.list_one,
    "ucap_commented_rows": ucap.list_commented_rows,
    "ucap_search": api.list_search,
    "jcms_get": jcms.list_get,
    "jcms_post": jcms.list_post,
    "jcms_bare": jcms.list_bare,
    "jcms_groups": jcms.list_groups,
    "jcms_template": jcms.list_template,
    "jpaas_unit": jpaas.list_unit,
    "jpaas_unit_bare": jpaas.list_unit_bare,
    "aspnet_pager": aspnet.list_pager,
    "aspnet_grid": aspnet.list_grid,
    "vsb_down": vsb.list_down,
    "api_get": api.list_get,
    "api_post": api.list_post,
    "api_static": embedded.list_static,
    "api_inline": embedded.list_inline,
    "api_angular": embedded.list_angular,
    "next": plain.list_next,
    "numbers": plain.list_numbers,
    "select": plain.list_select,
    "window": plain.list_window,
    "query": plain.list_query,
    "framed": plain.list_framed,
}

BROWSER = ("jcms_template", "api_angular")
"""Those that only a browser can show."""
BASELESS = ("trs", "ucap", "vsb", "api_s")
"""Beginnings of those whose links a <base> would lead astray."""
