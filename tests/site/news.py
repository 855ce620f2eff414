"""Everything ordinary on the portal: columns and the notices and news in them."""

import random
from datetime import date, timedelta

from tests.site.organs import Place

COLUMNS = (
    ("新闻中心", "xwzx"),
    ("部门动态", "bmdt"),
    ("乡镇动态", "xzdt"),
    ("通知公告", "tzgg"),
    ("图片新闻", "tpxw"),
    ("视频新闻", "spxw"),
    ("办事服务", "bsfw"),
    ("互动交流", "hdjl"),
    ("在线访谈", "zxft"),
    ("民意征集", "myzj"),
    ("市长信箱", "szxx"),
    ("人事任免", "rsrm"),
    ("财政信息", "czxx"),
    ("招标采购", "zbcg"),
    ("规划计划", "ghjh"),
    ("统计信息", "tjxx"),
    ("应急管理", "yjgl"),
    ("走进本市", "zjbs"),
    ("投资指南", "tzzn"),
    ("专题专栏", "ztzl"),
)

EVENTS = (
    "{place}召开{season}农田水利建设现场会",
    "{place}{season}义务植树活动启动",
    "关于{season}城区部分路段交通管制的通告",
    "{place}举办{season}招聘会，{n}家企业到场",
    "关于张某某等同志职务任免的通知",
    "{place}图书馆{season}读书月活动安排",
    "{place}新建{n}处便民停车点投入使用",
    "关于公布{season}食品抽检结果的公告（第{n}期）",
    "{place}开展{season}安全生产检查",
    "城南污水处理厂扩建工程招标公告（{n}号）",
    "{place}气象台发布{season}天气预测",
    "关于征求{place}停车场管理办法意见的公告",
)

PARAGRAPHS = (
    "{season}以来，{place}有关单位组织人员深入村组和社区，了解群众需求，逐项登记造册，当场答复{n}个问题。",
    "活动现场，工作人员向群众发放宣传手册，讲解办理流程，并演示了手机端预约的操作步骤。",
    "据介绍，该项工作分三批推进，首批涉及{n}个点位，预计年底前全部完成。",
    "请有关单位和个人合理安排出行与生产，如有疑问可拨打政务服务热线咨询。",
    "下一步，有关单位将根据群众反馈及时调整安排，确保各项措施落到实处。",
)


def write_news(place: Place, rng: random.Random) -> tuple[str, tuple[str, ...], date]:
    """Title, paragraphs and day of one ordinary article."""
    slots = {"place": place.name, "season": rng.choice(("春季", "夏季", "秋季", "冬季")), "n": rng.randint(3, 60)}
    title = rng.choice(EVENTS).format_map(slots)
    paragraphs = rng.sample(PARAGRAPHS, rng.randint(3, 5))
    day = date(2016, 1, 1) + timedelta(days=rng.randint(0, 3200))
    return title, tuple(paragraph.format_map(slots) for paragraph in paragraphs), day
