"""What a header says twice and differently stays findable, and a meta speaks where the page does not."""

from archive.report.contradictions import find_contradictions
from archive.report.dates import find_dates
from archive.report.header import HeaderField, Shown, add_metas, choose_fields, read_head, read_header


def codes(shown: list[Shown]) -> dict[str, str]:
    return {finding.code: finding.message for finding in find_contradictions(shown)}


def test_two_days_of_publication_are_both_kept_the_one_of_the_update_behind() -> None:
    shown = read_head("更新时间：2023-05-12 23:20 发布日期：2019-01-30")
    header = choose_fields(shown)
    assert header["published"].value == "2019-01-30"
    found = find_dates(header, {"pubdate": "2023-05-13"}, [], None, shown)["published"]
    assert [(date.value, date.source) for date in found] == [
        ("2019-01-30", "header"),
        ("2023-05-12", "header"),
        ("2023-05-13", "meta:PubDate"),
    ]
    assert codes(shown) == {"header_conflict": "published: 发布日期 2019-01-30; 更新时间 2023-05-12 23:20"}


def test_the_same_day_with_and_without_a_clock_is_no_conflict() -> None:
    assert codes(read_head("发布日期：2021-01-29\n发布时间：2021年1月29日 14:05")) == {}


def test_two_publishers_are_a_conflict_and_the_first_is_the_field() -> None:
    shown = read_header([["发布机构：", "枝江市民政局"], ["发布单位：枝江市政府办"]])
    assert choose_fields(shown)["publisher"].raw == "枝江市民政局"
    assert codes(shown) == {"header_conflict": "publisher: 发布机构 枝江市民政局; 发布单位 枝江市政府办"}


def test_a_way_and_a_range_of_disclosure_stand_beside_each_other() -> None:
    shown = read_head("公开方式：主动公开 公开范围：面向社会")
    assert codes(shown) == {"header_further": "disclosure: 公开方式 主动公开; 公开范围 面向社会"}


def test_different_dates_without_a_label_are_told_and_none_is_taken() -> None:
    shown = read_header([["2021-01-02", "2022-03-04"]])
    assert "published" not in choose_fields(shown)
    assert codes(shown) == {"header_dates": "published: 2021-01-02; 2022-03-04"}


def test_an_unknown_label_ends_the_value_before_it_and_is_told() -> None:
    shown = read_head("信息来源：芝罘区审计局 稿件编号：4711 发布时间：2023-01-19")
    assert choose_fields(shown)["source"].raw == "芝罘区审计局"
    assert codes(shown) == {"header_label_unknown": "稿件编号: 4711"}


def test_a_meta_says_what_no_label_shows_and_its_field_names_it() -> None:
    header = add_metas({}, {"contentsource": "来源：县水利局", "keywords": "年报"})
    assert header == {
        "source": HeaderField("来源：县水利局", "县水利局", "meta:ContentSource"),
        "keywords": HeaderField("年报", "年报", "meta:Keywords"),
    }


def test_a_field_shown_empty_stays_empty_beside_a_meta() -> None:
    fields = choose_fields(read_head("来源： 发布时间：2021-01-29"))
    assert add_metas(fields, {"contentsource": "县水利局"})["source"] == HeaderField("", None)


def test_what_a_template_left_in_a_meta_is_raw_and_no_value() -> None:
    for left in ("{{source}}", "null", "undefined", "-"):
        assert add_metas({}, {"contentsource": left})["source"] == HeaderField(left, None, "meta:ContentSource")


def test_brackets_round_a_pair_are_no_part_of_its_value() -> None:
    header = choose_fields(read_head("[日期：2016.1.29] [来源：县国土局] [字体：大 中 小]"))
    assert (header["published"].value, header["source"].raw) == ("2016-01-29", "县国土局")
    header = choose_fields(
        read_head("[ 索引号 ] 115001/2022-00456 [ 文号 ] 渝府〔2022〕3号\n[ 发布机构 ] 区政府(办公室)")
    )
    assert [header[key].raw for key in ("index_no", "doc_no", "publisher")] == [
        "115001/2022-00456",
        "渝府〔2022〕3号",
        "区政府(办公室)",
    ]


def test_an_index_number_without_its_label_is_known_by_its_shape_and_told() -> None:
    shown = read_head("014178686/2023-00003\n政府信息公开年报\n枝江市教育局\n2023-01-13\n有效")
    header = choose_fields(shown)
    assert (header["index_no"].raw, header["publisher"].raw) == ("014178686/2023-00003", "枝江市教育局")
    said = [finding.message for finding in find_contradictions(shown) if finding.code == "header_unlabelled"]
    assert said[0] == "014178686/2023-00003 stands without a label and was taken for index_no"


def test_a_number_below_an_empty_label_of_its_own_is_not_taken_twice() -> None:
    shown = read_head("索引号：\n文号：014178686/2023-00003")
    assert choose_fields(shown)["index_no"].raw == ""


def test_an_organ_without_a_label_alone_is_no_publisher() -> None:
    assert "publisher" not in choose_fields(read_head("枝江市教育局\n2023-01-13\n有效"))
