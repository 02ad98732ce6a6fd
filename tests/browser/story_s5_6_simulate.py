"""S5 item 6: devices that do not exist, over real protocols and through a bad network, registered and heard."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from gasloop.project.runtime.running import environment
from tests.browser.album import LOOKS, Album

TITLE = "S5.6 Devices that do not exist"
VILLAGE = "50/500152/500152109/002/"


def tell(album: Album) -> None:
    made = album.town.command("token", "create", "clerk", "--json")
    token = str(json.loads(made.stdout)["token"])
    with tempfile.TemporaryDirectory() as folder:
        secrets = str(Path(folder) / "secrets.json")
        prepare = ["simulate", "prepare", "--url", album.town.url, "--territory", VILLAGE, "--credentials", secrets]
        done = album.town.command(*prepare, "--trucks", "3", "--devices", "6", "--token", token)
        assert done.returncode == 0, done.stderr
        said = done.stdout.replace(f"{folder}/", "")
        text = f"$ gasloop simulate prepare --territory {VILLAGE} --trucks 3 --devices 6\n{said}"
        album.write(
            "simulate", "Terminal: three trucks and six devices through a bad network", text + _run(album, secrets)
        )
    caption = "Clerk: the invented devices in the register and online, each marked as an example"
    album.see("clerk", "/devices/?q=示例", "register", caption, looks=LOOKS)


def _run(album: Album, secrets: str) -> str:
    places = environment(album.town.path)
    scenario = Path(secrets).with_name("town.yaml")
    targets = {
        "jt808": f"127.0.0.1:{places['GASLOOP_JT808_PORT']}",
        "gb26875": f"127.0.0.1:{places['GASLOOP_GB26875_PORT']}",
        "mqtt": f"127.0.0.1:{places['GASLOOP_MQTT_PORT']}",
        "http": album.town.url.removeprefix("http://"),
    }
    told = {"trucks": 3, "transmitters": 3, "detectors": 6, "webhooks": 0, "network": "bad", "duration_s": 10}
    scenario.write_text(json.dumps(told | {"speed": 60, "credentials": secrets, "targets": targets}))
    command = [sys.executable, "-m", "gateways.simulate.cli", str(scenario), "--seed", "6"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return f"$ gasloop simulate town.yaml --seed 6\n{done.stdout}"
