"""The outlines of the national forms, from the notices 国办发〔2014〕32号, 国办公开办函〔2019〕60号 and 〔2021〕30号.

A label of several levels is written with / between them.
"""

APPLICANTS = (
    ("natural_person", "自然人"),
    ("business", "商业企业"),
    ("research", "科研机构"),
    ("welfare", "社会公益组织"),
    ("legal_service", "法律服务机构"),
    ("other_org", "其他"),
    ("total", "总计"),
)

_FIRST = """
new_received 一、本年新收政府信息公开申请数量
carried_over 二、上年结转政府信息公开申请数量
granted 三、本年度办理结果/（一）予以公开
partly_granted 三、本年度办理结果/（二）部分公开（区分处理的，只计这一情形，不计其他情形）
refused.state_secret 三、本年度办理结果/（三）不予公开/1.属于国家秘密
refused.law_forbids 三、本年度办理结果/（三）不予公开/2.其他法律行政法规禁止公开
refused.three_safeties 三、本年度办理结果/（三）不予公开/3.危及“三安全一稳定”
refused.third_party 三、本年度办理结果/（三）不予公开/4.保护第三方合法权益
refused.internal 三、本年度办理结果/（三）不予公开/5.属于三类内部事务信息
refused.process 三、本年度办理结果/（三）不予公开/6.属于四类过程性信息
refused.enforcement_files 三、本年度办理结果/（三）不予公开/7.属于行政执法案卷
refused.admin_query 三、本年度办理结果/（三）不予公开/8.属于行政查询事项
unable.not_held 三、本年度办理结果/（四）无法提供/1.本机关不掌握相关政府信息
unable.needs_making 三、本年度办理结果/（四）无法提供/2.没有现成信息需要另行制作
unable.still_unclear 三、本年度办理结果/（四）无法提供/3.补正后申请内容仍不明确
not_handled.petition 三、本年度办理结果/（五）不予处理/1.信访举报投诉类申请
not_handled.repeat 三、本年度办理结果/（五）不予处理/2.重复申请
not_handled.publication 三、本年度办理结果/（五）不予处理/3.要求提供公开出版物
not_handled.excessive 三、本年度办理结果/（五）不予处理/4.无正当理由大量反复申请
not_handled.reissue 三、本年度办理结果/（五）不予处理/5.要求行政机关确认或重新出具已获取信息
"""
_OTHER_2019 = """
other 三、本年度办理结果/（六）其他处理
"""
_OTHER_2021 = """
other.not_corrected 三、本年度办理结果/（六）其他处理/1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请
other.fee_unpaid 三、本年度办理结果/（六）其他处理/2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其申请
other.rest 三、本年度办理结果/（六）其他处理/3.其他
"""
_LAST = """
handled 三、本年度办理结果/（七）总计
carried_forward 四、结转下年度继续办理
"""


def _read(outline: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    pairs = (line.split(" ", 1) for line in outline.split("\n") if line)
    return tuple((key, tuple(label.split("/"))) for key, label in pairs)


RESULTS = {
    "2019": _read(_FIRST + _OTHER_2019 + _LAST),
    "2021": _read(_FIRST + _OTHER_2021 + _LAST),
}

CLAUSES = {
    "2019": (
        ("第二十条第（一）项",
         ("made 本年新制作数量", "newly_published 本年新公开数量", "published_total 对外公开总数量"),
         ("regulations 规章", "normative_documents 规范性文件")),
        ("第二十条第（五）项", ("items_last_year 上一年项目数量", "change 本年增/减", "decisions 处理决定数量"),
         ("licences 行政许可", "other_services 其他对外管理服务事项")),
        ("第二十条第（六）项", ("items_last_year 上一年项目数量", "change 本年增/减", "decisions 处理决定数量"),
         ("penalties 行政处罚", "coercive_measures 行政强制")),
        ("第二十条第（八）项", ("items_last_year 上一年项目数量", "change 本年增/减"), ("fees 行政事业性收费",)),
        ("第二十条第（九）项", ("projects 采购项目数量", "amount 采购总金额"), ("procurement 政府集中采购",)),
    ),
    "2021": (
        ("第二十条第（一）项", ("issued 本年制发件数", "repealed 本年废止件数", "in_force 现行有效件数"),
         ("regulations 规章", "normative_documents 行政规范性文件")),
        ("第二十条第（五）项", ("decisions 本年处理决定数量",), ("licences 行政许可",)),
        ("第二十条第（六）项", ("decisions 本年处理决定数量",), ("penalties 行政处罚", "coercive_measures 行政强制")),
        ("第二十条第（八）项", ("amount 本年收费金额（单位：万元）",), ("fees 行政事业性收费",)),
    ),
}  # fmt: skip

OUTCOMES = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)

_INDICATORS = """
- - 一、主动公开情况
disclosed.total 条 （一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）
disclosed.normative 条 其中：主动公开规范性文件数
disclosed.normative_issued 件 制发规范性文件总数
- - （二）通过不同渠道和方式公开政府信息的情况
disclosed.gazette 条 1.政府公报公开政府信息数
disclosed.website 条 2.政府网站公开政府信息数
disclosed.weibo 条 3.政务微博公开政府信息数
disclosed.wechat 条 4.政务微信公开政府信息数
disclosed.other 条 5.其他方式公开政府信息数
- - 二、回应解读情况
responses.total 次 （一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）
- - （二）通过不同渠道和方式回应解读的情况
responses.press 次 1.参加或举办新闻发布会总次数
responses.press_heads 次 其中：主要负责同志参加新闻发布会次数
responses.interviews 次 2.政府网站在线访谈次数
responses.interview_heads 次 其中：主要负责同志参加政府网站在线访谈次数
responses.articles 篇 3.政策解读稿件发布数
responses.social 次 4.微博微信回应事件数
responses.other 次 5.其他方式回应事件数
- - 三、依申请公开情况
received.total 件 （一）收到申请数
received.in_person 件 1.当面申请数
received.fax 件 2.传真申请数
received.online 件 3.网络申请数
received.letter 件 4.信函申请数
closed.total 件 （二）申请办结数
closed.on_time 件 1.按时办结数
closed.extended 件 2.延期办结数
answered.total 件 （三）申请答复数
answered.already_public 件 1.属于已主动公开范围数
answered.granted 件 2.同意公开答复数
answered.partly_granted 件 3.同意部分公开答复数
answered.refused 件 4.不同意公开答复数
answered.refused.state_secret 件 其中：涉及国家秘密
answered.refused.trade_secret 件 涉及商业秘密
answered.refused.privacy 件 涉及个人隐私
answered.refused.safety 件 危及国家安全、公共安全、经济安全和社会稳定
answered.refused.not_information 件 不是《条例》所指政府信息
answered.refused.other 件 法律法规规定的其他情形
answered.not_ours 件 5.不属于本行政机关公开数
answered.not_existing 件 6.申请信息不存在数
answered.to_be_corrected 件 7.告知作出更改补充数
answered.other_channel 件 8.告知通过其他途径办理数
reconsideration.total 件 四、行政复议数量
reconsideration.upheld 件 （一）维持具体行政行为数
reconsideration.corrected 件 （二）被依法纠错数
reconsideration.other 件 （三）其他情形数
litigation.total 件 五、行政诉讼数量
litigation.upheld 件 （一）维持具体行政行为或者驳回原告诉讼请求数
litigation.corrected 件 （二）被依法纠错数
litigation.other 件 （三）其他情形数
complaints.total 件 六、举报投诉数量
fees.amount 万元 七、依申请公开信息收取的费用
- - 八、机构建设和保障经费情况
resources.offices 个 （一）政府信息公开工作专门机构数
resources.reading_points 个 （二）设置政府信息公开查阅点数
resources.staff 人 （三）从事政府信息公开工作人员数
resources.full_time 人 1.专职人员数（不包括政府公报及政府网站工作人员数）
resources.part_time 人 2.兼职人员数
resources.budget 万元 （四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）
- - 九、政府信息公开会议和培训情况
training.meetings 次 （一）召开政府信息公开工作会议或专题会议数
training.courses 次 （二）举办各类培训班数
training.trainees 人次 （三）接受培训人员数
"""
INDICATORS: tuple[tuple[str, str, str], ...] = tuple(
    (key, unit, label) for key, unit, label in (line.split(" ", 2) for line in _INDICATORS.split("\n") if line)
)
"""Key, unit, label; key and unit of a heading are "-"."""

SUMS_2014: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("received.total", ("received.in_person", "received.fax", "received.online", "received.letter")),
    ("closed.total", ("closed.on_time", "closed.extended")),
    (
        "answered.refused",
        tuple(f"answered.refused.{w}" for w in ("state_secret", "trade_secret", "privacy", "safety", "not_information",
                                                "other")),
    ),
    (
        "answered.total",
        tuple(f"answered.{w}" for w in ("already_public", "granted", "partly_granted", "refused", "not_ours",
                                        "not_existing", "to_be_corrected", "other_channel")),
    ),
    ("reconsideration.total", ("reconsideration.upheld", "reconsideration.corrected", "reconsideration.other")),
    ("litigation.total", ("litigation.upheld", "litigation.corrected", "litigation.other")),
    ("resources.staff", ("resources.full_time", "resources.part_time")),
)  # fmt: skip
"""A sum and what it adds up, so that a later one may add up earlier ones."""
