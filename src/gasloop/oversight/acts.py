"""What the log says of evidence folders."""

from gasloop.evidence.acts import act
from gasloop.kernel.refusal import sentence

FOLDER_ASKED = act("evidence_folder.asked", sentence("{actor}申请整理迎检资料{number}：{clauses}，{first}至{last}"))
FOLDER_MADE = act(
    "evidence_folder.made", sentence("迎检资料{number}整理完成，{files}个文件，缺口{gaps}处，摘要{sha256}")
)
FOLDER_BEGUN = act("evidence_folder.begun", sentence("开始整理迎检资料{number}"))
FOLDER_FAILED = act("evidence_folder.failed", sentence("迎检资料{number}没有整理成"))
FOLDER_TAKEN = act("evidence_folder.taken", sentence("{actor}下载迎检资料{number}"))
FOLDER_ERASED = act("evidence_folder.erased", sentence("迎检资料{number}的文件到期清除"))
