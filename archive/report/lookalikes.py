"""By which words of a squeezed title a page is known that looks like a report and is none (DOMAIN §6).

BLOCKED         what stands in a page's place
ABOUT_REPORTS   kinds whose titles can hold the name of a report: asked before it
OTHER_MATTERS   kinds whose titles do not: asked behind it
"""

import re

Rules = tuple[tuple[str, re.Pattern[str]], ...]

END = r"(?:\([^()]*\))?$"
_ASKS = (
    "做好|开展|报送|编制|编写|编报|填报|规范|加强|认真|印发|转发|征集|征求|进一步|切实|组织|启动|上报|提交|提醒|督促|"
    "落实|推进"
)
PAPER = "通知|公告|通告|通报|函|意见|请示|批复|复函"

BLOCKED: Rules = (
    (
        "challenge",
        re.compile(
            r"验证码|访问禁止|网站管理员设置(?:了)?拦截|请求带有不合法参数|安全验证|人机验证|访问验证|请开启JavaScript|访问过于频繁|Justamoment|滑动验证"
        ),
    ),
    ("error_page", re.compile(r"(?i)^[^一-龥]*(?:404|403|50[0-4]|error|notfound|forbidden)[^一-龥]*$")),
    (
        "error_page",
        re.compile(r"页面不存在|找不到(?:该|您|页面|文件)|无法(?:访问|找到)|已被删除|出错了|服务器错误|系统错误"),
    ),
)
"""What stands in a page's place: asked of the title, and of a text that says little else."""

ABOUT_REPORTS: Rules = (
    *BLOCKED,
    (
        "interpretation",
        re.compile(r"解读|图解|一张?图(?:读|看|了解)|[图数]说|数读|速览|图示|漫画|(?:问答|解答|答记者问)$"),
    ),
    ("format", re.compile(r"报告.{0,4}(?:格式|模板|样式|样本|范本|提纲|填报说明)|(?:格式|模板|范文)" + END)),
    ("format", re.compile(r"[Xx]{2}|××")),
    ("format", re.compile(r"范文|[(【](?:通用|精选|推荐|优选|热门)?[一二三四五六七八九十\d]{1,3}篇[)】]")),
    ("notice", re.compile(r"(?:制度|办法|规定|细则|条例|规则|规程|规范|暂行|试行)" + END)),
    ("notice", re.compile(rf"关于(?:{_ASKS}).*(?:{PAPER}){END}")),
    ("notice", re.compile(rf"(?:有关|相关)(?:事项|事宜|工作|问题)的?(?:{PAPER})")),
    ("notice", re.compile(rf"关于.*(?:情况|结果)的?通报{END}")),
    ("guide", re.compile(r"(?:年度报告|年报).{0,20}(?:要求|注意事项|须知|口径|标准)$")),
    (
        "guide",
        re.compile(r"(?:公开|申请|办事|服务|报送|填报|年报)(?:工作)?指南|指南" + END + r"|手册|使用说明|流程图?$"),
    ),
    ("catalogue", re.compile(r"(?:公开|信息|事项)(?:基本)?目录|(?:目录|清单)" + END)),
    ("notice", re.compile(rf"(?:年度报告|年报)(?!的?(?:{PAPER}|公示)).{{2,30}}(?:{PAPER}|启事|说明){END}")),
    ("notice", re.compile(r"(?:年度报告|年报)的(?:函|请示|批复|复函|意见)$")),
    ("unknown", re.compile(r"(?:上半|下半|半)年(?!度?报)|季度|月份|(?:思考|浅析|探析|研究|体会|看法|启示)$")),
    ("news", re.compile(r"(?:年报|年度报告)(?:工作)?(?:全部|全面|均|已|按时|如期|按期).{0,8}(?:发布|公布|公开|完成)$")),
    (
        "news",
        re.compile(
            r"(?:召开|举办|举行|部署|参加|顺利|圆满|率先|赴|[指督]导|调研).*(?:会|培训班?|完成|编制|发布|公开|工作)$"
        ),
    ),
    (
        "news",
        re.compile(
            r"^(?:多(?:个|家)?|各|全[省市县区州]|我[省市县区州])[一-龥]{0,10}(?:发布|公布|公开)(?:了|20).*(?:年报|年度报告)$"
        ),
    ),
    ("news", re.compile(r"会议?(?:顺利|成功|圆满)?(?:召开|举办|举行)$")),
    ("news", re.compile(r"(?:培训班?|(?:培训|推进|座谈|工作|动员)会议?)$")),
    ("unknown", re.compile(r"(?:年度报告|年报)的?(?:编制|编写|填报|审核|报送|整改)(?:工作|情况|进度)(?!报告|的?说明)")),
)
"""Kinds whose titles can hold the name of a report."""

_SUBJECTS = (
    "企业|公示|工商|社会组织|社会团体|基金会|事业单位|法人|绩效|环境|质量|责任|统计|审计|安全|人权|知识产权|消费|卫生|人口|气象|"
    "水资源|监测|执法|复议|审批|信用|教学|就业|发展|党务公开|村务公开|厂务公开|许可|档案|披露"
)

OTHER_MATTERS: Rules = (
    ("notice", re.compile(rf"^关于.*(?:{PAPER}){END}")),
    (
        "other_annual_report",
        re.compile(rf"审计[^开]{{0,12}}(?:报告|公告){END}|公司[^开]{{0,40}}年度报告"),
    ),
    ("budget", re.compile(r"决算|预算|三公经费|财政拨款")),
    ("other_annual_report", re.compile(r"述职|(?:评估|状况)(?:年度)?报告|披露报告|人大常委会")),
    ("statistics", re.compile(r"统计年报")),
    (
        "plan",
        re.compile(
            r"工作(?:年度)?(?:要点|计划|方案|安排|规划)|实施方案|行动计划|分工方案|任务分解|发展规划|(?:规划|计划)$"
        ),
    ),
    (
        "other_annual_report",
        re.compile(r"法治政府|依法行政|法治(?:建设|工作)|普法|网站(?:工作)?(?:监管)?年度(?:工作)?报[表告]"),
    ),
    ("other_annual_report", re.compile(rf"(?:{_SUBJECTS})[^开]{{0,14}}(?:年度报告|年报)|年报(?:公示|报送|填报|工作)")),
    ("other_annual_report", re.compile(r"工作报告|工作总结|责任报告|质量报告")),
    ("statistics", re.compile(r"统计(?:年报|公报|年鉴|月报|数据|分析)|(?:统计|情况)表|公报$|报表")),
    ("notice", re.compile(rf"(?:{PAPER}|公示|决定|命令|任免){END}|拍卖|招标|中标|招聘")),
    ("news", re.compile(r"^.{0,30}(?:荣获|获评|调研|检查|督导|慰问|会见|出席|赴|走访|召开|举办|举行|启动|开展)")),
)
"""Kinds whose titles do not."""
