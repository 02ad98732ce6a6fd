"""Who answers: notes such as （经发办配合区经济信息委）, 牵头单位：…, （市公安局牵头，各区政府组织落实）.

The grammar is one walk over the names of a note. 牵头, 负责, 落实 behind names make them leads, 配合, 协助, 参与 behind
names make them supporting; 配合 between names makes those before it leads and those after it counterparts.
"""

import re
from functools import lru_cache

import msgspec

from gasloop.plan.compiler.deadlines import is_term
from gasloop.plan.compiler.document import OfficeRole, Role
from gasloop.plan.compiler.numerals import narrow

SUFFIX = (
    r"(?:委员会|管理委|办公室|指挥部|事务所|管委会|居委会|村委会|街道办|派出所|司法所|政府|支队|总队|大队|中队|分局|总局|中心|机关|"
    r"法院|检察院|团委|妇联|总工会|工会|联社|协会|学会|商会|公司|集团|银行|学校|医院|机构|企业|场所|单位|部门|科室|社区|街道|镇街|街镇|"
    r"乡镇|镇乡|园区|开发区|高新区|社会组织|幼儿园|养老院|卫生院|村居|物业|商场|景区|领导小组|工作组|工作专班|专班|“两委”|党委|党组|工委|纪委|政法委|[局委办所队厅部院会科室股站处署司组村镇乡区县市]|(?<![上在到离下])岗)"
)
PERSON = (
    r"(?:负责人|领导|负责同志|责任人|书记|镇长|乡长|局长|主任|网格员|联系人|河长|路长|楼长|楼栋长|网格长|组长|站长|园长|经理|"
    r"校长|院长|所长)"
)
LABELS: dict[str, tuple[Role, bool]] = {
    "牵头": ("lead", True),
    "主办": ("lead", True),
    "主责": ("lead", True),
    "责任": ("lead", False),
    "负责": ("lead", False),
    "落实": ("lead", False),
    "实施": ("lead", False),
    "承办": ("lead", False),
    "主管": ("lead", False),
    "监管": ("lead", False),
    "配合": ("support", False),
    "协助": ("support", False),
    "协办": ("support", False),
    "协同": ("support", False),
    "参与": ("support", False),
    "参加": ("support", False),
    "支持": ("support", False),
    "指导": ("support", False),
}
_LABEL = re.compile(
    rf"(?P<word>{'|'.join(LABELS)})(?:责任|主体)?(?:单位|部门|科室|处室|机关|主体|机构|街道|镇街)?(?P<second>(?:及|和|、|/)?(?:配合|责任)(?:单位|部门))?[:：]"
)
LABEL_LINE = re.compile(
    r"^[（(【\[]?\s*(?:"
    + "|".join(LABELS)
    + r")(?:责任|主体)?(?:单位|部门|科室|处室|机关|主体|机构|街道|镇街)"
    + r"(?:(?:及|和|、)?(?:配合|责任)(?:单位|部门))?[:：]"
)
_OTHER_LABEL = re.compile(
    r"(?:完成时限|完成时间|整改时限|时间节点|工作时限|时限要求|时限|进度安排|第?一?责任人|(?:责任|分管|牵头|包保|包联|挂点|联系)领导|(?:督办|监督|督导|验收|考核)(?:单位|部门)|联系人|联系电话|备注|工作目标|工作标准)[:：]"
)
NOTE_LINE = re.compile(rf"{LABEL_LINE.pattern}|^[（(【\[]?\s*{_OTHER_LABEL.pattern}")
_DUTY_PREFIX = re.compile(
    r"(?:按照?|根据|依照?|依据|结合)(?:各自|部门|本部门|工作|有关|相关)*(?:的)?(?:职责|职能|权限|任务|管辖|分管|规定|属地)(?:和|及)?(?:分工|职责|权限|任务|管理)?(?:分别|共同|具体|各自)?"
)
_CHIEF_END = re.compile(
    r"(?:共同|联合|总|组织)?牵头(?:负责|落实|组织|实施|抓总|推进|办理|总负责|组织实施|组织落实|负责落实)*$"
)
_LEAD_END = re.compile(
    r"(?:分别|共同|具体|分工|各自)?(?:负责|落实|组织落实|组织实施|负责落实|抓好落实|分工负责|承担|主办|实施|具体实施|推进|主责|贯彻落实|分工落实)$"
)
_SUPPORT_END = re.compile(
    r"(?:共同|积极|组织|予以|协同|做好|督促|监督)?(?:配合|协助|参与|参加|协办|支持|指导|协同|配合落实|协同配合|参与配合|配合做好.*|协助做好.*|配合实施)$"
)
_BETWEEN = re.compile(r"(?:积极|主动|共同)?配合(?=[^\s、，])")
_TOGETHER = re.compile(r"(?:会同|协同|联合)(?=[^\s、，])")
ETC = re.compile(r"等(?:有关|相关|各|市级|区级|县级|镇级|多个|\d+个)*(?:单位|部门|成员单位|职能部门|科室)?$")
_BRACKET_CHIEF = re.compile(r"[（(](?:牵头|牵头单位|主办|总牵头)[）)]|[*★▲]$")
OFFICE_LIKE = re.compile(rf"^[\u4e00-\u9fffA-Za-z0-9（）()·“”—-]{{0,24}}{SUFFIX}(?:[（(][^（）()]{{1,8}}[）)])?$")
_COLLECTIVE = re.compile(r"^(?:各|全|有关|相关|其他|区直|市直|县直|镇直|属地)")


_LEVEL = re.compile(r"^\s*各?(?:[省市州县区镇乡]、)*[省市州县区镇乡]$")


class _Piece(msgspec.Struct, frozen=True):
    """`closes` where a semicolon ends a thought, `comma` where a comma stands behind the name."""

    text: str
    closes: bool
    comma: bool = False


def split_names(text: str, separators: str = "、，,；;/") -> list[_Piece]:
    """Names at bracket depth 0; `closes` where a semicolon ends a thought. `各县（市、区）、公安局` is two names."""
    pieces: list[_Piece] = []
    depth, start = 0, 0
    for at, char in enumerate(text):
        if char in "（(":
            depth += 1
        elif char in "）)":
            depth = max(0, depth - 1)
        elif (
            depth == 0
            and (char in separators or char.isspace())
            and not (char == "、" and _LEVEL.match(text[start:at]))
        ):
            pieces.append(_Piece(text[start:at].strip(), char in "；;", char in "，,"))
            start = at + 1
    pieces.append(_Piece(text[start:].strip(), True))
    return [piece for piece in pieces if piece.text or piece.closes]


@lru_cache(maxsize=4096)
def parse_note(note: str) -> tuple[OfficeRole, ...]:
    """The offices of one note (without its outer brackets); empty when it names none.

    >>> [(o.name, o.role, o.chief) for o in parse_note("应急办配合区应急局牵头、区公安局")]
    [('应急办', 'lead', False), ('区应急局', 'counterpart', True), ('区公安局', 'counterpart', False)]
    """
    note = note.strip().rstrip("。.；;")
    labels = list(_LABEL.finditer(note))
    if not labels:
        other = _OTHER_LABEL.search(note)
        return _unique(_walk(note[: other.start()] if other else note, "lead", chief=False))
    found: list[OfficeRole] = []
    for at, label in enumerate(labels):
        end = labels[at + 1].start() if at + 1 < len(labels) else len(note)
        names = note[label.end() : end]
        if other := _OTHER_LABEL.search(names):
            names = names[: other.start()]
        role, chief = LABELS[label["word"]]
        found.extend(_walk(names.strip(" \t\u3000；;，,。、"), role, chief=chief and not label["second"]))
    return _unique(found)


def _walk(text: str, default: Role, *, chief: bool) -> list[OfficeRole]:
    found: list[OfficeRole] = []
    pending: list[tuple[str, bool]] = []
    current = default
    grouped = "、" in text

    def settle(role: Role, *, is_chief: bool) -> None:
        found.extend(OfficeRole(name, role, is_chief or own) for name, own in pending)
        pending.clear()

    for piece in split_names(text):
        name = _DUTY_PREFIX.sub("", piece.text).strip()
        if is_term(name):
            name = ""
        name = re.sub(r"^[^局委办所队厅部院会站]{0,8}由", "", name)
        between = _BETWEEN.search(name)
        together = _TOGETHER.search(name)
        if between and between.start() == 0 and not pending:
            between = None
            name = name[2:]
        if between and not _SUPPORT_END.search(name):
            _add(pending, name[: between.start()])
            settle("lead", is_chief=chief)
            current, name = "counterpart", name[between.end() :]
        elif together and together.start() > 0:
            _add(pending, name[: together.start()])
            settle("lead", is_chief=chief or "牵头" in name)
            current, name = "support", name[together.end() :]
        role, is_chief, name = _ending(name)
        _add(pending, name)
        if role:
            settle(current if role == "lead" else role, is_chief=is_chief)
        if piece.closes:
            settle(current, is_chief=chief and current == "lead")
            current = default
        elif piece.comma and grouped and not role and not found and _COMMON_ROLE.search(text) is None:
            settle(current, is_chief=chief and current == "lead")
    return found


_COMMON_ROLE = re.compile(r"(?:牵头|负责|落实|实施)[^，,；;、]*$")


def _ending(name: str) -> tuple[Role | None, bool, str]:
    """The role a name's ending gives to it and to the names before it: `市公安局牵头负责` → lead, chief."""
    if found := _CHIEF_END.search(name):
        return "lead", True, name[: found.start()]
    if found := _SUPPORT_END.search(name):
        return "support", False, name[: found.start()]
    if found := _LEAD_END.search(name):
        return "lead", False, name[: found.start()]
    return None, False, name


def _add(pending: list[tuple[str, bool]], name: str) -> None:
    own_chief = bool(_BRACKET_CHIEF.search(name))
    name = _BRACKET_CHIEF.sub("", name)
    for part in _and_split(name):
        part = ETC.sub("", part.strip("“”\"'：: 。.")).strip()
        if part and part not in ("等", "及", "和"):
            pending.append((part, own_chief))


def _and_split(name: str) -> list[str]:
    """`市住建局和各区政府` is two offices; `区住房和城乡建设局` is one."""
    for word in ("以及", "及", "和", "与"):
        for found in re.finditer(word, name):
            left, right = name[: found.start()], name[found.end() :]
            if OFFICE_LIKE.match(left) and OFFICE_LIKE.match(right) and (len(left) > 2 or left.startswith("各")):
                if right in ("单位", "部门", "企业", "科室", "机构", "政府", "人民政府"):
                    continue
                return [*_and_split(left), *_and_split(right)]
    return [name]


def _unique(found: list[OfficeRole]) -> tuple[OfficeRole, ...]:
    seen: dict[tuple[str, Role], OfficeRole] = {}
    for office in found:
        key = office.name, office.role
        if key not in seen or office.chief:
            seen[key] = office
    return tuple(seen.values())


NOT_A_NAME = re.compile(
    r"[每将把]|下设|成员|提请|报请|\d(?!号)|报送|上报|负责(?!人|同志|部门|单位)|落实|开展|加强|排查|督促|整治(?!办|组|专班|领导|指挥|工作)|实施|完成|不得|必须|推进|提高|做好|按照|按要求|根据"
)
_SHORT = re.compile(
    r"^(?:各)?[省市区县镇]?(?:公安|交警|交管|城管|教体|教育|住建|卫健|卫生|应急|消防|消防救援|市场监管|市监|交通|交通运输|民政|财政|司法|水利|水务|"
    r"农业|农业农村|环保|生态环境|文旅|商务|发改|工信|经信|自然资源|综合执法|气象|供电|国资|宣传|组织|网信|人社|医保|税务|安监|质监|食药监)$"
)


def is_office_name(name: str) -> bool:
    """Does it look like an office, a post or a collective of them?"""
    if _SHORT.match(name):
        return True
    if NOT_A_NAME.search(name):
        return False
    return len(name) >= 2 and bool(
        OFFICE_LIKE.match(narrow(name)) or _COLLECTIVE.match(name) or re.search(rf"{PERSON}$", name)
    )


@lru_cache(maxsize=4096)
def is_note(text: str, *, trailing: bool) -> bool:
    """Is this bracket's content a note of offices? `（此件公开发布）` and `（用户）` are not."""
    if _LABEL.search(text):
        return True
    if len(text) > 400 or re.search(r"[。：:《》]|以下简称|下同|含|包括|见附件", text):
        return False
    found = parse_note(text)
    if not found or any(len(office.name) > 26 for office in found):
        return False
    alike = sum(1 for office in found if is_office_name(office.name))
    marked = bool(re.search(r"牵头|配合|负责|落实|协助|参与", text))
    if marked:
        return alike * 2 >= len(found) or trailing
    return trailing and alike * 4 >= len(found) * 3 and len(text) >= 3


_BRACKET = re.compile(r"[（(【〔［\[）)】〕］\]]")


def brackets(text: str) -> list[tuple[int, int]]:
    """The outermost brackets of `text` as (start, end) including the brackets; unbalanced ones are left out."""
    found: list[tuple[int, int]] = []
    depth, start = 0, 0
    for bracket in _BRACKET.finditer(text):
        at, char = bracket.start(), bracket.group()
        if char in "（(【〔［[":
            if depth == 0:
                start = at
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                found.append((start, at + 1))
    return found


_AFTER = re.compile(r"[。；;，,.、\s]{0,19}$")
_IN_TEXT = re.compile(
    r"(?:^|(?<=[。；;\n]))\s*(?:" + "|".join(LABELS) + r")(?:责任)?(?:单位|部门|科室|主体)[^。：:]{0,8}[:：][^。\n]*"
    r"|(?:^|(?<=[。；;\n]))\s*(?:牵头|主办|承办|配合|协办)[:：][^。\n]*"
)


def notes_in(text: str) -> list[str]:
    """The notes of offices printed in a paragraph, in order, without brackets."""
    notes: list[str] = []
    for start, end in brackets(text):
        inner = text[start + 1 : end - 1]
        rest = text[end : end + 20]
        trailing = bool(_AFTER.match(rest)) or rest.startswith("\n") or rest.lstrip().startswith(("（", "("))
        if is_note(inner, trailing=trailing):
            notes.append(inner)
    outside = text
    for start, end in reversed(brackets(text)):
        outside = outside[:start] + "\0" * (end - start) + outside[end:] if _LABEL.search(text[start:end]) else outside
    notes.extend(found.group().strip() for found in _IN_TEXT.finditer(outside))
    return notes


def offices_in(text: str) -> tuple[OfficeRole, ...]:
    """All offices that the notes of a paragraph name."""
    return _unique([office for note in notes_in(text) for office in parse_note(note)])
