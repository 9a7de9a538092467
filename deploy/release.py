# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Make a release: wheel, source archive, bills of materials of both formats, and their digests.

``python deploy/release.py [FOLDER]``, or ``make release``. The bills list what an environment has
into which the wheel alone was installed, with versions and licences, what others need included.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAME = "ospo-widgets"
DIGESTS = "SHA256SUMS"


def build(out: Path) -> Path:
    """Build wheel and source archive, and return the wheel."""
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT], check=True
    )
    return max(out.glob("*.whl"), key=lambda path: path.stat().st_mtime)


def install(wheel: Path, environment: Path) -> None:
    """Install the wheel, and nothing but what it needs, into a new environment."""
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    pip = [environment / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", wheel], check=True)


def write_bills(environment: Path, out: Path, created: datetime) -> list[Path]:
    """Write the bills of what an environment holds because of our package."""
    from ospo_widgets.knowledge import load_knowledge
    from ospo_widgets.scanning.sbom import to_cyclonedx, to_spdx
    from ospo_widgets.scanning.sbom.installed import installed_bill

    bill = installed_bill(environment, NAME, load_knowledge(), created)
    stem = f"{NAME.replace('-', '_')}-{bill.version}"
    files = []
    for ending, write in (("cdx.json", to_cyclonedx), ("spdx.json", to_spdx)):
        file = out / f"{stem}.{ending}"
        text = json.dumps(write(bill), ensure_ascii=False, indent=2) + "\n"
        file.write_text(text, encoding="utf-8")
        files.append(file)
    return files


def write_digests(files: list[Path], out: Path) -> Path:
    """Write the digests, as ``sha256sum --check`` reads them."""
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    (out / DIGESTS).write_text("".join(sorted(lines, key=lambda line: line[66:])), "ascii")
    return out / DIGESTS


def main() -> int:
    """Entry point."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist").resolve()
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        print(f"{out} is not empty. Nothing was built.", file=sys.stderr)
        return 2
    # Two builds of one commit are the same to the byte when this names the time of the commit.
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    created = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    wheel = build(out)
    with tempfile.TemporaryDirectory(prefix="release-") as folder:
        install(wheel, Path(folder))
        write_bills(Path(folder), out, created)
    digests = write_digests(sorted(out.iterdir()), out)
    print(digests.read_text("ascii"), end="")
    print(f"The release is in {out}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
