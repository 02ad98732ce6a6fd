"""What the log can say about devices."""

from gasloop.evidence.acts import act
from gasloop.kernel.refusal import sentence

DEVICE_REGISTERED = act("sensing.device_registered", sentence("{actor}登记设备{name}（{number}）"))
DEVICES_IMPORTED = act("sensing.devices_imported", sentence("{actor}批量登记了{count}台设备"))
DEVICE_CORRECTED = act("sensing.device_corrected", sentence("{actor}更正设备{name}（{number}）的登记：{why}"))
DEVICE_RETIRED = act("sensing.device_retired", sentence("{actor}停用设备{name}（{number}），自{day}起：{why}"))
CREDENTIAL_ROTATED = act("sensing.credential_rotated", sentence("{actor}更换了设备{name}（{number}）的接入凭据：{why}"))
