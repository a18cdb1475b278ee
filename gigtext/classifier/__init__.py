"""The trained coder: coded passages → model → calibrated probabilities.

Importing this package needs numpy only; scikit-learn and scipy are imported by `train` when it runs.
"""

from gigtext.classifier.coded_tables import name_codes
from gigtext.classifier.examples import Example, read_gold, read_own, read_training, shipped_material
from gigtext.classifier.model import Model, evidence, load_model, predict, save_model, untrained, word_weights
from gigtext.classifier.training import train

__all__ = [
    "Example",
    "Model",
    "evidence",
    "load_model",
    "name_codes",
    "predict",
    "read_gold",
    "read_own",
    "read_training",
    "save_model",
    "shipped_material",
    "train",
    "untrained",
    "word_weights",
]
