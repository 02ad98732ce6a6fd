"""Acts of this room, as the log tells them."""

from gasloop.evidence.acts import act
from gasloop.kernel.refusal import sentence

TERRITORY_ADDED = act("access.territory_added", sentence("{actor}登记区划{name}（{code}）"))
OFFICE_ADDED = act("access.office_added", sentence("{actor}登记单位{name}"))
OFFICE_SUCCEEDED = act("access.office_succeeded", sentence("{actor}将单位{name}自{day}起并入或更名为{successor}"))
ACCOUNT_CREATED = act("access.account_created", sentence("{actor}开通账号{username}（{name}）"))
ACCOUNT_DEACTIVATED = act("access.account_deactivated", sentence("{actor}停用账号{username}：{why}"))
ACCOUNT_REACTIVATED = act("access.account_reactivated", sentence("{actor}恢复账号{username}：{why}"))
PASSWORD_SET = act("access.password_set", sentence("{actor}修改了账号{username}的密码"))
PASSWORD_RESET = act("access.password_reset", sentence("{actor}重置了账号{username}的密码"))
SESSIONS_ENDED = act("access.sessions_ended", sentence("{actor}让账号{username}在其他设备上全部退出"))
SECOND_FACTOR_ADDED = act("access.second_factor_added", sentence("{actor}为账号{username}启用动态验证码"))
SECOND_FACTOR_REMOVED = act("access.second_factor_removed", sentence("{actor}停用了账号{username}的动态验证码"))
RECOVERY_CODES_MADE = act("access.recovery_codes_made", sentence("{actor}为账号{username}生成了新的备用码"))
POST_CREATED = act("access.post_created", sentence("{actor}在{office}设立岗位{title}"))
OUTSIDER_ADMITTED = act("access.outsider_admitted", sentence("{actor}为{name}开通外部账号（{title}），由{office}负责"))
POST_MOVED = act("access.post_moved", sentence("{actor}将岗位{title}转入{office}"))
POST_ASSIGNED = act("access.post_assigned", sentence("{actor}任命{name}为{office}{title}，自{day}起"))
POST_ENDED = act("access.post_ended", sentence("{actor}记录{name}不再担任{office}{title}，任职至{day}：{why}"))
ABSENCE_NOTED = act(
    "access.absence_noted", sentence("{actor}登记{absent}（{title}）{first}至{last}离岗，由{deputy}代理")
)
ABSENCE_ENDED = act("access.absence_ended", sentence("{actor}提前结束{absent}（{title}）的代理，{deputy}不再代理"))
TOKEN_ISSUED = act("access.token_issued", sentence("{actor}为账号{username}签发接口令牌“{label}”"))
TOKEN_REVOKED = act("access.token_revoked", sentence("{actor}吊销了账号{username}的接口令牌“{label}”"))
OFFICE_WITHDRAWN = act("access.office_withdrawn", sentence("{actor}撤回登记有误的单位{name}：{why}"))
POST_WITHDRAWN = act("access.post_withdrawn", sentence("{actor}撤回登记有误的岗位{office}{title}：{why}"))
