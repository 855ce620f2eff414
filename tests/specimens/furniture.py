"""What stands round the specimens' reports: heads, menus, side columns, tools, neighbours, lists, footers.

Each is the markup and the words that must not be met in a text.
"""

import random

WORDS = (
    "本站动态", "领导之窗", "机构职能", "政策文件", "办事服务", "互动交流", "数据开放", "财政预决算", "人事信息", "通知公告",
)  # fmt: skip
NEWS = (
    "全县春季植树造林现场会召开", "关于公布行政事业性收费目录的通知", "县领导调研重点项目建设", "我县举办企业家座谈会，共商发展大计",
    "关于开展安全生产大检查的紧急通知", "夏粮收购工作全面启动", "一图读懂惠民惠农补贴政策", "人民公园改造提升工程竣工开放",
)  # fmt: skip


def links(rng: random.Random, count: int, form: str = "<li><a href='/n/{i}.html'>{t}</a></li>") -> str:
    return "".join(form.format(i=i, t=rng.choice(WORDS)) for i in range(count))


def news(rng: random.Random, count: int, dated: bool = True) -> str:
    day = lambda i: f"<span>2023-0{i + 1}-1{i}</span>" if dated else ""  # noqa: E731
    return "".join(f"<li><a href='/c/{i}.shtml' title='x'>{rng.choice(NEWS)}</a>{day(i)}</li>" for i in range(count))


def top(site: str, rng: random.Random) -> str:
    return rng.choice((
        f'<div class="top"><a href="#">设为首页</a>|<a href="#">加入收藏</a>|<span>今天是2024年3月5日 星期二</span></div><h1 class=logo><a href="/">{site}</a></h1><div class=menu><ul>{links(rng, 8)}</ul></div>',
        f'<header><p>欢迎访问{site}门户网站！</p><form>搜索热词：<a href=1>社保</a><a href=2>公积金</a></form><nav>{links(rng, 9, "<a href={i}>{t}</a>")}</nav></header>',
        f'<table width=1000><tr><td><img src=/banner.jpg></td></tr><tr><td>{links(rng, 8, "<a href={i}>{t}</a> | ")}</td></tr></table>',
        f'<div id=ewm style="display:none">微信扫码<br>关注{site}</div><div class=hd><a href=/>{site}</a><span>您好，请<a href=l>登录</a>或<a href=r>注册</a></span></div><dl>{links(rng, 7, "<dd><a href={i}>{t}</a></dd><dd>|</dd>")}</dl>',
    ))  # fmt: skip


def crumbs(rng: random.Random) -> str:
    return rng.choice((
        '<div>当前位置：<a href="/">首页</a>&gt;<a href=/a>政务公开</a>&gt;<a href=/b>信息公开年报</a>&gt;正文</div>',
        '<table><tr><td>您的位置：</td><td><a href=/>网站首页</a></td><td>&gt;&gt;</td><td><a href=/b>年度报告</a></td></tr></table>',
        '<ol class="breadcrumb"><li><a href=/>首页</a></li><li><a href=/b>政府信息公开年报</a></li><li>详情</li></ol>',
        '<p><img src=/home.gif> <a href=/>首页</a> » <a href=/b>公开年报</a> » 内容</p>',
        "",
    ))  # fmt: skip


def side(rng: random.Random) -> str:
    return rng.choice((
        f"<div class=left><h2>信息公开</h2><ul>{links(rng, 7)}</ul></div>",
        f"<div class=l><div>最新信息</div><ul>{news(rng, 6)}</ul><div>热点排行</div><ul>{news(rng, 5, dated=False)}</ul></div>",
        f"<div class=l><p>依申请公开</p><p>受理机构：县政府办公室</p><p>联系电话：0000-1111111</p><p>办公时间：工作日上午8:30-12:00</p><ul>{links(rng, 4)}</ul></div>",
        "",
    ))  # fmt: skip


def tools(rng: random.Random) -> str:
    return rng.choice((
        '<div>【字体：<a href="javascript:z(18)">大</a>&nbsp;<a href="javascript:z(16)">中</a>&nbsp;<a href="javascript:z(14)">小</a>】</div>',
        '<div class="bdsharebuttonbox"><a href="#" class="bds_more">分享到：</a><a href="#">QQ空间</a><a href="#">新浪微博</a><a href="#">微信</a></div>',
        "<div><span>分享</span><div class=qr><p>微信扫一扫：分享</p><p>微信里点“发现”，扫一下二维码便可将本文分享至朋友圈。</p></div></div>",
        '<p><a href="javascript:window.print();">打印本页</a>　<a href="javascript:;">收藏</a></p>',
        "<div>访问次数：<span>1,024</span> 次</div>",
        "<div>阅读量：<i>86</i>　文字大小：<b>A+</b> <b>A-</b></div>",
        '<ul><li>放大</li><li>缩小</li><li>复原</li><li>十字光标</li><li>语音</li><li>退出</li></ul>',
        "",
    ))  # fmt: skip


def behind(rng: random.Random) -> str:
    """Between the text and the footer."""
    return rng.choice((
        "<div><p>上一条：<a href=1>关于公开征求意见的公告</a></p><p>下一条：没有了</p></div>",
        "<p>上一篇：无</p><p>下一篇：<a href=2.html>机构设置</a> <span>2022-05-01</span></p>",
        f"<div><h3>相关阅读</h3><ul>{news(rng, 4)}</ul></div>",
        f"<div><b>相关链接：</b></div><div>{news(rng, 3, dated=False)}</div>",
        '<div>扫一扫在手机打开当前页<img src="/qr.png" width=90></div><p><a href="javascript:window.print()">【打印正文】</a></p>',
        '<p align=center>[<a href="javascript:window.print()">打印本页</a>] [<a href="javascript:window.close()">关闭窗口</a>] [<a href="#top">返回顶部</a>]</p>',
        "<div><span>（责任编辑：张华）</span></div><div>初审：王芳　复审：刘洋　终审：陈强</div>",
        "<div><p>您觉得这篇内容对您有帮助吗？</p><label>有</label><label>没有</label></div>",
        "<div>文章录入：admin　责任编辑：admin</div>",
        "<p>来源：县政府办公室　编辑：李丽　审核：赵刚</p><p>最后更新：2022-02-01 09:15</p>",
        "<div>【我要纠错】</div><div>【返回顶部】【关闭窗口】【打印本页】</div>",
        "<div><p>智能问答</p><p>您好，我是智能客服小政，请问有什么可以帮您？</p></div>",
        f"<dl><dt>推荐阅读</dt>{''.join(f'<dd>{words}</dd>' for words in NEWS[:3])}</dl>",
        "<p>[返回列表]</p><p>本文共被浏览 356 次</p>",
        "",
    ))  # fmt: skip


def foot(site: str, rng: random.Random) -> str:
    return rng.choice((
        f"<div class=foot><p><a href=m>网站地图</a> | <a href=c>联系我们</a> | <a href=s>网站声明</a></p><p>主办：{site}　承办：县大数据中心</p><p>网站标识码：0000000001　某ICP备00000001号-1　某公网安备 00000000000001号</p><p>建议使用IE9以上浏览器，分辨率1440*900</p></div>",
        f"<center><font size=2>版权所有 {site}<br>地址：人民路8号 邮编：000000 电话：0000-1234567<br>备案序号：某ICP备00000001号 技术支持：示例软件公司</font></center>",
        f"<footer><select><option>友情链接</option></select><div>Copyright © 2009-2024 All Rights Reserved. {site}版权所有，未经书面授权禁止使用</div><div>政府网站标识码：0000000001</div></footer>",
        f"<table><tr><td>{links(rng, 12, '<a href={i}>{t}</a>')}</td></tr><tr><td>{site}主管 县电子政务办公室维护<br>您是本站第 356821 位访客<br>联系电话：0000-7654321（仅受理网站建设维护相关事宜）</td></tr></table>",
    ))  # fmt: skip
