"""Measures a clause orders: 依法责令限期改正, 吊销…许可证, 罚款, 移送, 曝光 — in the paper's words."""

import re

from gasloop.plan.compiler.faults import CONDITION, FAULT, MEASURE
from gasloop.plan.compiler.offices import brackets, is_note

_TRIM = re.compile(
    r"^(?:要|应当?(?!急)|须|必须|并且|并|同时|一律|均|的|还要|除|以及|及(?!时)|且|另外|一是|二是|三是|还应|特别是)+"
)
_CONDITIONAL = re.compile(
    r"^(?:(?:不能|能|可以?)(?:够)?(?:立即|当场|及时)整改(?:到位)?|情节(?:特别|较)?(?:严重|轻微|恶劣)|逾期[^，、]{1,10}?|构成犯罪|涉嫌犯罪|影响恶劣|拒不(?:改正|整改))的(?=.)"
)
_LEADING = re.compile(
    r"^(?:[①-⑳]|[（(]?\d{1,2}[)）.、])|^(?:在|于)?(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|末|初|[上中下]旬)?(?:之?前)?(?=依法|责令|一律|予以)"
)
_FAULT_THEN_ORDER = re.compile(
    r"(?:的|行为|问题|情形|者|隐患)"
    r"(?:要|应当?|须|必须|一律|由|(?=启动|依法|予以|责令|从[严重快]|移[交送]|取消|及时移|停产|停业|限期))"
)
_LATE_ORDER = re.compile(r"(?:要|应当?(?!急)|须)(?=依法|责令|严|及时|坚决|立|召回|移交|移送)")
_NO_MEASURE = re.compile(
    r"^(?:[\u4e00-\u9fff、]{0,24}每[月季周年旬日半](?!.*曝光)|强化(?!执法)|建立|完善|健全|形成|严格(?!依法|追)|构建|推进|加强(?!执法)|落实(?!好?管控)|坚持|制定|杜绝|防止|避免|做好|通过|结合|根据|按照|在(?:纳入|列入))"
)


def measures_in(text: str) -> tuple[str, ...]:
    """The measures, in order, once each.

    `要依法责令限期改正，情节严重的，吊销许可证` → (`依法责令限期改正`, `吊销许可证`).
    """
    for start, end in reversed(brackets(text)):
        if is_note(text[start + 1 : end - 1], trailing=True):
            text = text[:start] + text[end:]
    found: list[str] = []
    for clause in re.split(r"[，,；;。：:！!\n]", text):
        if len(clause) <= 200:
            found.extend(_parts(clause.strip()))
    return tuple(dict.fromkeys(found))


def _parts(clause: str) -> list[str]:
    """One clause may order several things: `没收违法所得、处以罚款`."""
    if not MEASURE.search(clause) or (CONDITION.match(clause) and not re.search(r"的(?=.)", clause)):
        return []
    if re.search(r"(?:建立|健全|完善|构建|形成)[^，]{0,60}(?:机制|制度|体系|格局|规则)$", clause):
        return []
    merged: list[str] = []
    for part in clause.split("、"):
        if merged and not (MEASURE.search(part) and MEASURE.search(merged[-1])):
            merged[-1] += "、" + part
        else:
            merged.append(part)
    return [bare for part in merged if (bare := _measure(part))]


def _measure(part: str) -> str:
    """The order itself, without the fault that stands before it in the same clause."""
    bare = _LEADING.sub("", part.strip().strip("。；;，,."))
    found = _FAULT_THEN_ORDER.search(bare)
    if not found and (FAULT.search(bare) or bare.startswith("对")):
        found = _LATE_ORDER.search(bare)
    if found:
        bare = bare[found.end() :]
    bare = re.sub(r"^(?:由(?!其)[^，]{2,16}?|[^，]{2,30}?(?:部门|[局委办所]))(?=依法|责令|予以)", "", bare)
    bare = re.sub(r"^对[^，]{1,24}的(?=依法|严肃|严厉|予以|责令|一律|及时)", "", bare)
    bare = _CONDITIONAL.sub("", _TRIM.sub("", bare))
    bare = re.sub(r"(?:等(?:处罚)?外|等+)$", "", bare)
    if (
        not MEASURE.search(bare)
        or len(bare) > 45
        or _NO_MEASURE.match(bare)
        or re.search(r"(?<!追究)(?<!倒查)(?:机制|制度|体系)$", bare)
        or (FAULT.search(bare) and bare.endswith("的"))
    ):
        return ""
    return bare
