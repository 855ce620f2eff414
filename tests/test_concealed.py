"""A report that no browser shows as text is read where nothing else is one, and the document says where it was."""

from html import escape
from urllib.parse import quote

import pytest

from archive.reading.document import Document
from archive.reading.reader import read
from archive.reading.written import written_html
from tests.test_reading_html import AFTER, BEFORE, FILE, FOOT, TITLE, TOOLS, TOP, codes

REPORT = [*BEFORE, "全年组织业务培训4次，参加人员128人次，修订公开制度2项，政务公开队伍的能力进一步提高。", *AFTER]
TAGGED = [f"<p>{line}</p>" for line in REPORT]
BODY = "".join(TAGGED)


def shown(body: str) -> Document:
    return read(
        f"<html><head><title>{TITLE}</title></head><body>{TOP}<h1>{TITLE}</h1>{TOOLS}{body}{FOOT}</body></html>".encode()
    )


ASCII = "".join(character if character.isascii() else f"\\u{ord(character):04x}" for character in BODY)
SCRIPTS = {
    "lines": "\n".join(f'document.write("{line}");' for line in TAGGED).replace("</", "<\\/"),
    "one literal": f"document.getElementById('c').innerHTML = '{BODY}';",
    "joined": "document.write('" + "' +\n  '".join(TAGGED) + "');",
    "an array": "var a = [" + ",".join(f"'{line}'" for line in REPORT) + "]; document.write(a.join('<br>'));",
    "added up": "var s = ''; " + "".join(f"s += '{line}';" for line in TAGGED) + "$('#c').html(s)",
    "escapes": f'el.insertAdjacentHTML("beforeend", "{ASCII}")',
    "unescape": f"document.write(unescape('{ASCII.replace(chr(92), '%')}'));",
    "decodeURIComponent": f"document.write(decodeURIComponent('{quote(BODY)}'));",
    "a template": "el.innerHTML = `" + "\n".join(TAGGED) + "`;",
    "data": '{"title": "x", "content": "' + BODY.replace("/", "\\/") + '"}',
}


@pytest.mark.parametrize("way", SCRIPTS)
def test_a_text_that_a_script_writes_is_read_without_running_it(way: str) -> None:
    document = shown(f"<div id=c></div><script>{SCRIPTS[way]}</script>")
    assert document.text.splitlines() == REPORT
    assert (document.state, codes(document)) == ("complete", ["written_body"])


UNSHOWN = {
    "a comment": (f"<!-- {BODY} -->", "commented_body"),
    "a script that is a piece of HTML": (f'<script type="text/template">{BODY}</script>', "written_body"),
    "textarea": (f"<textarea>{BODY}</textarea>", "unshown_body"),
    "textarea, escaped": (f"<textarea hidden>{escape(BODY)}</textarea>", "unshown_body"),
    "a hidden field": (f'<input type="hidden" id="content" value="{escape(BODY)}">', "unshown_body"),
    "noscript": (f"<noscript>{BODY}</noscript>", "unshown_body"),
    "template": (f"<template>{BODY}</template>", "unshown_body"),
    "noframes": (f"<noframes>{BODY}</noframes>", "unshown_body"),
    "object": (f"<object>{BODY}</object>", "unshown_body"),
    "footer": (f"<footer>{BODY}</footer>", "unshown_body"),
    "a link round it all": (f'<a href="x.html">{BODY}</a>', "broken_tags"),
    "a link nobody closed": (f'<a href="x.html">打印</p>{BODY}', "broken_tags"),
    "a comment nobody closed": (f"<!-- {BODY}", "broken_tags"),
    "a quote nobody closed": (f'<div class="content>{BODY}', "broken_tags"),
    "an option nobody closed": (f"<select><option>{BODY}", "broken_tags"),
}


@pytest.mark.parametrize("place", UNSHOWN)
def test_a_text_that_is_not_shown_is_read_where_nothing_else_is_one(place: str) -> None:
    body, code = UNSHOWN[place]
    document = shown(body)
    assert [line for line in document.text.splitlines() if line != "打印"] == REPORT
    assert codes(document)[-1] == code
    assert document.state == ("complete" if code == "written_body" else "doubtful")


@pytest.mark.parametrize("place", [place for place, (_, code) in UNSHOWN.items() if code != "broken_tags"])
def test_beside_a_text_that_is_shown_it_is_none(place: str) -> None:
    other = UNSHOWN[place][0].replace("2021", "2019").replace("126", "831")
    assert "831" not in shown(BODY + other).text


def test_what_scripts_and_comments_keep_beside_a_file_is_no_report() -> None:
    notice = "<p>本网站公开的信息以纸质文本为准，任何单位和个人不得用于商业目的，转载请注明来源。</p>" * 9
    document = shown(f"{FILE}<!-- {notice} --><noscript>{notice}</noscript><script>var t = '{notice}'</script>")
    assert codes(document) == ["body_in_attachment"]
    assert "纸质文本" not in document.text


@pytest.mark.parametrize("written", [BODY.replace('"', "'"), escape(BODY)])
def test_a_page_in_a_frame_of_the_page_is_a_part_of_it(written: str) -> None:
    document = shown(f'<iframe width="100%" srcdoc="{written}"></iframe>')
    assert document.text.splitlines() == REPORT
    assert (document.state, codes(document)) == ("complete", [])


def test_scripts_without_sentences_write_nothing() -> None:
    assert written_html("document.write('<div>公开年报</div>'); var a = \"it's\"; // don't") == ""


def test_a_character_beyond_the_plane_is_written_as_two() -> None:
    assert written_html(r"x = '\ud842\udfb7一条。\x3cb>二条。\u{3c}/b>'") == "𠮷一条。<b>二条。</b>"
