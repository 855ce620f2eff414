"""Pages in traditional characters: read and understood as the same page in simplified ones, their text kept."""

import unicodedata
from typing import Any

from archive.reading.reader import read
from archive.reading.traditional import simplify, straighten
from archive.report.understand import to_json, understand

PAGE = """<html><head><title>宜興市衛生健康委員會2021年政府信息公開年度報告</title></head><body>
<div>當前位置：<a href="/">首頁</a> &gt; <a href="/nb">政府信息公開年報</a></div>
<table><tr><td>索引號：</td><td>014046/2022-00045</td><td>發布機構：</td><td>宜興市衛生健康委員會</td></tr>
<tr><td>發布日期：</td><td>2022-01-25</td><td>文號：</td><td></td></tr></table>
<h1>宜興市衛生健康委員會2021年政府信息公開年度報告</h1>
<p>發佈時間：2022-01-25 來源：市衛健委 瀏覽次數：12</p>
<div id="zoom"><p>根據《中華人民共和國政府信息公開條例》的要求，編制本報告。</p><p>一、總體情況</p>
<p>2021年，我委認真貫徹落實條例，主動公開政府信息三百餘條，未收到申請，辦理情況良好。</p>
<p>二、主動公開政府信息情況</p><p>全年主動公開信息三百餘條，其中網站一百條，公眾號二百條，其他一條。</p>
<p>宜興市衛生健康委員會</p><p>2022年1月20日</p></div><div>【打印】【關閉】</div></body></html>"""


def understood(page: str) -> dict[str, Any]:
    return to_json(understand(read(page.encode()), url="http://big5.example.cn/a.html"))


def test_a_big5_page_is_judged_as_its_simplified_twin() -> None:
    big5, twin = understood(PAGE), understood(straighten(PAGE))
    for key in ("kind", "reasons", "organ", "organ_kind", "division_code", "year", "form", "dates"):
        assert big5[key] == twin[key], key
    assert big5["organ"] == "宜兴市卫生健康委员会"


def test_its_text_title_and_raw_values_stay_as_shown() -> None:
    report = understood(PAGE)
    assert report["title"] == "宜興市衛生健康委員會2021年政府信息公開年度報告"
    assert report["text"].startswith("根據《中華人民共和國政府信息公開條例》")
    assert report["header"]["publisher"]["raw"] == "宜興市衛生健康委員會"
    assert report["header"]["publisher"]["value"] == "宜兴市卫生健康委员会"
    assert "關閉" not in report["text"]


def test_sounds_inside_labels_hide_no_header() -> None:
    sounding = PAGE.replace("發佈時間：2022", "發(fā)佈時(shí)間(jiān)：2022").replace("來源：", "來(lái)源：")
    report = understood(sounding)
    assert report["header"]["source"]["value"] == "市卫健委"
    assert report["text"] == understood(PAGE)["text"]


def test_simplifying_keeps_every_position() -> None:
    assert len(straighten(PAGE)) == len(PAGE)
    assert straighten("鄭州市發佈機構") == "郑州市发布机构"
    assert unicodedata.is_normalized("NFC", straighten(PAGE))


def test_sounds_in_brackets_go_where_a_copy_prints_them() -> None:
    assert simplify("區(qū)人民政府") == "区人民政府"
    assert simplify("丽(li)水(shui)市") == "丽水市"


def test_remarks_in_brackets_stay() -> None:
    assert simplify("附件(an)见下") == "附件(an)见下"
    assert simplify("年报(pdf)和表(xls)、(doc)") == "年报(pdf)和表(xls)、(doc)"
