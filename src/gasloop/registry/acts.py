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
INSTALLATION_ADDED = act("registry.installation_added", sentence("{actor}为{site}登记{kind}（{number}）"))
INSTALLATION_REPLACED = act(
    "registry.installation_replaced", sentence("{actor}记录{site}的{kind}{number}已更换为{successor}：{why}")
)
INSTALLATION_REMOVED = act("registry.installation_removed", sentence("{actor}记录{site}的{kind}{number}已拆除：{why}"))
