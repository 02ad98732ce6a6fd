"""When: dates, periods and frequencies in a clause, in the paper's own words."""

import re

from gasloop.plan.compiler.lines import sentences
from gasloop.plan.compiler.numerals import narrow

_N = r"(?:\d{1,4}|[一二两三四五六七八九十半几]{1,3})"
_YEAR = r"(?:(?:19|20)\d\d|二[〇○零]二[〇○零一二三四五六七八九])\s*年"
_MONTH = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月份?"
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号]"
_TEN = r"(?:上中旬|中下旬|上旬|中旬|下旬|月?底|月?末|月?初|上半年|下半年|上半月|下半月)"
_QUARTER = r"第?[一二三四1-4]季度末?"
_DATE = (
    rf"(?:{_YEAR}\s*(?:{_MONTH}\s*(?:{_DAY}|{_TEN})?|{_QUARTER}|年?[底末初]|上半年|下半年)?|{_MONTH}\s*(?:{_DAY}|{_TEN})|"
    rf"{_MONTH}(?=\s*(?:之?前|以前))|(?:今年|本年|当年|明年|次年)(?:{_MONTH}(?:{_DAY}|{_TEN})?|[底末])|"
    rf"(?:本|当|次|每(?:年|月|季度)?)?(?:年|月|季度)[底末](?!月)|{_QUARTER})"
)
_BEFORE = r"\s*(?:之前|以前|前)"
_UNIT = r"(?:个?工作日|个?自然日|小时|分钟|日|天|周|个?星期|个?月|个?季度|年)"
_DOING = (
    r"(?:不少于|至少|不低于|联合|集中|专项|组织|开展|进行|抽检|检查|召开|报送|调度|巡查|更新|排查|通报|研究|会商|复查|督查|考核|演练|维护|"
    r"维保|走访|入户|研判|清理|抽查|自查|夜查|学习|培训|宣传|检测|监测|听取|曝光|公布|评估|研判|约谈|督办)"
)
_TIMES = rf"(?:\s*{_DOING}*\s*{_N}\s*(?:(?:批|人|场|家)?次|场(?!所)|轮|遍)(?:以上)?)?"
_SEASON = (
    r"(?:春节|元宵节?|元旦|国庆节?|劳动节|端午节?|重阳节?|五一|中秋节?|清明节?|汛期|暑期|寒假|暑假|(?:春季|秋季)?开学|供暖季?|采暖季|入冬|岁末|冬季|夏季|"
    r"高温季|防火期)"
)
_EACH = (
    rf"每(?:半|{_N}|个|两)?\s*(?:个)?(?:工作日|日|天|班|周|星期|月|季度|半年|季|年|学期|旬)(?:度)?"
    rf"(?:[上中下]旬|(?:末月|[首第][一二三]?个?月)(?:份)?的?\s*{_N}\s*[日号](?:之?前)?|底|末|初|\s*的?\s*{_N}\s*[日号](?:之?前)?|\d{{1,2}}(?:[时点]|:\d\d)(?:\d{{1,2}}分)?(?:之?前)?|的?最后一?个?(?:工作日|周|日|天)(?:之?前)?|"
    rf"(?<=[周期])[一二三四五六日天](?:[上下]午)?(?:\d{{1,2}}[时点])?(?:之?前)?|{_MONTH}(?:{_DAY}|{_TEN})?(?:{_BEFORE})?|"
    rf"的?第[一二三四]个?[^，。；]{{0,8}}?(?:日|周|天))?{_TIMES}"
)

_PATTERNS = (
    rf"(?:每年|{_YEAR})\s*{_SEASON}(?:来临|到来|开始)?(?:之前|前)|{_YEAR}\s*年内",
    rf"{_DATE}\s*(?:起|开始)?\s*(?:至|到|—|-|~|～|–)\s*{_DATE}(?:{_BEFORE})?",
    rf"(?:[自从][^，。；、]{{1,24}}?之?日起)?\s*(?:在|于)?{_N}\s*{_UNIT}\s*(?:之内|以内|内)(?![^，。；]{{0,3}}(?:违法|违规|累计|发生|受到))",
    r"(?:再|集中|利用|用)+\s*" + _N + r"\s*(?:个月|年|个季度|周|个星期|天)(?:左右)?(?:的)?时间",
    r"(?:为期|利用|历时)\s*" + _N + r"\s*(?:个月|年|个季度|周|天)",
    rf"{_DATE}(?=(?:[、和]{_DATE}){{1,3}}{_BEFORE})",
    rf"(?:{_YEAR})?{_MONTH}(?:上中旬|中下旬|上旬|中旬|下旬)(?:{_BEFORE})?",
    rf"(?<!每)第[一二三四]季度[初末]?{_BEFORE}?",
    r"(?<![\d一二两三四五六七八九十半几当本近多])年内(?![^，。；]{0,2}(?:发生|累计|违法))",
    r"(?:(?<![\u4e00-\u9fff])|(?<=建立)|(?<=实行)|(?<=落实)|(?<=执行)|(?<=推行)|(?<=坚持))[日周旬月季](?:管控|报告|调度|通报|汇总|小结|研判|巡查|排查|检查|会商|例会)(?![\u4e00-\u9fff](?<!制))",
    r"日(?:管控|报告|调度|巡查|排查)(?=、[周旬月])",
    r"日周月(?=[”排巡检\"])",
    rf"{_DATE}{_BEFORE}(?![建取设登已形投发出竣][\u4e00-\u9fff]{{1,4}}的)",
    rf"(?:{_YEAR}\s*)?{_MONTH}\s*(?:至|到|—|-|~|～|–)\s*(?:次年)?{_MONTH}(?:{_BEFORE}|[底末])?",
    r"\d{1,2}\s*(?:至|到|—|-|~|～|–)\s*\d{1,2}\s*月",
    r"(?:1[0-2]|[1-9])月(?:[、和](?:1[0-2]|[1-9])月)+",
    rf"全年(?:不少于|至少)?\s*{_N}\s*次",
    rf"(?<=到){_YEAR}(?=[，,])",
    rf"即日起(?:至{_DATE})?",
    rf"{_YEAR}(?:{_MONTH})?(?:底|末|年底|月底|上半年|下半年)|{_YEAR}\s*{_QUARTER}|(?:今|本|明|当)?年[底末](?!次|款)",
    rf"{_DATE}(?!(?:{_BEFORE}|以后|之后|后)?[建取设登已形投发出竣][\u4e00-\u9fff]{{1,4}}的)(?=[^，。；、：]{{0,16}}(?:完成|启动|建成|实现|报送|上报|到位|结束))",
    r"“?[“\"]?十[三四五六七]五[”\"]?”?(?:期间|末)",
    _SEASON + r"(?:[、\0全国]{1,5}(?:" + _SEASON[3:-1] + r")?){0,4}(?:来临|到来|开始)?(?:之前|前)",
    _EACH,
    r"(?:按|逐|分)(?:日|周|月|季度|季|半年|年|旬)(?![\u4e00-\u9fff]?份|产|龄)(?!度计划)",
    rf"{_N}\s*(?:天|日|周|个月|月|季度|年)\s*(?:一|1)\s*次",
    r"(?:当日|当天|当月|次日|24小时)(?:内|前)?(?=[^，。；]{0,8}(?:完成|整改|处置|报|办结|反馈|清零))",
)
_ALL = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))
_ANNUAL = re.compile(r"(?:中长期和)?年度(?:[、和]?(?:季度|月度))+(?=[^，。；]{0,8}计划)")
_CITED = re.compile(r"〔[^〕]*〕|《[^》]*》|“[^”]{0,40}”")
_MEASURE_OF = re.compile(
    r"\d{1,9}(?:\.\d{1,4})?\s?(?:%|％|[余多]?[万千百]?(?:户|公里|千米|家|台|套|次|场|人次|名|处|栋|座|条|所|辆|件|"
    r"个(?!月|工作日|季度|自然日|星期)))|"
    r"百分之|全覆盖|清零|零新增|零发生|零增长|[一二两三四五六七八九十]次(?!性)|100％|达标率|覆盖率|完成率"
)


def deadlines_in(text: str) -> tuple[str, ...]:
    """Every date, period and frequency, as printed, in order, once each.

    `每月15日前报送，2024年3月底前报送总结` → (`每月15日前`, `2024年3月底前`).
    """
    words = [word for sentence in sentences(text) for word in _words(sentence)]
    words += [value for value in _labelled(text) if not any(word in re.sub(r"\s+", "", value) for word in words)]
    return tuple(dict.fromkeys(words))


_LABEL = re.compile(r"(?:完成时限|完成时间|整改时限|工作时限|时限要求|时限)[:：]\s*([^。；;，\n（(）)]{2,16})")


def _labelled(text: str) -> list[str]:
    """What stands behind 完成时限： in words only (`长期坚持`, `持续推进`)."""
    return [found[1].strip() for found in _LABEL.finditer(text)]


def _words(sentence: str) -> list[str]:
    flat = _blanked(sentence)
    found = [(match.start(), match.end()) for match in _ALL.finditer(flat) if match.group().strip()]
    found += [(match.start(), match.end()) for match in _ANNUAL.finditer(flat)]
    words = (re.sub(r"\s+", "", sentence[start:end]) for start, end in sorted(found))
    return [word for word in words if word and not _bare_year(word)]


def _blanked(text: str) -> str:
    """Half-width, with cited titles, document numbers and the like blanked out, same length."""
    flat = narrow(text)
    for match in _CITED.finditer(flat):
        if match.group().startswith("“") and re.search(r"十[三四五六七]五", match.group()):
            continue
        flat = flat[: match.start()] + "\0" * len(match.group()) + flat[match.end() :]
    return flat


def _bare_year(word: str) -> bool:
    return bool(re.fullmatch(r"\d{1,2}[日号]", word))


_TIME = re.compile(r"[\d０-９前内底每年月旬季]")


def is_when(text: str) -> bool:
    """Is the text nothing but a date or a period (`7月15日前`, `在三个月内`)?"""
    bare = text.strip().removeprefix("在").removeprefix("于")
    return bool(_TIME.search(bare)) and bare in deadlines_in(bare)


_DONE = re.compile(r"(?:基本|全部|全面)?(?:完成|启动|建成|到位|报送|上报|实施|落实|办结|清零|销号)(?:到位|任务|整改)?$")
STANDING = re.compile(
    r"(?:(?:以后|此后|之后|并|后)?(?:长期|持续|常态化?|常年|全年|同步|分步|压茬|滚动|适时|立即|即知|立行|立查))(?:地)?(?:坚持|推进|推动|开展|实施|落实|整改|进行|即改|立改|完成|做好)"
    r"|长期|全年|贯穿(?:全年|始终|全过程)|立行立改|即知即改"
)


def is_term(text: str) -> bool:
    """Is the text nothing but a term (`2018年3月底前完成`, `持续推进`), as notes print it beside their offices?"""
    bare = text.strip()
    return bool(STANDING.fullmatch(bare)) or is_when(bare) or is_when(_DONE.sub("", bare))


def standing_in(note: str) -> tuple[str, ...]:
    """Terms in words among the names of a note: `（各部门负责，持续推进）` → (`持续推进`,)."""
    return tuple(piece for part in re.split(r"[，,；;。]", note) if STANDING.fullmatch(piece := part.strip()))


def is_measurable(text: str) -> bool:
    """Does a clause name a result that can be counted (`更换1000公里`, `全覆盖`)?"""
    return bool(_MEASURE_OF.search(narrow(text)))
