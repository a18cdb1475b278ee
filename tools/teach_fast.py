"""Write what the fast tier learns from the accurate one: `taught.npz` beside the training material. For developers.

    python tools/teach_fast.py
    gigtext train examples/training -o gigtext/models/fast

To be run again whenever the encoder in gigtext/models/accurate or the training material has changed; takes some minutes.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from gigtext.classifier import read_training  # noqa: E402
from gigtext.classifier.encoder import load_encoder  # noqa: E402
from gigtext.classifier.teaching import NAME, write_lessons  # noqa: E402


def main() -> None:
    folder = ROOT / "examples" / "training"
    encoder = load_encoder(ROOT / "gigtext" / "models" / "accurate")
    print(write_lessons(read_training(folder), encoder, folder / NAME), "texts")


if __name__ == "__main__":
    main()
