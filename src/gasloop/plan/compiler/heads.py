"""Offices that a sentence begins with: `经发办、应急办要根据…`, `各社区、各科室、镇直各单位配合…`."""

import re
from itertools import islice

from gasloop.plan.compiler.document import OfficeRole, Role
from gasloop.plan.compiler.lines import sentences
from gasloop.plan.compiler.numbering import mark_of
from gasloop.plan.compiler.offices import ETC, NOT_A_NAME, NOTE_LINE, OFFICE_LIKE, PERSON, is_note, split_names

_MODAL = (
    r"(?:要|应当?(?!急|用|对|力)|须|必须|需要|需(?!求)|负责(?!人|同志)|将(?!军)|不得|牵头|配合|参照|每|按|根据|认真|切实|积极|具体|结合|分别|主动|充分|全面|立即|定期|及时|严格|持之以恒|加强|建立|制定|组织|开展|落实|"
    r"明确|做好|抓好|督促|指导|把|对|于|在|围绕|负总责|统筹|强化|完善|成立|全覆盖|安排|确定|推进|会同|进一步|也要|均|都要|可|共同|依法|依据|应用|全力|继续|坚持|履行|采取|报送|上报|参与|保障|承担|提供|指定|建设|设立|设置|实施|推动|汇总|受理|查处|检查|排查|整治|召开|配备|联合|给予|审核|编制|监督|管理|指派|派出|利用|依托|结合|发挥|细化|严查|严管|严把|拿出|履职|深入|加大|坚决|对照|聘请|制发|下发|发放|每[\u4e00-\u9fff]|(?=\d{1,2}月))"
)
_STRONG = r"(?:要|应当?(?!急|用|对|力)|须|必须|需要|负责(?!人|同志)|不得|总?牵头|配合|参照|也要|均要|都要)"
_GROUP = (
    r"(?:(?:街镇|镇街|街道|乡镇|县区|区县|市县|县市|区|县|镇|乡)(?:（[^（）]{1,8}）)?(?:人民)?(?:政府|办事处|管委会)|"
    r"单位|部门|社区|科室|街镇|镇街|街道|乡镇|村|企业|学校|机构|县区|区县|区|县|镇|政府)(?:（[^（）]{1,8}）)?"
    r"(?!单位|部门|[局委办所会])"
)
_EVERY = re.compile(
    rf"^各[^，。；：、要应须]{{0,10}}?{_GROUP}(?:、各?[^，。；：、要应须]{{1,10}}?{_GROUP})*(?=[\u4e00-\u9fff])"
)
_VERB_FIRST = re.compile(
    r"^(?:提请|报请|督促|指导|组织|推动|支持|鼓励|引导|加强|要求|对|向|在|将|把|与|会同|配合|协调|发动|动员|落实|压实|强化|开展|建立|确保|通过|按照|根据|依托|结合|以|从|因|经(?!发|信|济|开|贸|管|营|办)|"
    r"由|凡|所有|违反|发现|严格|进一步|充分|切实|认真|全面|坚持|完善|健全|推进|加快|明确|制定|其|该|并|且|及时|为|由于|围绕|针对|成立|做到|做好|抓好|提高|提升|统筹|"
    r"积极|深入|依法|每|定期|严禁|严厉|对照|规范|禁止|凡是|如|若|当|除|因此|同时|构建|推行|实行|实施|打造|整合|优化|扩大|保障|防止|防范|紧盯|聚焦|突出|集中|利用|运用|采取|"
    r"召开|采用|进行|加大|培育|广泛|推广|选派|逐步|力争|层层|扎实|着力|务必|形成|持续|继续|未)"
)
_REGULATED = re.compile(r"(?<!各)(?:企业|用户|公司|场所|机构)$")


def offices_heading(text: str, known: frozenset[str] = frozenset()) -> tuple[OfficeRole, ...]:
    """The offices and posts that the sentences of a clause begin with, as leads. Empty where none does.

    `known`: names that the paper's notes print; a sentence that begins with one of them needs no word of duty.
    """
    found: dict[str, OfficeRole] = {}
    if titled := [*_titled(text), *(office for line in text.split("\n")[1:] for office in _titled(line))]:
        found = {office.name: office for office in titled}
        for office in (office for sentence in sentences(text) for office in _standing_by(sentence)):
            found.setdefault(office.name, office)
        return tuple(found.values())
    pieces = [piece for line in text.split("\n") for piece in sentences(line)]
    opening = 1 if len(pieces) > 1 and len(pieces[0]) <= 12 and pieces[0].endswith("。") else 0
    for at, sentence in enumerate(pieces):
        mark = mark_of(sentence)
        sentence = _FIRST_BEARER.sub("", sentence[mark.length :] if mark else sentence)
        strong = at > opening and mark is None
        for start in _starts(sentence):
            later = strong or start > 0
            names = _names(sentence[start:], strong=later)
            if later and not names and not _COMPOSED.search(sentence):
                names = [name for name in _names(sentence[start:], strong=False) if _CERTAIN.search(name)]
            for name in names or _known(sentence[start:], known):
                found.setdefault(name, OfficeRole(name, "lead"))
        for office in _closing(sentence):
            found[office.name] = office
        for office in _standing_by(sentence):
            found[office.name] = office
        for office in _charged(sentence):
            found.setdefault(office.name, office)
        for name in _helpers(sentence):
            found.setdefault(name, OfficeRole(name, "support"))
    return tuple(sorted(found.values(), key=lambda office: office.role != "lead"))


_FIRST_BEARER = re.compile(r"(?:为|是)(?:第一|直接|主要)(?:安全)?(?:责任人|负责人)，(?=要|应|须|必须|负责)")
_ROLE_ENDS = ("", "负责", "组织", "落实", "实施", "抓总", "组织实施", "落实到位", "做好")
_BY = re.compile(
    r"(?<![^，。；：\d前内的])由([^，。；由]{2,40}?)(?:(?:配合|会同)([^，。；由]{2,30}?))?"
    r"(?=依法|责令|组织(?!部)|予以|会同|配合|统一|具体|进行|统筹|查处|处理|完成|开展|负责|落实|提出|牵头|实施|逐[户一家]|登记|"
    r"验收|审核|汇总|上报|报送|检查|巡查|督促|指导|排查|整治|清理|拆除|移交|通报|约谈|承担)"
)
_CERTAIN = re.compile(
    r"^(?:各|全)|(?:[局委办所队院]|“两委”|中心|街道|政府|指挥部|专班|公司|(?<!有关|相关|其他)(?<![关他]的)部门)(?:[（(][^（）()]{1,8}[）)])?$"
)
_COMPOSED = re.compile(r"组成|成员(?:为|由|单位|有)|任(?:组长|指挥长|成员)")
_FIELD = r"(?:(?!由)[\u4e00-\u9fff]){2,10}?(?:[（(][\u4e00-\u9fff、]{2,8}[）)])?"
_FIELDS = re.compile(
    r"^(?:即日起|\d[^，。；]{1,16}[日前底旬]，?)?(?:由|会同)?"
    rf"((?:{_FIELD}、)+{_FIELD})(?:等(?:各|有关|相关)?(?:行业)?(?:主管|监管|职能)?|(?:行业)?(?:主管|监管|职能)?)部门"
)


def _charged(sentence: str) -> list[OfficeRole]:
    """Whom a sentence charges: `由经发办配合区经信委查处`, `由安全科、市场监管分局组织检查`."""
    found: list[OfficeRole] = []
    for by in _BY.finditer(sentence):
        found.extend(OfficeRole(name, "lead") for name in _list(by[1]))
        if found and by[2] and "配合" in by.group():
            found.extend(OfficeRole(name, "counterpart") for name in _list(by[2]))
    return found


_LEADING = ("牵头", "主办", "承办", "负责")


def _closing(sentence: str) -> list[OfficeRole]:
    """`由市公安局牵头，市交通局、市住建局配合，…`: clauses that say nothing but who does what."""
    found: list[OfficeRole] = []
    for clause in re.split(r"[，。；：]", sentence):
        match = re.match(
            r"^(?:[^由]{0,16}由)?(.{2,60}?)(?:总|共同|联合)?(牵头|主办|承办|负责(?!人|同志)|配合|协助|协办|参与|参加(?!人))"
            r"([\u4e00-\u9fff]{0,8})$",
            clause.strip(),
        )
        if match and match[2] not in _LEADING and not re.match(r"$|做好|落实|开展|实施|完成|推进|处理|组织", match[3]):
            continue
        if match and (clause.startswith("由") or "由" in clause[:17] or match[3] in _ROLE_ENDS):
            role: Role = "lead" if match[2] in _LEADING else "support"
            names = _list(match[1]) or _list(match[1].split()[-1])  # `联合执法　综合执法局牵头`: a title stands before
            found.extend(OfficeRole(name, role, match[2] == "牵头") for name in names)
    return found


_STANDS_BY = re.compile(
    r"(?:^|[，；：])([^，。；：]{2,40}?)(?:积极|主动)?(?:配合|协助)(?=对|做好|开展|实施|进行|处置|执法|查处|打击|检查|排查|抓好)"
)


def _standing_by(sentence: str) -> list[OfficeRole]:
    """`公安局配合对…进行处罚`: no office stands behind 配合, so the one before it is the helper."""
    return [OfficeRole(name, "support") for by in _STANDS_BY.finditer(sentence) for name in _list(by[1])]


def opened_by_office(text: str) -> bool:
    """Does the line begin with an office and a colon?"""
    return bool(_titled(text))


def _helpers(sentence: str) -> list[str]:
    """Whom the paper names as helpers: `会同区住建局、区总工会开展…`."""
    found = re.search(r"(?:会同|协同|联合(?!惩戒|执法|检查|开展))([^，。；]{2,60})", sentence)
    if not found:
        return []
    rest = found[1]
    if (trades := _FIELDS.match(rest)) and (listed := _fields(trades)):
        return listed
    if (named := re.match(r"[\u4e00-\u9fff]{2,12}?部门", rest)) and (names := _list(named.group())):
        return names
    for end in [modal.start() for modal in re.finditer(_MODAL, rest)] + [len(rest)]:
        if names := _list(rest[:end]):
            return names
    return []


def _titled(text: str) -> tuple[OfficeRole, ...]:
    """`平安办：负责牵头统筹…`, `市公安局\n负责…`: the office stands as the title of its duties."""
    found = re.match(r"^([^，。；：:\n]{2,50})[:：。\n.]\s*", text)
    if not found or len(text) < found.end() + 4:
        return ()
    rest = text[found.end() :]
    if _names(rest, strong=True) and not rest.startswith(("牵头", "负责")):
        return ()  # `居民小区：各社区负责…`: a place, and then who answers for it
    role: Role = "support" if re.match(r"(?:积极|主动)?(?:配合|协助|参与)", rest) else "lead"
    names = [name for name in _list(found[1].strip()) if not _KIND_OF_PLACE.match(name)]
    return tuple(OfficeRole(name, role, "牵头" in rest[:6]) for name in names)


_KIND_OF_PLACE = re.compile(r"^(?:重点|一般|其他|高危|规模以上|规上)[^局委办所队]{0,6}(?:企业|单位|场所)$|小区$")


def _known(sentence: str, known: frozenset[str]) -> list[str]:
    """The longest known office that the sentence begins with, if it is the subject (`安全监管局聘请专家…`)."""
    names = [name for name in known if sentence.startswith(name)]
    if not names:
        return []
    name = max(names, key=len)
    return [] if re.match(r"[的、和及与等（(，。；：]|工作人员|$", sentence[len(name) :]) else [name]


_PAUSE = re.compile(r"[，；：]|(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")


def _starts(sentence: str) -> list[int]:
    """Where a subject may stand: at the beginning, after a comma, a colon, a title (`专项整治期间，各部门要…`)."""
    return [
        0,
        *(
            found.end()
            for found in islice(re.finditer(r"[，；：]|(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])", sentence), 8)
        ),
    ]


def _names(sentence: str, *, strong: bool) -> list[str]:
    trades = _FIELDS.match(sentence)
    if trades and not re.match(r"[的、和及与]", sentence[trades.end() :]) and (listed := _fields(trades)):
        return listed
    names: list[str] = []
    length = 0
    for found in re.finditer(_STRONG if strong else _MODAL, sentence[:80]):
        head = sentence[: found.start()]
        if re.search(r"[，。；：:]", head) or (names and (len(head) - length > 4 or re.search(_STRONG, head[length:]))):
            break
        candidate = _list(head)
        if candidate:
            names, length = candidate, len(head)
    if not names and not strong and (every := _EVERY.match(sentence)):
        names = _list(every.group())
    return [name for name in names if not (strong and _REGULATED.search(name))]


def _fields(found: re.Match[str]) -> list[str]:
    """`住建、消防等部门` → 住建, 消防; `宣传、网信部门` → 宣传, 网信部门: as printed."""
    pieces = [piece.text for piece in split_names(found[1])]
    if any(_VERB_FIRST.match(piece) or NOT_A_NAME.search(piece) or not 2 <= len(piece) <= 18 for piece in pieces):
        return []
    tail = found.group()[found.group().index(found[1]) + len(found[1]) :]
    return pieces if tail.startswith("等") else [*pieces[:-1], pieces[-1] + tail]


def _list(head: str) -> list[str]:
    """`各社区、各科室、镇直各单位` → three names; empty when one of them is no office."""
    if (whole := _FIELDS.fullmatch(head)) and (names_of_fields := _fields(whole)):
        return names_of_fields
    if not 2 <= len(head) <= 70 or _VERB_FIRST.match(head):
        return []
    names = [ETC.sub("", piece.text.removeprefix("请")) for piece in split_names(head)]
    split: list[str] = []
    for name in names:
        parts = re.split(r"(?:以及|和|及|与)(?=各|[市区县镇乡])", name)
        split.extend(part for part in parts if part)
    return split if split and all(_is_bearer(name) for name in split) else []


_NO_BEARER = re.compile(
    r"由|后果|为(?:第一|直接|主要|具体)?(?:安全)?(?:责任人|负责人|联系人)$"
    r"|^本(?:方案|计划|办法|意见|通知)|场所$|(?:罐|库|厂|作业|装置|生产|禁火|保护|施工)区$"
)


def _is_bearer(name: str) -> bool:
    name = re.sub(r"^各?(?:[省市州县区镇乡]、)+", "", name.strip("“”"))
    name = re.sub(r"(?<=[\u4e00-\u9fff])[（(][^（）()]{1,8}[）)](?=[\u4e00-\u9fff])", "", name)
    if len(name) < 2 or len(name) > 24 or _VERB_FIRST.match(name) or NOT_A_NAME.search(name) or _NO_BEARER.search(name):
        return False
    return name in ("各地", "各级", "各方", "各校") or bool(OFFICE_LIKE.match(name) or re.search(rf"{PERSON}$", name))


_WHOLE = re.compile(r"[局委办所队厅部院会处站科股岗]$|中心$|政府$|公司$|街道$|^各.{0,8}[镇乡村区县居]$")


def office_title(title: str) -> list[str]:
    """A section headed by an office (`（三）市公安局`) is that office's."""
    bare = title.strip().rstrip("。：:")
    names = [re.sub(r"[（(][^（）()]{1,8}[）)]$", "", name) for name in bare.split("、")]
    offices = all(OFFICE_LIKE.match(n) and _WHOLE.search(n) and not n.endswith("查处") for n in names)
    return [bare] if len(bare) <= 40 and offices else []


def note_line(text: str) -> str | None:
    """The content of a line that is nothing but a note of offices; None for any other line."""
    bare = text.strip().rstrip("。；;")
    if NOTE_LINE.match(bare) and len(bare) < 400:
        return bare.strip("（）()【】[]") if bare[:1] in "（(【[" else bare
    if (
        bare[:1] in "（("
        and bare[-1:] in "）)"
        and re.match(r"^[（(][^（(]*(?:[（(][^（()）]*[）)][^（()）]*)*[）)]$", bare)
        and is_note(bare[1:-1], trailing=True)
    ):
        return bare[1:-1]
    return None
