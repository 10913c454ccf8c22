"""Loads models that Hourglass wrote and runs them. Reads cases.json in the given folder: [{"file", "inputs": [{"file", "shape", "dtype"}], "outputs": [{"file", "shape"}]}],
arrays as raw little-endian numbers. Prints one JSON line a case: {"file", "difference": largest absolute difference} or {"file", "error"}."""

import json
import sys
from pathlib import Path

import keras
import numpy as np


def array(folder: Path, entry: dict, dtype: str = "float32") -> np.ndarray:
    return np.fromfile(folder / entry["file"], dtype="<f4").reshape(entry["shape"]).astype(dtype)


def difference(folder: Path, case: dict) -> float:
    model = keras.models.load_model(folder / case["file"], compile=False)
    inputs = [array(folder, entry, entry["dtype"]) for entry in case["inputs"]]
    outputs = keras.tree.flatten(model(inputs if len(inputs) > 1 else inputs[0]))
    expected = [array(folder, entry) for entry in case["outputs"]]
    if len(outputs) != len(expected):
        raise ValueError(f"{len(outputs)} outputs instead of {len(expected)}")
    largest = 0.0
    for found, wanted in zip(outputs, expected):
        found = np.asarray(found)
        if found.shape != wanted.shape:
            raise ValueError(f"an output of shape {found.shape} instead of {wanted.shape}")
        largest = max(largest, float(np.max(np.abs(found - wanted), initial=0.0)))
    return largest


def main() -> None:
    folder = Path(sys.argv[1])
    for case in json.loads((folder / "cases.json").read_text()):
        try:
            answer = {"difference": difference(folder, case)}
        except Exception as error:  # Keras raises many kinds; each is the case's answer
            answer = {"error": f"{type(error).__name__}: {error}"[:500]}
        print(json.dumps({"file": case["file"], **answer}), flush=True)
        keras.utils.clear_session()


main()
