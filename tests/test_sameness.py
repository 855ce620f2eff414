"""When texts are the same, how alike they are, and which of a report's texts stands for it."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.report.garbled import is_garbled
from archive.report.likeness import bands, estimate, likeness, sign
from archive.report.normalisation import hash_text, normalise, normalise_at_length
from archive.report.phrases import pairs, quote, read_question, searchable
from archive.report.sameness import Candidate, Merits, choose_current, report_id

ODD = st.text(
    st.sampled_from(
        "a1一政，。：（）５％\n \t\u3000\xa0\u200b\u0301\u0308\u0327¨´①㎡ﾊﾞ각\u1100\u1161\u11a8\u0e33ﬁ\ufeff…—“《"
    )
)


@given(st.text() | ODD)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text() | ODD)
def test_the_fast_way_to_normalise_gives_what_the_rule_says(text: str) -> None:
    assert normalise(text) == normalise_at_length(text)


def test_every_character_is_normalised_by_the_rule_whatever_stands_beside_it() -> None:
    every = [chr(code) for code in range(0x30000) if not 0xD800 <= code < 0xE000]
    for one in random.Random(1).sample(every, 20_000):
        for text in (one, f"a{one}", f"{one}\u0301", f"一{one}\u0308b"):
            assert normalise(text) == normalise_at_length(text), hex(ord(one))


def test_space_width_and_invisible_characters_do_not_make_another_text() -> None:
    assert hash_text("一、总体情况\n2020年，收到申请５件。") == hash_text("一、 总体情况　2020年,收到申请\u200b5件。")
    assert hash_text("收到申请6件。") != hash_text("收到申请5件。")


def test_a_report_has_one_id_wherever_it_is_seen() -> None:
    one = report_id(organ="滨湖区民政局", division_code="320211", year=2020, url="http://a.example/1")
    assert one == report_id(organ="滨湖区 民政局", division_code="320211", year=2020, url="http://b.example/2")
    assert one != report_id(organ="滨湖区民政局", division_code="320211", year=2021, url="http://a.example/1")


def test_where_the_year_is_unknown_the_url_stands_in() -> None:
    known = {"organ": "民政局", "division_code": None, "year": None}
    assert report_id(url="http://a.example/1", **known) != report_id(url="http://a.example/2", **known)


# ---- which text stands for a report

SENTENCES = [
    f"第{number}项工作已经完成，主动公开政府信息{number * 7}条，受理申请{number}件。" for number in range(1, 40)
]
WHOLE = "".join(SENTENCES)


def candidate(
    number: int,
    *,
    present: bool = True,
    own: bool = True,
    length: int = 1000,
    merits: Merits = Merits("complete", 100, 6),  # noqa: B008 - frozen
) -> Candidate:
    return Candidate(f"text{number}", number, present, own, length, merits)


def choose(candidates: Sequence[Candidate], *texts: str) -> tuple[str, dict[str, str]]:
    """Where no texts are given they are unlike each other and each of a report."""
    said = dict(zip([one.id for one in candidates], texts, strict=True)) if texts else {}
    return choose_current(candidates, lambda one: said.get(one.id, f"{WHOLE}{one.id}"))


def test_a_revision_in_place_takes_over() -> None:
    chosen, why = choose([candidate(1, present=False, length=1010), candidate(2)])
    assert (chosen, why) == ("text2", {"text1": "no address says it any more"})


@pytest.mark.parametrize(
    ("worse", "why"),
    [
        ({"length": 300}, "300 characters for 1000 of text 1"),
        ({"length": 5000, "merits": Merits("incomplete", 100, 6)}, "read as incomplete"),
        ({"length": 5000, "merits": Merits("complete", 100, 6, ("garbled",))}, "garbled: decoded by a wrong charset"),
        ({"merits": Merits("complete", 100, 6, ("other_year",))}, "it speaks of another year as its own"),
        ({"length": 5000, "merits": Merits("complete", 0, 6)}, "0 numbers for 100 of text 1"),
        ({"length": 5000, "merits": Merits("complete", 100, 2)}, "2 headings for 6 of text 1"),
    ],
)
def test_a_worse_text_never_takes_over_and_why_is_told(worse: dict[str, object], why: str) -> None:
    candidates = [candidate(1, present=False), candidate(2, **worse)]  # type: ignore[arg-type]
    assert choose(candidates) == ("text1", {"text2": why})
    assert choose([candidate(1, **worse), candidate(2, present=False)])[0] == "text2"  # type: ignore[arg-type]


def test_a_text_that_only_ends_earlier_is_a_cut_copy() -> None:
    cut = "".join(SENTENCES[:35])
    both = [candidate(1, present=False, length=len(WHOLE)), candidate(2, length=len(cut))]
    assert choose(both, WHOLE, cut) == ("text1", {"text2": "cut off: all of it stands in text 1"})
    changed = cut.replace("245", "246")
    assert choose(both, WHOLE, changed)[0] == "text2"


def test_what_has_hardly_a_word_of_a_report_stands_in_its_place_and_not_for_it() -> None:
    news = "".join(f"今天下午区长到第{number}街道调研防汛，看望慰问困难群众。" for number in range(60))
    both = [candidate(1, present=False, length=len(WHOLE)), candidate(2, length=len(news))]
    assert choose(both, WHOLE, news) == ("text1", {"text2": "it has hardly a word of text 1"})


def test_a_short_report_whose_few_figures_are_missing_in_their_places_is_worse() -> None:
    told = f"公开信息34条，收到申请7件，组织培训2次，收取费用60元，接受复议1件。{PROSE}"
    lost = f"公开信息条，收到申请件，组织培训次，收取费用元，接受复议1件。{PROSE}"
    both = [candidate(1, present=False), candidate(2)]
    assert choose(both, told, lost) == ("text1", {"text2": "4 figures of text 1 are missing in their places"})


PROSE = "本年度主动公开政府信息，受理申请，答复申请，均在法定期限之内。" * 9


@pytest.mark.parametrize(
    "revised",
    [
        "公开信息三十四条，收到申请七件，组织培训两次，收取费用六十元，接受复议一件。",
        "公开信息34余条，收到申请8件，组织培训20多次，费用全部免除，没有复议。",
        "公开信息(条)34，收到申请(件)7，组织培训(次)2，收取费用(元)60，接受复议(件)1。",
        "本年度公开信息有所增加。",
    ],
)
def test_a_revision_that_spells_its_figures_otherwise_or_says_fewer_is_one(revised: str) -> None:
    told = f"阅读12次，评论3条，公开信息34条，收到申请7件，组织培训2次，收取费用60元，接受复议1件。{PROSE}"
    assert choose([candidate(1, present=False), candidate(2)], told, f"{revised}{PROSE}")[0] == "text2"


def test_among_equals_the_site_of_the_own_division_then_the_longest_then_the_first() -> None:
    assert choose([candidate(1, own=False, length=1050), candidate(2)])[0] == "text2"
    assert choose([candidate(1), candidate(2, length=1050)])[0] == "text2"
    both = [candidate(1), candidate(2)]
    assert choose(both)[0] == choose(both[::-1])[0] == "text1"
    assert choose(both)[1] == {"text2": "as good as text 1, and met later"}


# ---- garbled texts


@pytest.mark.parametrize(
    ("kept_in", "read_as"),
    [("utf-8", "gb18030"), ("gb18030", "latin-1"), ("gb18030", "utf-8"), ("utf-8", "cp1252"), ("gb18030", "big5")],
)
def test_a_text_of_a_wrong_charset_is_known(kept_in: str, read_as: str) -> None:
    garbled = WHOLE.encode(kept_in).decode(read_as, "replace")
    assert is_garbled(garbled)
    assert is_garbled(garbled.encode("utf-8", "replace").decode("gb18030", "replace"))


def test_prose_of_any_kind_is_not_garbled() -> None:
    traditional = (
        "依照《中華人民共和國政府信息公開條例》的要求，本報告由區民政局編製，內容包括總體情況、主動公開、依申請公開。"
    )
    for text in (WHOLE, traditional, "Annual report on open government information. " * 9, "Дээрх мэдээллийг " * 20):
        assert not is_garbled(text)


def test_from_nine_common_letters_in_ten_on_a_text_is_not_garbled() -> None:
    assert not is_garbled("政" * 36 + "鏀" * 4)
    assert is_garbled("政" * 35 + "鏀" * 5)


def test_a_text_of_which_a_part_is_garbled_or_lost_is_known_and_dots_are_no_letters() -> None:
    first, middle, last = WHOLE[:500], WHOLE[500:700], WHOLE[700:]
    part = first + middle.encode().decode("gb18030", "replace") + last
    lost = "".join("\ufffd" if at % 9 == 0 else letter for at, letter in enumerate(WHOLE))
    asked = "".join("?" if at % 9 == 0 else letter for at, letter in enumerate(WHOLE))
    assert is_garbled(part) and is_garbled(lost) and is_garbled(asked)
    assert not is_garbled(f"一、总体情况{'·' * 200}1\n二、主动公开{'·' * 200}2\n{WHOLE}")


# ---- likeness


@given(st.integers(0, 39), st.randoms())
def test_signatures_estimate_how_alike_texts_are(number: int, chance: random.Random) -> None:
    other = "".join([*SENTENCES[number:], *SENTENCES[:number]]).replace("完成", chance.choice(["完成", "结束"]))
    ours, theirs = sign(WHOLE), sign(other)
    assert ours and theirs
    exact = likeness(WHOLE, other)
    assert abs(estimate(ours, theirs) - exact) < 0.17
    if exact >= 0.8:
        assert {*bands(ours)} & {*bands(theirs)}


def test_a_text_of_a_few_words_has_no_signature() -> None:
    assert sign("本年度没有收到申请。") is None


# ---- phrases


def test_a_question_is_phrases_that_are_to_be_there_and_some_that_are_not() -> None:
    asked = read_question("低保 “行政 复议”　-诉讼 ＰＤＦ")
    assert (asked.phrases, asked.without) == (("低保", "行政复议", "pdf"), ("诉讼",))


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ('"低保', "quotation mark"), ("政", "too short"), ("", "asks for nothing"), ("  ", "asks for nothing"),
        ("-低保", "only says what is not to be there"), ("%_", "too short"), ("政-府", "too short"),
        ("低" * 201, "longer than"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_is_told(question: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_question(question)


@given(st.text("政府信息公开5５ aA，。𠮷", min_size=4), st.data())
def test_a_text_has_every_pair_of_every_phrase_that_stands_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    phrase = searchable(text[start : data.draw(st.integers(start + 2, len(text)))])
    assert pairs(phrase) <= pairs(searchable(text))


def test_a_phrase_is_quoted_as_it_is_written() -> None:
    text = "全年收到依申请\n公开１２件，其中"
    assert list(quote(text, ("申请公开", "12件"))) == [
        ("全年收到依", "申请\n公开", "１２件，其中"),
        ("全年收到依申请\n公开", "１２件", "，其中"),
    ]
