"""Checks ONNX files that Hourglass wrote with onnx.checker and runs them in onnxruntime. Reads cases.json in the given folder:
[{"file", "inputs": [{"name", "file", "shape", "dtype"}], "outputs": [{"name", "file"}]}], arrays as raw little-endian float32. Writes each output to its
file and prints one JSON line a case: {"file", "shapes": {output: shape}} or {"file", "error"}."""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime


def run(folder: Path, case: dict) -> dict:
    model = onnx.load(folder / case["file"])
    onnx.checker.check_model(model, full_check=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(folder / case["file"], options, providers=["CPUExecutionProvider"])
    feeds = {
        entry["name"]: np.fromfile(folder / entry["file"], dtype="<f4").reshape(entry["shape"]).astype(entry["dtype"]) for entry in case["inputs"]
    }
    shapes = {}
    for output, values in zip(session.get_outputs(), session.run(None, feeds)):
        path = next(entry["file"] for entry in case["outputs"] if entry["name"] == output.name)
        values.astype("<f4").tofile(folder / path)
        shapes[output.name] = list(values.shape)
    return {"shapes": shapes}


def main() -> None:
    folder = Path(sys.argv[1])
    for case in json.loads((folder / "cases.json").read_text()):
        try:
            answer = run(folder, case)
        except Exception as error:  # onnx and onnxruntime raise many kinds; each is the case's answer
            answer = {"error": f"{type(error).__name__}: {error}"[:500]}
        print(json.dumps({"file": case["file"], **answer}), flush=True)


main()
