"""Acts of the registry, as the log tells them."""

from gasloop.evidence.acts import act
from gasloop.kernel.refusal import sentence

PARTY_REGISTERED = act("registry.party_registered", sentence("{actor}登记单位{name}（{number}）"))
PARTY_CORRECTED = act("registry.party_corrected", sentence("{actor}更正单位{name}（{number}）的登记：{why}"))
SITE_REGISTERED = act("registry.site_registered", sentence("{actor}登记对象{name}（{number}）"))
SITE_CORRECTED = act("registry.site_corrected", sentence("{actor}更正对象{name}（{number}）的登记：{why}"))
SITE_CLOSED = act("registry.site_closed", sentence("{actor}记录{name}（{number}）自{day}起停止经营或退出市场：{why}"))
SITE_REOPENED = act("registry.site_reopened", sentence("{actor}记录{name}（{number}）自{day}起恢复经营：{why}"))
SITE_VOIDED = act("registry.site_voided", sentence("{actor}作废了对象{name}（{number}）的登记：{why}"))
BATCH_REGISTERED = act("registry.batch_registered", sentence("{actor}批量登记{count}条：{why}"))
BATCH_CORRECTED = act("registry.batch_corrected", sentence("{actor}批量更正{count}条：{why}"))
BATCH_VOIDED = act("registry.batch_voided", sentence("{actor}批量作废{count}条：{why}"))
INSTALLATION_ADDED = act("registry.installation_added", sentence("{actor}为{site}登记{kind}（{number}）"))
INSTALLATION_CORRECTED = act(
    "registry.installation_corrected", sentence("{actor}更正{site}的{kind}（{number}）的登记：{why}")
)
INSTALLATION_REPLACED = act(
    "registry.installation_replaced", sentence("{actor}记录{site}的{kind}{number}已更换为{successor}：{why}")
)
INSTALLATION_REMOVED = act("registry.installation_removed", sentence("{actor}记录{site}的{kind}{number}已拆除：{why}"))
PARTY_EXITED = act("registry.party_exited", sentence("{actor}记录单位{name}（{number}）自{day}起退出市场：{why}"))
PARTY_ENTERED = act("registry.party_entered", sentence("{actor}记录单位{name}（{number}）自{day}起重新进入市场：{why}"))
PERSON_REGISTERED = act("registry.person_registered", sentence("{actor}登记人员{name}（{number}）"))
PERSON_CORRECTED = act("registry.person_corrected", sentence("{actor}更正人员{name}（{number}）的登记：{why}"))
PERSON_LEFT = act("registry.person_left", sentence("{actor}记录{name}（{number}）自{day}起离职：{why}"))
CREDENTIAL_REGISTERED = act("registry.credential_registered", sentence("{actor}登记{holder}的{kind}（{number}）"))
CREDENTIAL_CORRECTED = act(
    "registry.credential_corrected", sentence("{actor}更正{holder}的{kind}（{number}）的登记：{why}")
)
CREDENTIAL_RENEWED = act(
    "registry.credential_renewed", sentence("{actor}记录{holder}的{kind}{number}已换证为{successor}")
)
CREDENTIAL_SUSPENDED = act(
    "registry.credential_suspended", sentence("{actor}记录{holder}的{kind}（{number}）自{day}起暂扣：{why}")
)
CREDENTIAL_RESUMED = act(
    "registry.credential_resumed", sentence("{actor}记录{holder}的{kind}（{number}）自{day}起恢复：{why}")
)
CREDENTIAL_REVOKED = act(
    "registry.credential_revoked", sentence("{actor}记录{holder}的{kind}（{number}）于{day}被吊销：{why}")
)
CREDENTIAL_ENDED = act(
    "registry.credential_ended", sentence("{actor}记录{holder}的{kind}（{number}）于{day}注销：{why}")
)
REVIEW_DEMANDED = act(
    "registry.review_demanded", sentence("{actor}要求在{due}前复核{holder}的{kind}（{number}）的许可条件：{cause}")
)
REVIEWED = act(
    "registry.reviewed", sentence("{actor}于{day}复核{holder}的{kind}（{number}）的许可条件，结论：{result}")
)
BUILDING_REGISTERED = act("registry.building_registered", sentence("{actor}登记楼栋{name}（{number}）"))
BUILDING_CORRECTED = act("registry.building_corrected", sentence("{actor}更正楼栋{name}（{number}）的登记：{why}"))
HOUSEHOLD_REGISTERED = act("registry.household_registered", sentence("{actor}登记居民户{building} {door}（{number}）"))
HOUSEHOLD_CORRECTED = act(
    "registry.household_corrected", sentence("{actor}更正居民户{building} {door}（{number}）的登记：{why}")
)
DOORS_REGISTERED = act("registry.doors_registered", sentence("{actor}逐户登记{name}（{number}），共{count}户"))
HOUSEHOLDS_VISITED = act("registry.households_visited", sentence("{actor}登记{building}{count}户上门：{result}"))
NOTICE_SERVED = act("registry.notice_served", sentence("{actor}向{building} {door}送达入户检查告知书：{how}"))
HOUSEHOLD_REFERRED = act("registry.household_referred", sentence("{actor}将{building} {door}移送{to}：{why}"))
SERVICE_BEGUN = act("registry.service_begun", sentence("{actor}登记{party}为{target}提供{kind}（{number}）"))
SERVICE_ENDED = act(
    "registry.service_ended", sentence("{actor}记录{party}为{target}提供的{kind}（{number}）至{day}终止：{why}")
)
NUMBER_LOOKED_UP = act("registry.number_looked_up", sentence("{actor}按{what}查到{name}（{number}）：{why}"))
REGISTER_HANDED = act("registry.handed_over", sentence("{giving}负责的{count}条登记移交给{taking}"))
