"""博达 VSB: the first page is name.htm, the further ones stand in a folder and count down: name/3.htm, name/2.htm, …"""

from tests.site.portals.shelf import Listed, Shelf, put_pages


def list_down(shelf: Shelf) -> Listed:
    count = len(shelf.chunks)
    stem = shelf.path.rpartition(".")[0] if "." in shelf.path else f"{shelf.path}index"
    paths = [shelf.path, *(f"{stem}/{n}.htm" for n in range(count - 1, 0, -1))]
    folder = stem.rpartition("/")[2]
    pagers = []
    for at in range(count):
        here = f"{folder}/" if at == 0 else ""
        after = (
            f'<a href="{here}{paths[at + 1].rpartition("/")[2]}" class="Next">下页</a>' if at + 1 < count else "下页"
        )
        last = f'<a href="{here}1.htm" class="Next">尾页</a>' if at + 1 < count else "尾页"
        pagers.append(
            f'<table class="headStyle"><tr><td nowrap>共{len(shelf.rows)}条&nbsp;&nbsp;{at + 1}/{count}&nbsp;</td>'
            f"<td>首页&nbsp;上页&nbsp;{after}&nbsp;{last}</td></tr></table>"
        )
    return put_pages(shelf, paths, pagers)
