"""S5 item 3: a detector gets its password, publishes with an independent MQTT client, and is seen a second later."""

import json
import time

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from gasloop.project.runtime.processes import wait_until
from gasloop.project.runtime.running import environment
from tests.browser.album import CHINESE_DESK, LOOKS, Album
from tests.browser.story_s5_2_terminals import register, shows

TITLE = "S5.3 A detector over MQTT"
KEY = "story-kitchen-1"


def tell(album: Album) -> None:
    clerk = album.page("clerk")
    register(clerk, album, name="后厨探测器5（示例）", kind="detector", protocol="mqtt", key=KEY)
    password = clerk.locator("dl.facts dd code").nth(1).inner_text()
    album.take(clerk, "password", CHINESE_DESK)
    album.note("password", "Clerk: user, password and topic, to be written into the detector now", (CHINESE_DESK,))
    clerk.click("text=已经写好，查看设备")
    device = clerk.url.removeprefix(album.town.url)
    album.see("clerk", device, "silent", "Clerk: nothing was heard yet, and what has to happen", looks=LOOKS[:1])
    acknowledged = _publish(int(environment(album.town.path)["GASLOOP_MQTT_PORT"]), password)
    assert acknowledged == 10
    clerk.goto(f"{album.town.url}{device}")
    assert wait_until(lambda: shows(clerk, "25.5"), 30)
    caption = "Clerk: ten readings acknowledged, the last one an alarm; the day as a line and by the hour"
    album.see("clerk", device, "heard", caption, looks=LOOKS)


def _publish(port: int, password: str) -> int:
    """Ten minutes of readings; how many the broker acknowledged."""
    answers: list[str] = []
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=KEY)
    client.username_pw_set(KEY, password)
    client.on_connect = lambda *given: answers.append(str(given[3]))
    client.reconnect_delay_set(1, 1)
    client.connect("127.0.0.1", port)
    client.loop_start()
    assert wait_until(lambda: answers[-1:] == ["Success"], 120), answers  # the broker learns its users within seconds
    now, sent = int(time.time()), []
    for minute in range(10):
        value = 25.5 if minute == 9 else 0.5 + minute / 10
        body = {"time": now - 60 * (9 - minute), "readings": {"concentration": value, "battery": 88}}
        sent.append(
            client.publish(f"device/{KEY}/up", json.dumps(body | {"state": ["alarm"] if minute == 9 else []}), 1)
        )
    for each in sent:
        each.wait_for_publish(10)
    client.disconnect()
    client.loop_stop()
    return sum(each.is_published() for each in sent)
