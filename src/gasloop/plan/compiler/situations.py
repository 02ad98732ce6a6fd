"""Situations (对未…的、违规…的) that a clause tells its offices to look for, each one separately checkable.

A sentence is walked comma by comma: what is wrong is gathered until the order comes that answers it (要责令…,
加强监管执法); what stands before the gathering began (加强监管，对…) is not part of it.
"""

import re

from gasloop.plan.compiler.deadlines import is_when
from gasloop.plan.compiler.faults import CONDITION, FAULT, GENERIC, MEASURE, SUPERVISE
from gasloop.plan.compiler.lines import bounded
from gasloop.plan.compiler.offices import brackets, is_note

_OPENS = re.compile(
    r"^(?:[①-⑳]|[（(]?[\d一二三四五六七八九]{1,2}[)）.、])?(?:并|并且|以及|同时|特别是)?(?:(?:督促指导|督促|指导|组织|会同|配合)[^，。；对]{2,20})?(?:对于?(?!照|接|标|应|属地)|针对|凡是?|(?:[\u4e00-\u9fff]{2,8})?发现)"
)
_ORDER_IN = re.compile(
    r"(?:的)?(?:，)?(?:(?<![主重需必只简纲提摘概])要(?!求|素|害|道)|应当?(?!急)|须|必须|一律|由其|均|坚决|及时|立即|当场|依[法规纪](?:依[法规纪])*|严格依法|(?<=的)启动|(?<=的)移[交送]|(?<=的)取消|(?<=的)(?:下?发)?督办|(?<=的)发督办|严厉|严肃|予以|给予|从[严重快]|责令|吊销|没收|暂扣|处以|(?<![未不])(?<!按规定)(?<!按要求)(?<!依法)加强(?:监管|监督|督|执法|整治|管控|巡查)|(?<![未不])(?<!按规定)(?<!按要求)进行(?:专项)?(?:整治|排查|检查|问责)|(?<![未不])(?<!按规定)(?<!按要求)开展(?:专项|集中|全面|全覆盖|拉网式|地毯式)?(?:整治|排查|执法|检查|治理))"
)
_ORDER_FIRST = re.compile(
    r"(?:重点|集中|专项|坚决|严厉|依法|全面|深入|从严|严格|排查|督促|切实|及时|持续|大力|着力)*(?:整治|查处|打击|治理|严查|严打|纠治|清理|清查|整改|曝光|查纠|检查|排查|(?<=重点)查(?![看验阅询找]))(?!整治|治理|工作|力度|重点|内容|范围|方式|对象|清单|台账|机制|制度|行动|情况|人员|结果|记录|出|发现|和|、|及)"
)
_FORBIDS = re.compile(r"(?:严禁|禁止(?!进入|或))")
_LISTED_END = re.compile(r"等[^，。；、]{0,16}?(?:行为|问题|隐患|情形|现象|乱象|违法|违规|情况)?$")
_COMMA = re.compile(r"[，,；;]|(?<=的)(?=对(?!于|象))")
_JOINT = re.compile(
    r"、|(?:以及|或者)|(?<!不)(?:或|及|和|并|且)(?=(?:未|不(?!同)|违[规法章]|非法|擅自|无|超[过期出速载员]|私|穿越|带病|拒|伪造|占用|堵塞))"
)
_HEAD = re.compile(
    r"^(?:[、，,；;\s\n]|[A-Z][.．、]|(?:督促指导|督促|指导|组织)[^，。；对]{2,20}对|[①-⑳]|[（(]?[\d]{1,2}[)）.、]|并且|以及|同时|特别是|对于|针对|对(?!照|接|标)|凡是|凡|(?:[^未不，、\s]{0,8})?发现(?:的)?|查处(?!不)|及(?!时)|并(?!联)|和(?!谐)|或者|或|涉嫌(?=不)|的)+"
)
_TRANSITIVE = re.compile(
    r"^(?:对)?(?:[\u4e00-\u9fff]{0,4}?)(?<!被)(?:未(?:安装|设置|配备|建立|落实|制定|开展|使用)|占用|堵塞|封闭|遮挡|损坏|挪用|拆除|停用|圈占|埋压|伪造|变造|私拉|私搭|出借|转让|倒卖|涂改|冒用|隐瞒|拒绝|破坏|拆改|侵占|挤占|锁闭|擅自|违规|违法|非法)$"
)
_ACTED = re.compile(
    r"(?<![被受未已])(?:挂牌督办|公示曝光|责令|予以通报|进行约谈|依法取缔|查封扣押|清退出|移[交送](?=[\u4e00-\u9fff]{2,10}(?:机关|部门|处理)))(?!的|后)"
)
_NO_FAULT = re.compile(CONDITION.pattern + r"|进行(?:评估|评价|考核|核查|审查)$")
_TAIL = re.compile(
    r"(?:等(?:突出|安全|严重)*(?:违法违规|违法犯罪|违法|违规|交通|消防|安全)*(?:的|问题|行为|情况|情形|现象|隐患|方面|乱象)*|的(?:违法违规|违法|违规)?(?:行为|问题|情况|情形|现象)?|(?:违法违规|违法|违规)(?:行为|问题)|(?<!出)(?<!存在)(?<!安全)(?<!隐患)(?<!的)(?<=[\u4e00-\u9fff])问题|(?<=[\u4e00-\u9fff]{4})(?<!违法)(?<!违规)(?<!犯罪)(?<!危险)(?<!的)行为)$"
)


def situations_in(text: str) -> tuple[str, ...]:
    """The separately checkable situations of a clause, as printed.

    `对未取得许可从事经营的，要责令关停；对超期未检、私接三通的，处罚款。` →
    (`未取得许可从事经营`, `超期未检`, `私接三通`).
    """
    found: list[str] = _enumerated(_without_notes(text))
    for sentence in [] if found else re.split(r"[。！!？?\n\t]", _without_notes(text)):
        if asked := _asked(sentence):
            found.extend(asked)
            continue
        for stretch in bounded(sentence):
            found.extend(_Walk(stretch).situations())
    return tuple(dict.fromkeys(piece for piece in found if len(piece) >= 2 and not GENERIC.match(piece)))


def _without_notes(text: str) -> str:
    for start, end in reversed(brackets(text)):
        if is_note(text[start + 1 : end - 1], trailing=True):
            text = text[:start] + text[end:]
    return text


_ASKS_ANEW = re.compile(r"[^是]{2,12}是否|是否[\u4e00-\u9fff]{4}")
_LOOKS = re.compile(r"^\s*(?:重点)?(?:检查|查看|核查)(?=.{2,}是否)")


def _asked(sentence: str) -> list[str]:
    """`是否安装报警装置，是否使用不合格软管`: every question is a situation."""
    if not re.match(r"(?:[^，]{0,20}：)?[^，：对]{0,14}是否", sentence) or MEASURE.search(sentence):
        return []
    asked: list[str] = []
    for clause in re.split(r"[，,；]", sentence.rpartition("：")[2]):
        first, *more = clause.split("、")
        asked.append(first)
        for piece in more:
            if "是否" in asked[-1] and _ASKS_ANEW.match(piece):
                asked.append(piece)
            else:
                asked[-1] += f"、{piece}"
    return [bare for each in asked if "是否" in each and (bare := _clean(_LOOKS.sub("", each)))]


_ENUMERATED = re.compile(r"(?:^|[：:；;，,])\s*[一二三四五六七八九十]{1,2}是")


def _enumerated(text: str) -> list[str]:
    """`重点打击以下行为：一是无证经营；二是…`: each point of a list that an order opens is a situation."""
    found: list[str] = []
    for sentence in re.split(r"[。！\n]", text):
        points = list(_ENUMERATED.finditer(sentence))
        if len(points) < 2 or not _OPENS_LIST.search(sentence[: points[0].end()]):
            continue
        ends = [*(point.start() for point in points[1:]), len(sentence)]
        for point, end in zip(points, ends, strict=True):
            bare = sentence[point.end() : end].strip("，；; ")
            found.extend(_pieces(re.split(r"[，,]", bare), "对") if FAULT.search(bare) else [_clean(bare)])
    return found


_OPENS_LIST = re.compile(
    r"(?:打击|整治|排查|查处|检查|治理|纠治|严查)[^，。；：]{0,16}(?:行为|问题|隐患|情形|违法|违规|方面|内容|重点)[^。；]{0,8}[：:]\s*一是$"
)
_ONE_BY_ONE = re.compile(r"^(?:做到)?发现(?:第?[一二两三四]|\d)(?:起|处|例|个|家|次)")


def listed_situations(text: str, *, certain: bool = False) -> tuple[str, ...]:
    """Situations of a text that merely lists them below a heading that says so: `无证经营、超范围经营的`.

    `certain`: the words above leave no doubt (`重点查处：`), also where the text has no word for what is wrong.
    """
    found: list[str] = []
    if certain and not FAULT.search(text):
        return (_clean(_without_notes(text)),)
    if MEASURE.search(text) or SUPERVISE.search(text):
        return ()
    points = [bare for piece in re.split(r"[①-⑳]|[（(]\d{1,2}[）)]", text) if (bare := _clean(piece))]
    if len(points) > 2 and FAULT.search(text) and all(len(point) <= 60 for point in points):
        return tuple(dict.fromkeys(points))
    for sentence in re.split(r"[。；;\n]", _without_notes(text)):
        for stretch in bounded(sentence):
            if FAULT.search(stretch) and len(_clean(stretch)) >= 4:
                found.extend(_pieces(re.split(r"[，,]", stretch), "对"))
    return tuple(dict.fromkeys(piece for piece in found if len(piece) >= 2 and not GENERIC.match(piece)))


_OTHERS_ACT = re.compile(
    r"由[^，]{2,24}?(?:组织|依法|责令|牵头|负责|限期|协商|督促|予以|进行)|[^，未不违非]{2,30}(?:部门|[局委办所队])(?:依法|责令|予以|从[严重])"
)


class _Walk:
    """One sentence: `gathered` is what may be wrong, `opened` by what word the gathering began."""

    def __init__(self, sentence: str) -> None:
        self.clauses = _under_conditions(_cut(sentence, _COMMA))
        self.gathered: list[str] = []
        self.opened = ""
        self.found: list[str] = []

    def situations(self) -> list[str]:
        for clause, joint in self.clauses:
            if joint in "；;" and not self.opened:
                self.gathered = []
            self._take(clause.strip())
        return self.found

    def _take(self, clause: str) -> None:
        opens = _OPENS.match(clause)
        anew = opens and "发现" in opens.group() and not FAULT.search("，".join(self.gathered))
        if opens and (anew or not self.opened):
            self.gathered = []
            self.opened = "发现" if "发现" in opens.group() else "对"
        if not self.opened and (listed := self._listed(clause)):
            self.found.extend(listed)
            return
        if CONDITION.match(clause) or _ONE_BY_ONE.match(clause):
            self._answered("")
            return
        if self.gathered and self.opened and _OTHERS_ACT.match(clause) and FAULT.search("，".join(self.gathered)):
            self._answered(clause)
            return
        fault, order = self._split(clause)
        if not fault and not order and self._follows_a_case(clause):
            order = clause
        if fault:
            self.gathered.append(fault)
        if order:
            self._answered(order)
        elif not fault:
            self.gathered.append(clause)

    def _follows_a_case(self, clause: str) -> bool:
        """`…的，取消资格`, `…的，6月底前完成评估`: what follows a closed case without naming a fault answers it."""
        if not self.gathered or not self.gathered[-1].endswith("的") or clause.endswith("的"):
            return False
        if not FAULT.search("，".join(self.gathered)) or re.match(r"以及|或者|或|及(?!时)|并且|还", clause):
            return False
        return not FAULT.search(clause) or bool(MEASURE.match(clause))

    def _split(self, clause: str) -> tuple[str, str]:
        """A clause into what is wrong and the order that answers it; either may be empty."""
        for found in _ORDER_IN.finditer(clause):
            rest = clause[found.start() :]
            if not (MEASURE.search(rest) or SUPERVISE.search(rest)):
                break
            left = clause[: found.start()]
            if is_when(left):
                return "", clause
            if re.match(r"^由[^，]{2,20}$", left):
                return "", clause
            if FAULT.search(rest.removeprefix("的")[:6]) and not re.match(
                r"(?:的)?(?:要|应|须|一律|依法|责令|予以|严厉|坚决)", rest
            ):
                continue
            if not left.strip():
                return "", rest
            if FAULT.search(left) or self.opened:
                return left, rest
            break
        if self.opened and (acted := _ACTED.search(clause)) and acted.start() > 1:
            return clause[: acted.start()], clause[acted.start() :]
        bare = MEASURE.match(clause)
        return ("", clause) if bare and not clause.endswith("的") else ("", "")

    def _answered(self, order: str) -> None:
        """The order has come: what was gathered is a list of situations, if it was meant as one."""
        if self.gathered and (self.opened or self._meant(order)):
            self.found.extend(_pieces(self.gathered, self.opened))
        self.gathered, self.opened = [], ""

    def _meant(self, order: str) -> bool:
        """Without 对 a fault is meant where the gathering ends in 的 or the order begins with 要/应/责令."""
        last = self.gathered[-1].strip()
        if not FAULT.search("，".join(self.gathered)):
            return False
        return last.endswith(("的", "行为", "等", "问题")) or bool(
            re.match(r"(?:的)?(?:要|应|须|一律|由)?(?:依法|予以|坚决)*责令", order)
        )

    def _listed(self, clause: str) -> list[str]:
        """`严查酒驾醉驾、超员超载等违法行为` and `严禁占用、堵塞消防车通道`: the order stands before the list."""
        if found := _FORBIDS.search(clause):
            return _pieces([clause[found.end() :]], "严禁")
        found = _ORDER_FIRST.search(clause)
        if not found or found.start() > 16:
            return []
        what = clause[found.end() :]
        if re.match(r"[^、]{0,8}(?:要|必须|应当)", what) or not FAULT.search(what):
            return []
        faulty = _pieces([what], "")
        if len(faulty) == 1 and not FAULT.search(faulty[0]):
            return []
        return faulty if _LISTED_END.search(what) or len(faulty) > 1 or len(what) <= 30 else []


def _under_conditions(clauses: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """`在未取得许可的情况下，擅自经营` is one thought."""
    found: list[tuple[str, str]] = []
    for clause, joint in clauses:
        if found and found[-1][0].endswith("情况下"):
            found[-1] = (f"{found[-1][0]}{joint}{clause}", found[-1][1])
        else:
            found.append((clause, joint))
    return found


_MERE_AIM = re.compile(r"为(?:突破口?|重点|主线|抓手|主题|目标|核心|载体)$")


def _pieces(clauses: list[str], opened: str) -> list[str]:
    if not any(FAULT.search(clause) for clause in clauses):
        return _faultless(clauses, opened)
    found: list[str] = []
    carried = ""
    for clause in clauses:
        if CONDITION.match(clause):
            continue
        if not FAULT.search(clause):
            if len(_clean(clause)) <= 12 and not found:
                carried += clause + "，"
            elif found and not re.match(r"(?:以及|或者)", clause):
                found[-1] += "，" + clause
            elif found:
                carried += re.sub(r"^(?:以及|或者)", "", clause) + "，"
            else:
                found.append(carried + clause)
                carried = ""
            continue
        within = _within(clause)
        within[0] = carried + within[0]
        carried = ""
        found.extend(within)
    return [
        bare for piece in found if (bare := _clean(piece)) and not _NO_FAULT.search(bare) and not _MERE_AIM.search(bare)
    ]


def _faultless(clauses: list[str], opened: str) -> list[str]:
    """`对…情况，…管理，加强督促`: what is to be looked at, comma by comma; `严禁甲、乙`: each forbidden thing."""
    if opened == "严禁":
        return [_clean(piece) for clause in clauses for piece, _ in _cut(clause, re.compile("、")) if _clean(piece)]
    if opened == "发现" or re.search(r"情况", "".join(clauses)):
        return [bare for clause in clauses if (bare := _clean(clause))]
    return []


_FOUND_PRESENT = re.compile(r"^\s*(?:对)?存在")


def _within(clause: str) -> list[str]:
    """The situations inside one comma clause. Names before the first fault belong to it."""
    pieces: list[str] = []
    before = ""
    listed = [piece for piece, _ in _cut(_LISTED_END.sub("", clause), re.compile("、"))]
    if len(listed) > 1 and _FOUND_PRESENT.match(clause) and all(3 <= len(piece) <= 12 for piece in listed):
        return [_FOUND_PRESENT.sub("", listed[0]), *listed[1:]]
    if len(listed) == 2 and all(len(piece) == 4 for piece in listed) and _LISTED_END.search(clause):
        return listed
    if len(listed) > 2 and all(4 <= len(piece) <= 8 for piece in listed) and _LISTED_END.search(clause):
        return listed
    for piece, joint in _cut(clause, _JOINT):
        if pieces and piece.startswith("不得"):
            pieces[-1] += joint + piece
        elif _TRANSITIVE.match(piece.strip()):
            before += (joint if before else "") + piece
        elif before and (FAULT.search(piece) or _TRANSITIVE.match(before.rpartition("、")[2])):
            pieces.append(before + joint + piece)
            before = ""
        elif FAULT.search(piece):
            if pieces and _shares_noun(pieces[-1], piece):
                pieces[-1] += joint + piece
            else:
                pieces.append(piece)
        elif pieces:
            pieces[-1] += joint + piece
        elif len(piece) > 4 and piece.endswith("的") and "的、" in clause and not before:
            pieces.append(piece)
        else:
            before += (joint if before else "") + piece
    return [*pieces, before] if before else pieces


def _shares_noun(left: str, right: str) -> bool:
    """`不符合标准、假冒伪劣的“问题瓶”`: two attributes of one noun are one situation."""
    attribute = re.match(r"[^，、等]{2,6}?的[^，、]", right)
    if not attribute or not FAULT.match(right):
        return False
    fault = FAULT.search(left)
    return fault is not None and "的" not in left[fault.end() :]


def _cut(text: str, pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """(piece, what stands before it), cut outside brackets and quotation marks."""
    depth = [0] * (len(text) + 1)
    level = 0
    for at, char in enumerate(text):
        level = level + 1 if char in "（(“《" else max(0, level - 1) if char in "）)”》" else level
        depth[at + 1] = level
    found: list[tuple[str, str]] = []
    start, joint = 0, ""
    for match in pattern.finditer(text):
        if depth[match.start()]:
            continue
        found.append((text[start : match.start()], joint))
        start, joint = match.end(), match.group()
    found.append((text[start:], joint))
    return [(piece, before) for piece, before in found if piece.strip()]


def _clean(piece: str) -> str:
    piece = _HEAD.sub("", piece.strip().strip("。；;，,、"))
    previous = None
    while previous != piece:
        previous, piece = piece, _TAIL.sub("", piece).strip("，,、；; ")
    return piece
