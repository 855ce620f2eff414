"""The same page at many addresses: mirrors, the mobile site, turned queries; and links that lead off the portal."""

import random
from dataclasses import replace

from tests.site.address import spell_once
from tests.site.columns import Column
from tests.site.portals.works import Works
from tests.site.truth import Answer, Asked, Page

MIRROR = "/wza"


def put_mirror(works: Works, column: Column, rng: random.Random) -> None:
    """The barrier-free site: every page once more, its links within the mirror."""
    works.link(works.hubs["/"].column, "服务", "无障碍版", f"{MIRROR}/")
    works.mirrors.append(MIRROR)

    def answer(asked: Asked) -> Page | None:
        plain = asked.path.removeprefix(MIRROR)
        page = works.pages.get(plain) or works.pages.get(f"{plain}index.html")
        if page is None or not page.content_type.startswith("text/html"):
            return None
        moved = {name: MIRROR + value for name, value in page.headers.items()}
        return replace(page, body=page.body.replace(b'href="/', f'href="{MIRROR}/'.encode()), headers=moved)

    works.put_answers({f"{MIRROR}/*": answer})


def put_mobile(works: Works, column: Column, rng: random.Random) -> None:
    """The mobile site is another host with the same pages."""
    works.link(works.hubs["/"].column, "服务", "手机版", "@@HOST:m@@/")
    works.mirrors.append("//m")
    works.hosts["m"] = {}


def turn_queries(works: Works, column: Column, rng: random.Random) -> None:
    """A program that takes its fields in any order: notices are linked once so and once the other way round."""
    for number in range(1, 6):
        name = f"关于{2018 + number}年信息公开年报公示的通知"
        path = f"/ggl/show.php?cid=7&id={number}"
        works.put_content(path, name, f"<h1>{name}</h1><p>　　现将有关事项通知如下。</p>")
        works.decoys[path] = "notice"
        works.link(works.hubs["/"].column, "公告", name, path)
        works.link(works.hubs["/"].column, "公告", name, f"/ggl/show.php?id={number}&cid=7")
    works.put_answers({"/ggl/show.php": _find_twin(works), "/show.php": _find_twin(works)})


def _find_twin(works: Works) -> Answer:
    def answer(asked: Asked) -> Page | None:
        fields = "&".join(f"{name}={value}" for name, value in asked.query.items())
        wanted = spell_once(f"{asked.path}?{fields}")
        return next((page for path, page in works.pages.items() if "?" in path and spell_once(path) == wanted), None)

    return answer


def lead_away(works: Works, column: Column, rng: random.Random) -> None:
    """Links to the portal of another place, which has reports too."""
    name = "邻县人民政府"
    title = f"{name}2022年政府信息公开工作年度报告"
    row = f'<ul><li><a href="/zwgk/nb/t20230120_1.html">{title}</a></li></ul>'
    page = '<html><head><meta charset="utf-8"><title>{0}</title></head><body><h1>{0}</h1>{1}</body></html>'
    other = {"/": page.format(name, row), "/zwgk/nb/t20230120_1.html": page.format(title, "<p>一、总体情况</p>")}
    works.hosts["other"] = {path: Page(text.encode(), "text/html; charset=utf-8") for path, text in other.items()}
    works.link(works.hubs["/"].column, "友情链接", name, "@@HOST:other@@/")
    works.link(works.hubs["/"].column, "友情链接", f"{name}政府信息公开年报", "@@HOST:other@@/zwgk/nb/t20230120_1.html")
