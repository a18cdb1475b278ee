"""What a student of the social sciences writes today to code interviews: Sastrawi, stop words, TF-IDF, logistic regression, pandas.

    python -m benchmarks.student train ROWS MODEL         learn from the first ROWS coded statements, save with joblib
    python -m benchmarks.student code MODEL FOLDER OUT    load that model, code, count
    python -m benchmarks.student both ROWS FOLDER OUT     learn and code in one script

A yardstick for `python -m benchmarks` and nothing else; it imports nothing of gigtext.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import joblib
import pandas as pd
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory
from Sastrawi.StopWordRemover.StopWordRemoverFactory import StopWordRemoverFactory
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer

STATEMENTS = Path(__file__).parent.parent / "examples" / "training" / "real" / "statements.jsonl"
stemmer = StemmerFactory().create_stemmer()
stop_words = StopWordRemoverFactory().create_stop_word_remover()


def clean(text: str) -> str:
    """Lower case, letters only, without stop words, stemmed."""
    letters = re.sub(r"[^a-z\s]", " ", text.lower())
    return str(stemmer.stem(stop_words.remove(letters)))


def learn(count: int) -> tuple[Any, Any, Any]:
    """(vectoriser, classifier, label binariser) from the first `count` coded statements."""
    rows = [json.loads(line) for line in STATEMENTS.read_text(encoding="utf-8").splitlines()[:count]]
    frame = pd.DataFrame(rows)
    frame["clean"] = frame["text"].apply(clean)
    vectoriser = TfidfVectorizer(ngram_range=(1, 2), min_df=2)
    labels = MultiLabelBinarizer()
    classifier = OneVsRestClassifier(LogisticRegression(max_iter=1000))
    classifier.fit(vectoriser.fit_transform(frame["clean"]), labels.fit_transform(frame["codes"]))
    return vectoriser, classifier, labels


def read_answers(folder: Path) -> pd.DataFrame:
    """One row per answer of an informant."""
    rows = []
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            label, colon, said = line.partition(": ")
            if colon and label != "Pewawancara":
                rows.append({"file": path.name, "informan": label, "text": said})
    return pd.DataFrame(rows)


def code(folder: Path, out: Path, model: tuple[Any, Any, Any]) -> None:
    """Code every answer and write the codings and a table of themes by generation."""
    vectoriser, classifier, labels = model
    answers = read_answers(folder)
    answers["clean"] = answers["text"].apply(clean)
    found = classifier.predict_proba(vectoriser.transform(answers["clean"])) >= 0.5
    coded = pd.concat([answers, pd.DataFrame(found, columns=labels.classes_)], axis=1)
    people = pd.read_csv(folder / "participants.csv").rename(columns={"kode": "informan"})
    coded = coded.merge(people, on="informan", how="left")
    out.mkdir(parents=True, exist_ok=True)
    coded.to_csv(out / "codings.csv", index=False)
    print(coded.groupby("generasi")[list(labels.classes_)].sum().T)


if __name__ == "__main__":
    what, source, *given = sys.argv[1:]
    if what == "train":
        joblib.dump(learn(int(source)), given[0])
    else:
        code(Path(given[0]), Path(given[1]), joblib.load(source) if what == "code" else learn(int(source)))
