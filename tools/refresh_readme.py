"""Write the outputs shown in both READMEs again, after a change of model, codebook or wording. For developers.

    python tools/refresh_readme.py

`tests/test_readme.py` holds that they are the program's own.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.test_readme import READMES, blocks, on_a_terminal  # noqa: E402


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples" / "transcripts", Path(folder) / "examples" / "transcripts")
        os.chdir(folder)
        on_a_terminal(["code", "examples/transcripts"])
        for name in READMES:
            path = ROOT / name
            text = path.read_text(encoding="utf-8")
            for arguments, shown in blocks(name):
                new = on_a_terminal(arguments).strip("\n") + "\n"
                old = shown.strip("\n") + "\n"
                text = text.replace(old, new)
            path.write_text(re.sub(r"[ \t]+\n", "\n", text), encoding="utf-8")
        os.chdir(ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
