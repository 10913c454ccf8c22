"""Loads SavedModels that Hourglass wrote and runs their signature, once as TensorFlow does and once through Keras's TFSMLayer.
Reads cases.json in the given folder as runExported.py does; prints one JSON line a case: {"file", "difference"} or {"file", "error"}."""

import json
import sys
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

SIGNATURE = "serving_default"


def array(folder: Path, entry: dict, dtype: str = "float32") -> np.ndarray:
    return np.fromfile(folder / entry["file"], dtype="<f4").reshape(entry["shape"]).astype(dtype)


def difference(folder: Path, case: dict) -> float:
    inputs = {entry["name"]: array(folder, entry, entry["dtype"]) for entry in case["inputs"]}
    # An output's file is <case>.out.<name>.bin.
    expected = {entry["file"].split(".out.")[1].removesuffix(".bin"): array(folder, entry) for entry in case["outputs"]}
    path = str(folder / case["file"])
    layer = keras.layers.TFSMLayer(path, call_endpoint=SIGNATURE)
    signature = layer._reloaded_obj.signatures[SIGNATURE]  # loading takes longest: once
    fed = {name: tf.constant(values) for name, values in inputs.items()}
    # A layer is called with one input by position; the others of a signature go by name.
    first = signature._arg_keywords[0]
    rest = {name: values for name, values in fed.items() if name != first}
    largest = 0.0
    for outputs in (signature(**fed), layer(fed[first], **rest)):
        if set(outputs) != set(expected):
            raise ValueError(f"outputs {sorted(outputs)} instead of {sorted(expected)}")
        for name, wanted in expected.items():
            found = np.asarray(outputs[name])
            if found.shape != wanted.shape:
                raise ValueError(f"{name} of shape {found.shape} instead of {wanted.shape}")
            largest = max(largest, float(np.max(np.abs(found - wanted), initial=0.0)))
    return largest


def main() -> None:
    folder = Path(sys.argv[1])
    for case in json.loads((folder / "cases.json").read_text()):
        try:
            answer = {"difference": difference(folder, case)}
        except Exception as error:  # each is the case's answer
            answer = {"error": f"{type(error).__name__}: {error}"[:500]}
        print(json.dumps({"file": case["file"], **answer}), flush=True)


main()
