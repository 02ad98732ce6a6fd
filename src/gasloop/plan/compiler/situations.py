"""Situations (对未…的、违规…的) that a clause tells its offices to look for, each one separately checkable, and the
measures it orders against them."""

import re

from gasloop.plan.compiler.lines import sentences
from gasloop.plan.compiler.offices import brackets, is_note

FAULT = re.compile(
    r"未|不(?:符合|到位|足|达标|能|再|具备|遵守|落实|健全|合格|实|细|严|力|规范|完善|全|清|当|按|履行|作为|及时|明|畅|齐|执行|良|配合|符|整改|一致|"
    r"真实|准确|安全|按规定|良好|彻底|牢固|完好)|违规|违法|违章|违反|违建|非法|擅自|无(?!障碍|人|线|缝|害|论|需)|超(?:过|期|出|速|载|限|员|范围|标|年限|量|负荷)|老化|带病|占压|穿越|私接|私自|私拉|私搭|乱|"
    r"挂证|挂靠|弄虚作假|假冒|伪劣|掺混|掺杂|疲劳|缺(?!点)|损坏|破损|损毁|堵塞|占用|封闭|遮挡|锁闭|埋压|圈占|拒不|拒绝|阻挠|虚假|虚报|瞒报|漏报|迟报|谎报|隐瞒|漏|过期|失效|失灵|失修|"
    r"冒用|伪造|变造|篡改|滥用|滥|拖欠|逾期|酒后|毒驾|醉|闯|逆行|改装|改变|拆除|停用|关闭|混放|混存|混用|腐蚀|腐败|变质|霉|污染|交叉|回收|添加|"
    r"转包|分包|出借|转让|倒卖|野蛮|盲目|宽松虚软|流于形式|走过场|缺失|倒塌|开裂|裂缝|裸露|脱落|松动|锈蚀|短路|超负荷|隐患|“(?:问题|黑)[^”]*”|"
    r"在[^，。；]{1,24}(?:使用|存放|停放|充电|搭建|储存|堆放|经营|动火|吸烟|设置|住人|住宿|摆摊|加工|燃放|焚烧|施工)"
)
MEASURE = re.compile(
    r"责令|吊销|撤销|注销|暂扣|没收|罚款|处罚|查封|扣押|黑名单|失信|联合惩戒|信用惩戒|追究|追责|问责|移交|移送|召回|报废|下架|曝光|通报|约谈|关停|"
    r"取缔|停业|停产|停止使用|停止(?:生产|销售|施工|作业|营业|经营|违法)|限期(?:改正|整改|拆除|治理|搬迁|整治)|立行立改|立即整改|立即(?:停止|下架|拆除|关停|改正)|清出市场|禁止进入|强制|拆除|警告|拘留|"
    r"挂牌督办|从[严重快](?:从[严重快])?(?:处罚|打击|查处)|严厉(?:查处|打击|惩处)|严肃(?:查处|处理|问责|追究)|依法(?:查处|处理|处置|打击|惩处|取缔)|顶格|"
    r"溯源|倒查|行政处罚|刑事责任|监督销毁|销毁|退出|降低资质|停办|列入|纳入[^，。；]{0,14}名单"
)
_SUPERVISE = re.compile(
    r"加强(?:监管执法|监督执法|督导指导|督促指导|督促检查|监督检查|执法检查|监管|整治|管控|巡查)|(?:开展|进行)(?:专项)?(?:整治|排查整治|执法检查)|重点(?:整治|排查|查处|检查)|严查|严打|严禁"
)
_CONDITION = re.compile(
    r"^(?:对)?(?:情节(?:特别)?(?:严重|轻微|恶劣)|逾期(?:未|不|仍|拒)[^，。；]{0,14}|构成犯罪|涉嫌犯罪|影响恶劣|拒不(?:改正|整改|执行|配合)|造成[^，。；]{0,12}(?:后果|事故|损失|影响)|"
    r"(?:不能|无法|难以)(?:立即|当场)?整改(?:到位)?|符合[^，。；]{0,10}条件|存在问题|典型案例|因客观原因[^，。；]*)(?:的)?$"
)
_HEAD = re.compile(
    r"^(?:[、，,；;\s]|(?:并|以及|及|和|或者|或|对于|针对|对|凡|发现|查处|严查|严打|重点(?:整治|排查|查处|检查)|严禁|[（(]?[\d一二三四五六]+[)）.、]))+"
)
_TAIL = re.compile(
    r"(?:等(?:的|问题|行为|情况|情形|现象|突出问题|违法违规行为|违法行为|违规行为|方面)*|的(?:行为|问题|情况|情形|现象|违法行为|违法违规行为)?|(?:违法违规)?(?:行为|问题))+$"
)
_CONSEQUENCE = re.compile(
    r"(?:，|,|；|;|的|：|:|等|行为|问题|企业|单位|)(?:的)?[，,]?\s*(?:要|应当?|须|必须|一律|坚决|由[^，。；]{2,20}|均)?\s*(?:依法|依规|依法依规|及时|从重|严格|坚决|依法从快从重|一律|立即)*(?:予以|给予|责令|吊销|"
    r"严厉(?:查处|打击|惩处)|严肃(?:查处|处理)|查处|打击|取缔|处罚|立行立改|移送|移交|召回|关停|加强(?:监管执法|监督执法|督导指导|督促指导|督促检查|监督检查|执法检查|监管)|严格依法|查封|没收|暂扣|约谈|通报|曝光|追究|启动|限期|停止|下架|问责|列入|纳入)"
)
_CUT = re.compile(
    r"[，,；;]|、|(?:以及|或者)|(?<!不)(?:或|及|和|并)(?=(?:未|不|违|非法|擅自|无|超|私|穿越|带病|拒|假冒|伪))|(?<=[的])(?=对)"
)


def situations_in(text: str) -> tuple[str, ...]:
    """The separately checkable situations of a clause, as printed.

    `对未取得许可从事经营的，要责令关停` → (`未取得许可从事经营`,).
    """
    found: list[str] = []
    for sentence in sentences(_without_notes(text)):
        for part in _faulty_parts(sentence):
            found.extend(_pieces(part))
    return tuple(dict.fromkeys(piece for piece in found if len(piece) >= 3))


def _without_notes(text: str) -> str:
    for start, end in reversed(brackets(text)):
        if is_note(text[start + 1 : end - 1], trailing=True):
            text = text[:start] + text[end:]
    return text


def _faulty_parts(sentence: str) -> list[str]:
    """The stretches of a sentence that say what is wrong: everything before the order that follows from it."""
    if not (MEASURE.search(sentence) or _SUPERVISE.search(sentence)):
        return []
    listed = re.match(
        r"^[^，。；：:]{0,30}(?:严查|严打|重点(?:整治|排查|查处|检查)|严禁|整治)(?:以下[^：:]*[:：])?(?P<what>.+)$",
        sentence,
    )
    cut = _CONSEQUENCE.search(sentence, 4)
    head = sentence[: cut.start()] if cut else ""
    if cut and _names_fault(head, sentence):
        return [head]
    if listed and FAULT.search(listed["what"]) and not sentence.startswith("对"):
        return [listed["what"]]
    return []


def _names_fault(head: str, sentence: str) -> bool:
    """`对…`, `…的，` and `发现…` name a fault; `督促企业落实…` does not."""
    bare = head.strip()
    if not (FAULT.search(bare) or re.search(r"情况[，,]", bare + "，")):
        return False
    if re.match(r"^(?:对|对于|针对|凡|发现|查处)", bare):
        return True
    rest = sentence[len(head) :]
    return (
        rest.startswith(("的", "等", "行为", "，要责令", "，应当责令"))
        or "的，" in sentence[: len(head) + 3]
        or bool(re.search(r"发现", bare))
    )


def _pieces(part: str) -> list[str]:
    part = part.strip()
    if not FAULT.search(part):
        return [_clean(piece) for piece in re.split(r"[，,]", part) if _clean(piece)]
    pieces: list[str] = []
    carried = ""
    for piece, joint in _cut(part):
        whole = carried + piece
        bare = _clean(whole)
        if _CONDITION.match(bare):
            carried = ""
            continue
        if FAULT.search(piece) or (carried and FAULT.search(whole)):
            pieces.append(whole)
            carried = ""
        elif pieces and joint in ("、", "及", "和", "或", "或者", "以及"):
            pieces[-1] += joint + whole
            carried = ""
        else:
            carried = whole + ("、" if joint == "" else "，") if not pieces else ""
            if pieces:
                pieces[-1] += joint + whole
    return [bare for piece in pieces if (bare := _clean(piece)) and not _CONDITION.match(bare)]


def _cut(part: str) -> list[tuple[str, str]]:
    """(piece, what stands before it), cut outside brackets and quotes."""
    found: list[tuple[str, str]] = []
    start, joint = 0, ""
    for match in _CUT.finditer(part):
        if _inside(part, match.start()):
            continue
        found.append((part[start : match.start()], joint))
        start, joint = match.end(), match.group()
    found.append((part[start:], joint))
    return [(piece, before) for piece, before in found if piece.strip()]


def _inside(part: str, at: int) -> bool:
    """Within brackets or quotation marks?"""
    before = part[:at]
    return any(before.count(a) > before.count(b) for a, b in ("（）", "()", "“”", "《》"))


def _clean(piece: str) -> str:
    piece = _HEAD.sub("", piece.strip().strip("。；;，,、"))
    previous = None
    while previous != piece:
        previous, piece = piece, _TAIL.sub("", piece).strip("，,、；; ")
    return piece


_TRIM = re.compile(r"^(?:要|应当?|须|必须|并|并且|同时|一律|均|的|还要|除|以及|及|且|可以(?=责令|吊销)|另外)+")


def measures_in(text: str) -> tuple[str, ...]:
    """The measures a clause orders, in its words: `依法责令限期改正`, `吊销燃气经营许可证`, `罚款`."""
    found: list[str] = []
    for sentence in sentences(_without_notes(text)):
        for clause in re.split(r"[，,；;。：:]", sentence):
            found.extend(_measure_parts(clause))
    return tuple(dict.fromkeys(found))


def _measure_parts(clause: str) -> list[str]:
    if not MEASURE.search(clause) or _CONDITION.match(clause.strip()):
        return []
    parts = clause.split("、")
    merged: list[str] = []
    for part in parts:
        if merged and not (MEASURE.search(part) and MEASURE.search(merged[-1])):
            merged[-1] += "、" + part
        else:
            merged.append(part)
    return [bare for part in merged if (bare := _measure(part))]


def _measure(part: str) -> str:
    """The order itself, without the fault that stands before it in the same clause."""
    bare = part.strip().strip("。；;，,")
    if found := re.search(r"(?:的|行为|问题|情形)(?:要|应当?|须|必须|一律|由)", bare):
        rest = bare[found.end() :]
        bare = rest if MEASURE.search(rest) else bare
    elif FAULT.search(bare) and (found := re.search(r"(?:要|应|须)(?=依法|责令|严|及时|坚决|立)", bare)):
        bare = bare[found.end() :]
    bare = _TRIM.sub("", bare.strip())
    bare = re.sub(r"等+$", "", bare)
    if not MEASURE.search(bare) or len(bare) > 45:
        return ""
    if FAULT.search(bare) and bare.endswith("的"):
        return ""
    return bare
