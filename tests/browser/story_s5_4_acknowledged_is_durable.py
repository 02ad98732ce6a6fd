"""S5 item 4: gateway, bus, database, intake killed, the stream deleted, under load: what was acknowledged is there."""

import json
import subprocess
import sys
from pathlib import Path

from tests.browser.album import Album

TITLE = "S5.4 Acknowledged is durable"
HONEST = ("--what", "devices", "--straw", "--n", "8", "--seed", "4")
BROKEN = ("--what", "devices", "--straw", "--n", "1", "--seed", "4", "--broken", "lose")


def tell(album: Album) -> None:
    honest, said = _tortured(HONEST)
    assert (honest["missing"], honest["double"], honest["unknown"]) == (0, 0, 0)
    assert int(str(honest["acknowledged"])) > 0
    album.write("torture", "Terminal: eight blows, everything acknowledged counted in the tables", said)
    broken, said = _tortured(BROKEN)
    assert int(str(broken["missing"])) > 0
    caption = "Terminal: the same against a gateway that throws away every tenth batch: it is found out"
    album.write("control", caption, said)


def _tortured(words: tuple[str, ...]) -> tuple[dict[str, object], str]:
    command = [sys.executable, "-m", "tests.torture", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    blows = "".join(f"{line}\n" for line in done.stderr.splitlines() if "answered again" in line)
    found: dict[str, object] = json.loads(done.stdout)
    shown = {name: found[name] for name in ("kills", "messages_acknowledged", "resent", "refused")}
    shown |= {name: found[name] for name in ("acknowledged", "stored", "missing", "double", "unknown", "by_victim")}
    text = json.dumps(shown, indent=1)
    return found, f"$ python -m tests.torture {' '.join(words)}\n{blows}{text}\n(exit code {done.returncode})\n"
