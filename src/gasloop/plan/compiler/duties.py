"""Which unnumbered paragraphs state a duty: `各社区要…` does; preambles, principles and lead-ins do not."""

import re

from gasloop.plan.compiler.deadlines import deadlines_in
from gasloop.plan.compiler.heads import offices_heading
from gasloop.plan.compiler.lines import sentences
from gasloop.plan.compiler.numerals import narrow
from gasloop.plan.compiler.titles import STEPS, THOUGHT, dated_stages

_MODAL = re.compile(
    r"(?<![重主需必想只还简纲提摘概机])要(?!求|素|点|闻|害|道|件|职|领)|应当|应(?!急|用|对|力|该说)|须|必须|务必|严禁|不得|负责|确保|切实|督促|配合|参照|至少|不少于"
)
_ORDER = re.compile(
    r"^(?:进一步|全面|深入|认真|严格|切实|积极|扎实|坚决|持续|大力|充分|及时|定期|组织|集中|加快|统筹|依法|广泛|常态化|层层|逐级|重点)*"
    r"(?:加强|强化|建立|健全|完善|落实|压实|开展|排查|整治|推进|推动|督促|指导|组织|制定|明确|成立|做好|抓好|加大|严格|提高|提升|发动|利用|实行|实施|推行|畅通|公布|"
    r"曝光|通报|追究|查处|打击|检查|巡查|报送|上报|总结|剖析|召开|部署|宣传|培训|设立|配备|安排|巩固|规范|完成|启动|消除|整改|归纳|力戒|普及|营造|形成|对)"
)
_PREAMBLE = re.compile(
    r"(?:特?制[定订](?:本|此|如下)|现(?:将|就|提出|制定|结合)|提出(?:如下|以下)|现印发|特通知如下|通知如下|方案如下|如下[:：]?$|以下(?:阶段|步骤)|(?:分[两三四五六]步(?:走|实施|进行|推进)[:：。]?$|(?:分为?|划分为)[^，。；]{1,8}个?(?:阶段|步骤)(?:进行|实施|推进|开展)?[:：。]?$)|本(?:方案|通知|计划|办法|措施|意见)自)"
)


ROSTER = re.compile(
    r"^(?:第?[一二三]?(?:总|副|常务副|执行副)*(?:指挥长?|指挥官|组\s*长|主\s*任|队\s*长|政委)|成\s*员(?:单位)?|组\s*员|队\s*员|联\s*系\s*人|召集人)\s*：(?!.*(?:负责(?!人|同志)|(?<![主重])要|应(?!急)|须))"
)
EXPLAINED = re.compile(r"^本(?:方案|通知|计划|办法|措施|意见)由[^，。；]{2,30}负责解释。?$")
_STAGE_NAMED = re.compile(
    r"^第[一二三四五六]\s*(?:阶段|步)\s*[（(][^（）()]{2,40}[）)]\s*[：:，]?[\u4e00-\u9fff“”、]{2,12}[。；;]?$"
)
_PHASE_ALONE = re.compile(
    r"^\d[\d年月日至到起—–~～\-－ 旬上中下底前]{3,36}(?:[,，:：]|(?<=[日月旬底])\s+)"
    r"(?!各)[\u4e00-\u9fff“”、]{2,14}[。；;]?$"
    r"|^\d[\d年月日至到起—–~～\-－ 旬上中下底]{3,36}为[\u4e00-\u9fff“”]{2,12}阶段[。；;]?$"
)


def states_duty(text: str, heading: str) -> bool:
    """Does the paragraph under `heading` order something? Under 指导思想 and the like only if it sets a date."""
    if re.fullmatch(r"[\d\s年月日至到起止从自即底初上中下旬前—–~～\-。，：:时间为（）()]*", narrow(text)):
        return False
    if _STAGE_NAMED.match(text):
        return False
    if is_preamble(text) or (STEPS.search(heading) and (_PHASE_ALONE.match(narrow(text)) or dated_stages(text))):
        return False
    if THOUGHT.search(heading):
        return bool(deadlines_in(text)) and bool(_MODAL.search(text) or _has_order(text))
    return (
        bool(_MODAL.search(text))
        or _has_order(text)
        or (bool(deadlines_in(text)) and len(text) > 12)
        or bool(offices_heading(text))
    )


def is_preamble(text: str) -> bool:
    """`为…，制定本方案。`, `本方案自印发之日起实施。`: words about the paper, which bind nobody."""
    return bool(_PREAMBLE.search(text)) and len(sentences(text)) <= 3


def _has_order(text: str) -> bool:
    for sentence in sentences(text):
        for clause in re.split(r"[，,：:；;]", sentence):
            if len(clause) >= 4 and _ORDER.match(clause.strip()):
                return True
    return False
