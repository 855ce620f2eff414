"""Traditional characters: big5 gateways and copies of mainland pages.

Only what is needed to understand them is turned into simplified characters: those of divisions, organs, headers and of
the forms. Where a traditional character has two simplified ones, the one of these words is taken. A character stays
one character, so positions stay what they are.
"""

import re

_TRADITIONAL = (
    "並亞佈併來侖侷係倉個們倫偉備傢傳僑僕價儀億優儲兒兗內兩冊凈凱別刪則剋剛創劃劍動務勝勢勸勻匯區協參叢吳呂員問啓啟單嗎噹嚮嚴囌國圍園圓圖團執堅堯報場塗墊墾壇壘壩壯壺壽夢夾婁婦孫學宮實寧審寫寬寶將專尋對導屬岡峯峴島峽"
    "崍崑崗崙嵐嶗嶧嶺嶼嶽巒巖師帶幣幫幹幾庫廂廈廠廢廣廬廳張強彆彌彙彥彿後徑從復徵徹恆愛慄態慶慼憑應懷戶挾捲掃採揚換損搶撥撫擁擇擊擔據擬擴擺擾攔攜攝敍敘敵數斷於昇時晉暉暫曆曬書會朮東枴條棗棧棲楊業極榦榮構樂樅樑樓標樣"
    "樹樺橋機橫檔檢檯檳櫃欄權欒欽歷歸殘殯氣決沒沖況涇涼淥淨淶減渦測渾湞湯準溝溫溮溼滄滎滬滯滸滿漁漢漣漵潁潛潤潯澇澗澠澤澱濃濕濛濟濰濱瀋瀏瀕瀘瀟瀨瀰瀾灑灘灣灤為烏無煉煙煩熱燈營爐爛爲爾牆犧狀狹猶獄獅獎獨獲獸獻現琿瑣瑤"
    "瑪環瓊甌甕產甦畢畫當疇疊瘋療癥發皺監盤盧眾睏睜瞞矇硯碩碭確碼礄礙礦祕祿禍禦禪禮稅稜種稱穀積穎穩穫窪窮窯竄競箇節範築簡籃籌糧糰糾紅納純紗紙級紛紡紮細紹終組結絡給統絳綏經綜綠維綱網綵綿緊緒線締編緩緯縉縣縮縱總績織繞"
    "繫繳繼續罈罰罵罷羅義習聖聞聯聰聲聳聶職聽肅脅脩脫腦膠臉臘臟臥臨臺與興舉舊艙艱荊莊華菴菸萊萬葉蒼蓆蓋蓮蔭蕪蕭薊薌薑薦薩藍藝藥藴藺蘄蘆蘇蘊蘭蘿處號蟲蠻衆術衛衝衞裏補裝裡製複褲見規視覺覽觀觸訂計訊訓託記訟訥訪設許訴註"
    "証詐詔評詞詢試話該詳誌認語誠誤說説課誼調談請諒論諮諸諾謀謙謝謨謹證識譙譜議護譽讀讓讚豐貓貝貞負財貢貧貫責貴貸費貼貿賀資賈賑賓賚賠賢賣賦質賬賺購賽贈贊贏贛趙趨跡蹟蹤躍車軌軍軟較載輕輝輩輪輯輸輿轄轉轎轟辦辭辯農迴這"
    "連週進遊運過達遙遜遞遠適遲遷選遺遼邁邊郟郵鄆鄉鄒鄔鄖鄧鄭鄰鄲鄴酈醫釋鈔鈣鉅鉛銀銅銳銷鋒鋼錄錢錦錫錯錶鍋鍵鍾鎔鎖鎣鎮鏈鏡鐘鐵鑄鑑鑒鑲鑽長門閉開閒間閔閘閣閤閥閩閬閭閱閲閶閻閿闆闊關陘陝陞陣陰陳陸陽隊隕際隨險隱隴隸雖"
    "雙雛雜雞離難雲電霑靈靜鞏韆韓響頁頂項順預頑頒頓頗領頤頭頸頻題額願類顧風颱飛飯飲飽養餘館饋饒馬駐駝騎騙騰驅驊驗驚驛髒體髮鬆鬍鬥鬧鬱魚魯鮁鮑鮮鯉鯨鳩鳳鳴鴛鴨鴻鵝鵬鶴鷹鹹鹼鹽麗麥麴麵麼黃點黨齊齡齣龍龐龔"
)
_SIMPLIFIED = (
    "并亚布并来仑局系仓个们伦伟备家传侨仆价仪亿优储儿兖内两册净凯别删则克刚创划剑动务胜势劝匀汇区协参丛吴吕员问启启单吗当向严苏国围园圆图团执坚尧报场涂垫垦坛垒坝壮壶寿梦夹娄妇孙学宫实宁审写宽宝将专寻对导属冈峰岘岛峡"
    "崃昆岗仑岚崂峄岭屿岳峦岩师带币帮干几库厢厦厂废广庐厅张强别弥汇彦佛后径从复征彻恒爱栗态庆戚凭应怀户挟卷扫采扬换损抢拨抚拥择击担据拟扩摆扰拦携摄叙叙敌数断于升时晋晖暂历晒书会术东拐条枣栈栖杨业极干荣构乐枞梁楼标样"
    "树桦桥机横档检台槟柜栏权栾钦历归残殡气决没冲况泾凉渌净涞减涡测浑浈汤准沟温浉湿沧荥沪滞浒满渔汉涟溆颍潜润浔涝涧渑泽淀浓湿蒙济潍滨沈浏濒泸潇濑弥澜洒滩湾滦为乌无炼烟烦热灯营炉烂为尔墙牺状狭犹狱狮奖独获兽献现珲琐瑶"
    "玛环琼瓯瓮产苏毕画当畴叠疯疗症发皱监盘卢众困睁瞒蒙砚硕砀确码硚碍矿秘禄祸御禅礼税棱种称谷积颖稳获洼穷窑窜竞个节范筑简篮筹粮团纠红纳纯纱纸级纷纺扎细绍终组结络给统绛绥经综绿维纲网彩绵紧绪线缔编缓纬缙县缩纵总绩织绕"
    "系缴继续坛罚骂罢罗义习圣闻联聪声耸聂职听肃胁修脱脑胶脸腊脏卧临台与兴举旧舱艰荆庄华庵烟莱万叶苍席盖莲荫芜萧蓟芗姜荐萨蓝艺药蕴蔺蕲芦苏蕴兰萝处号虫蛮众术卫冲卫里补装里制复裤见规视觉览观触订计讯训托记讼讷访设许诉注"
    "证诈诏评词询试话该详志认语诚误说说课谊调谈请谅论咨诸诺谋谦谢谟谨证识谯谱议护誉读让赞丰猫贝贞负财贡贫贯责贵贷费贴贸贺资贾赈宾赉赔贤卖赋质账赚购赛赠赞赢赣赵趋迹迹踪跃车轨军软较载轻辉辈轮辑输舆辖转轿轰办辞辩农回这"
    "连周进游运过达遥逊递远适迟迁选遗辽迈边郏邮郓乡邹邬郧邓郑邻郸邺郦医释钞钙巨铅银铜锐销锋钢录钱锦锡错表锅键钟镕锁蓥镇链镜钟铁铸鉴鉴镶钻长门闭开闲间闵闸阁合阀闽阆闾阅阅阊阎阌板阔关陉陕升阵阴陈陆阳队陨际随险隐陇隶虽"
    "双雏杂鸡离难云电沾灵静巩千韩响页顶项顺预顽颁顿颇领颐头颈频题额愿类顾风台飞饭饮饱养余馆馈饶马驻驼骑骗腾驱骅验惊驿脏体发松胡斗闹郁鱼鲁鲅鲍鲜鲤鲸鸠凤鸣鸳鸭鸿鹅鹏鹤鹰咸碱盐丽麦曲面么黄点党齐龄出龙庞龚"
)
_TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_ANY = re.compile(f"[{_TRADITIONAL}]")


def straighten(text: str) -> str:
    """The text in simplified characters, of the same length."""
    return text.translate(_TABLE) if _ANY.search(text) else text


_SYLLABLE = r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aeiouvüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,3}(?:ng?|r)?"
_SOUND = re.compile(rf"(?<=[一-龥])[(（]{_SYLLABLE}[)）]")
SOUNDS = 2
"""So many sounds in a text in simplified characters are a copy's and no remark."""


def simplify(text: str, keep: bool = False) -> str:
    """The text in simplified characters without the sounds that some copies print, 區(qū) → 区, where any was
    traditional or several sounds stand there. With `keep` blanks stand for them, and positions stay."""
    simple = straighten(text)
    if "(" not in simple and "（" not in simple:
        return simple
    silent, sounds = _SOUND.subn((lambda sound: " " * len(sound[0])) if keep else "", simple)
    return silent if sounds >= SOUNDS or simple != text else simple
