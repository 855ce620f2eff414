"""Contact data of persons is told from figures, dates and numbers of documents."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.report.contacts import find_contacts, is_identity_card, scrub


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("联系电话：0510-81234567", "联系电话：0000-00000000"),
        (
            "联系电话：（0510）81234567转8012，传真：0510－81234568",
            "联系电话：（0000）00000000转0000，传真：0000－00000000",
        ),
        ("电话：81234567、81234568", "电话：00000000、00000000"),
        ("电 话：０５１０—８１２３４５６７", "电 话：００００—００００００００"),
        ("咨询电话\n81234567", "咨询电话\n00000000"),
        ("如有疑问请拨打0510-81234567咨询。", "如有疑问请拨打0000-00000000咨询。"),
        ("手机13812345678", "手机00000000000"),
        ("请联系138 1234 5678（微信同号）", "请联系000 0000 0000（微信同号）"),
        ("拨打+86-13812345678即可", "拨打+00-00000000000即可"),
        ("服务热线400-820-8820", "服务热线000-000-0000"),
        ("邮箱：zwgk_2020@binhu.gov.cn。", "邮箱：xxxx_0000@xxxxx.xxx.xx。"),
        ("信箱：bhmz@163.com", "信箱：xxxx@000.xxx"),
        ("身份证号11010519491231002X的申请人", "身份证号00000000000000000X的申请人"),
        ("联系人：张三，电话：81234567", "联系人：某某，电话：00000000"),
        ("联 系 人：张　三", "联 系 人：某　某"),
        ("（责任编辑：李小四）", "（责任编辑：某某某）"),
        ("责任编辑 李小四", "责任编辑 某某某"),
        ("联系人：张三、李小四 联系电话：81234567", "联系人：某某、某某某 联系电话：00000000"),
        ("联系人：张三联系电话：81234567", "联系人：某某联系电话：00000000"),
        ("联系人\n张三", "联系人\n某某"),
        ("填报人：阿卜杜·热合曼 审核：欧阳小明", "填报人：某某某·某某某 审核：某某某某"),
        ("单位负责人：王五；统计负责人：赵小六", "单位负责人：某某；统计负责人：某某某"),
        ("地址：江苏省无锡市滨湖区金城路500号，邮编：214100", "地址：江苏省无锡市滨湖区某某某000某，邮编：000000"),
        ("QQ：12345678", "QQ：00000000"),
        ("QQ 12345678", "QQ 00000000"),
        ("加入QQ群123456789交流", "加入QQ群000000000交流"),
        ("联系人（张三）", "联系人（某某）"),
        ("联系人（张三 13812345678）", "联系人（某某 00000000000）"),
        ("（审核（王小五））", "（审核（某某某））"),
        ("13812345678", "00000000000"),
        ("张三\n13812345678\n", "张三\n00000000000\n"),
        ("民政局 | 13812345678 | 二楼", "民政局 | 00000000000 | 二楼"),
        ("身份证号码：110105194912310021", "身份证号码：000000000000000000"),
        ("身份证号（本人）：110105 19491231 0021", "身份证号（本人）：000000 00000000 0000"),
        ("身份证号码 110105491231002", "身份证号码 000000000000000"),
        ("邮箱：zhang san@163.com", "邮箱：xxxxx xxx@000.xxx"),
        ("E-mail zhangsan@163.com", "E-mail xxxxxxxx@000.xxx"),
    ],
)
def test_contact_data_is_written_over_and_nothing_is_moved(text: str, scrubbed: str) -> None:
    assert scrub(text) == scrubbed
    assert scrub(scrubbed) == scrubbed
    assert len(scrubbed) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "20210129",
        "发布时间：20210129",
        "2021-01-29 15:20:35",
        "索引号：11330282002977026G/2017-121822",
        "索 引 号\n014006438/2020-00012",
        "国办发〔2014〕32号、国办公开办函〔2021〕30号",
        "收费金额13812345678元，采购总金额 18612345678.50",
        "本年收费金额\n13812345678\n0",
        "收费 | 13812345678 | 0",
        "收费\t13812345678\t0",
        "网站标识码：3202110001 苏ICP备05012345号 苏公网安备32021102000123号",
        "统一社会信用代码113202110140064388",
        "2019年，全年公开8123456条，比2018年增加1234567条。",
        "当面\n12\n电话\n1234\n网络\n5678",
        "电话申请1234567件",
        "来源：滨湖区民政局 作者：滨湖区民政局办公室",
        "责任编辑：办公室",
        "审核：本站",
        "联系人：\n电话：",
        "负责人共12人次参加，其中主要负责人3人次。",
        "任务\n责任人\n完成时限\n备注\n",
        "责任人落实到位，信息员队伍建设加强。",
        "一审、二审、三审制度",
        "索引号\n13812345678",
        "网站标识码 | 13812345678",
        "行政事业性收费\n上一年项目数量\n本年增/减\n本年收费总金额\n行政事业性收费\n12\n0\n13812345678",
        "采购总金额（万元）\n13812345678",
        "QQ发布信息 12345条，通过QQ 12345人次咨询",
        "负责人（主任）、审核（二审）、联系人（签名）、编辑（包括附件）",
        "身份证号码错误的申请12件",
        "证件编号110105",
        "共13812345678元",
        "审核通过，编辑：管理员",
        "网站地址：www.binhu.gov.cn 微信公众号：滨湖发布",
        "自2020年1月1日起至2020年12月31日止",
        "/art/2021/1/29/art_13812345678_1.html",
        "http://www.binhu.gov.cn/doc/2021/01/29/3312345.shtml?id=13812345678",
        "0.1381234567",
        "一、总体情况\n二、主动公开政府信息情况",
    ],
)
def test_figures_dates_and_numbers_of_documents_stay(text: str) -> None:
    assert scrub(text) == text


def test_an_identity_card_is_told_by_its_day_of_birth_and_its_check_character() -> None:
    assert is_identity_card("11010519491231002X")
    assert not is_identity_card("110105194912310021")
    assert not is_identity_card("11010519491331002X")
    assert scrub("编号110105194912310021") == "编号110105194912310021"


def test_contacts_are_told_with_their_kind_and_place() -> None:
    text = "联系人：张三，邮箱：a@b.cn"
    assert [(one.kind, text[one.start : one.stop]) for one in find_contacts(text)] == [
        ("name", "张三"),
        ("mail", "a@b.cn"),
    ]


@given(st.text(alphabet="0123456789-( )（）张三李四联系人电话：:、\n|@a.元", max_size=60))
def test_whatever_the_text_it_keeps_its_length_and_is_scrubbed_once(text: str) -> None:
    once = scrub(text)
    assert len(once) == len(text)
    assert [letter for letter in once if letter.isspace()] == [letter for letter in text if letter.isspace()]


@pytest.mark.parametrize(
    "part",
    [
        "联系人：",
        "张",
        "0",
        "1",
        "a",
        "a.",
        "@",
        "地址：",
        "市",
        "电话 ",
        " ",
        "\n",
        "(0",
        "张 ",
        "0510-",
        "审核",
        "、张三",
        "联系人（",
        "审核(王",
        "QQ",
        "身份证号码",
        "身份证号码 1101051949",
        "a b ",
        "\n13812345678",
        "金额\n13812345678",
    ],
)
def test_absurd_texts_take_no_long_time(part: str) -> None:
    text = "联系人：" + part * (200_000 // len(part))
    began = time.process_time()
    scrub(text)
    assert time.process_time() - began < 3
