"""What a check found, in words."""

from dataclasses import dataclass, field

from django.utils.translation import gettext

from gasloop.evidence import records
from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import sentence
from gasloop.kernel.subject import Subject

SENTENCES: dict[str, str] = {
    "seal_missing": sentence("封存{seal}不见了：封存编号应当连续。"),
    "seal_chain": sentence("封存{seal}与前一个封存接不上：前后有一个被改过。"),
    "seal_signature": sentence("封存{seal}的签名不对：封存内容被改过，或不是用本系统的密钥签的。"),
    "seal_key": sentence("封存{seal}用的签名密钥{key}无法证实属于本系统。"),
    "seal_count": sentence("封存{seal}应有{expected}条记录，现有{found}条。"),
    "seal_root": sentence("封存{seal}的根对不上：其中的记录清单被改过。"),
    "head_rolled_back": sentence("日志比密钥目录记下的短：最后一个封存应是{seal}号。数据库可能被回退或截断。"),
    "entry_changed": sentence("{subject}的一条日志被改过（{act}，{id}）。"),
    "entry_missing": sentence("{subject}的一条日志不见了（{id}）。"),
    "entry_unsealed": sentence("{subject}的一条日志绕过了封存队列（{act}，{id}）。"),
    "payload_changed": sentence("{subject}的一条日志的内容被改过（{act}，{id}）。"),
    "payload_missing": sentence("{subject}的一条日志的内容不见了，而且没有依规删除的记录（{act}，{id}）。"),
    "personal_changed": sentence("{subject}的一条日志的个人信息被改过（{act}，{id}）。"),
    "rows_changed": sentence("一次批量操作的明细被改过（{act}，{id}）。"),
    "attachment_changed": sentence("附件{file}的内容被改过（{subject}）。"),
    "attachment_missing": sentence("附件{file}不见了（{subject}）。"),
    "record_changed": sentence("{subject}被改过，而日志里没有对应的记录；受保护的内容有：{fields}。"),
    "record_deleted": sentence("{subject}被删除了，而日志里有它的记录。"),
    "record_unlogged": sentence("{subject}在日志里没有任何记录：它不是通过本系统登记的。"),
    "record_shape": sentence("{subject}封存时的字段{fields}已不存在，无法核对；升级后应重新封存。"),
    "master_key": sentence("读不出个人信息，无法核对：{reason}"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` is stable; `id` names the entry, seal, file or record; `places` fill the kind's sentence."""

    kind: str
    id: str
    subject: Subject | None = None
    places: dict[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The finding as a sentence in the reader's language."""
        named = records.name_of(self.subject) if self.subject else ""
        return gettext(SENTENCES[self.kind]).format(**{"id": self.id, "subject": named, **self.places})

    def to_json(self) -> JsonObject:
        subject = str(self.subject) if self.subject else None
        return {"kind": self.kind, "id": self.id, "subject": subject, "sentence": self.text}
