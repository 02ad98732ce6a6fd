"""S5 item 1: a frame said in words, in a terminal; good ones, broken ones, one a line."""

import subprocess
import sys

from tests.browser.album import Album

TITLE = "S5.1 Frames decoded"
LOCATION = (
    "7e0200402a01000000000188888888880002000000000000000201ccae60064f01cc011801a9005a261123195208"
    "0104000003e80202014503020000707e"
)
ALARM = (
    "404001000101203a091a090c790300000000385b0100000030000202010101280a000200020020202020202020202020"
    "202020202020202020202020202020202020202000023a091a090c462323"
)


def tell(album: Album) -> None:
    told = [
        _shown(("decode", "jt808", LOCATION)),
        _shown(("decode", "jt808", LOCATION, "--json")),
        _shown(("decode", "gb26875", ALARM, "--json")),
        _shown(("decode", "jt808", "-", "--json"), f"{LOCATION[:-4]}007e\nno hex\n\n7e7e\n"),
    ]
    assert '"lat": 30.1912' in told[1]
    assert "fire_alarm" in told[2]
    assert told[3].count('"ok": false') == 4
    caption = "Terminal: a truck's location, a fire alarm, and four lines that are no frames, each with its reason"
    album.write("terminal", caption, "\n".join(told))


def _shown(words: tuple[str, ...], given: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-m", "gasloop", *words], input=given, capture_output=True, text=True, check=False
    )
    return f"$ gasloop {' '.join(words)}\n{given and f'{given}'}{done.stdout}(exit code {done.returncode})\n"
