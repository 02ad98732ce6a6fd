"""From an uploaded file to a compiled paper, or a Refusal that says in the user's words why there is none."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from gasloop.access.models import Territory
from gasloop.access.scope import granting
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.plan.compiler import Unreadable, parse
from gasloop.plan.compiler.document import Paper
from gasloop.plan.compiler.reading import read_text
from gasloop.plan.permissions import PLAN_IMPORT
from gasloop.plan.said import part_of_sentence

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Reading:
    """A paper as read: the compiler's structure and the text it was made from."""

    paper: Paper
    text: str


def read_plan(content: bytes, filename: str) -> Reading:
    """Read and compile a paper (.txt, .docx). Refusal (field `file`) when it cannot be read or is no plan."""
    text = _text(content, filename)
    paper = parse(text)
    if not paper.is_plan:
        raise Refusal(
            "plan.not_a_plan",
            sentence("这份文件不是整治方案：{reason}。请换成印发的方案正文。"),
            params={"reason": part_of_sentence(paper.reason or "")},
            field="file",
        )
    return Reading(paper, text)


def _text(content: bytes, filename: str) -> str:
    if not content.strip():
        raise Refusal("plan.empty", sentence("文件是空的，请重新选择。"), field="file")
    if content.startswith(b"%PDF"):
        raise Refusal(
            "plan.pdf", sentence("这是 PDF 文件，读不出条款。请先转换为 .docx 或 .txt 再上传。"), field="file"
        )
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal(
            "plan.doc", sentence("这是旧版 Word（.doc）文件。请在 Word 或 WPS 里另存为 .docx 再上传。"), field="file"
        )
    with TemporaryDirectory() as place:
        path = Path(place) / "paper"  # never a name that somebody else chose
        path.write_bytes(content)
        try:
            return read_text(path)
        except Unreadable:
            raise Refusal(
                "plan.unreadable",
                sentence("“{name}”读不出文字。请上传 .docx，或编码为 UTF-8、GB18030 的 .txt。"),
                params={"name": Path(filename).name},
                field="file",
            ) from None


def media_type(filename: str, content: bytes) -> str:
    """What the attachment claims to be."""
    return DOCX if filename.lower().endswith(".docx") or content.startswith(b"PK\x03\x04") else "text/plain"


def territory_for(actor: Actor, territory: str) -> str:
    """Where the paper will govern: as said, else the one territory of the actor's posts, else the only town."""
    if territory:
        return territory
    own = {grant.territory for grant in granting(actor, PLAN_IMPORT)}
    return own.pop() if len(own) == 1 else only_town()


def only_town() -> str:
    """The territory a plan governs when nobody says: the only town there is; Refusal when there are several or none."""
    towns = list(Territory.objects.filter(kind=Territory.Kind.TOWN)[:2])
    if len(towns) != 1:
        raise Refusal(
            "plan.territory_unclear",
            sentence("请写明方案适用的辖区（--territory），目前登记的镇街不是恰好一个。"),
            field="territory",
        )
    return towns[0].path
