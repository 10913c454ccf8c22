"""Runs what a user is told to paste. Reads cases.json in the given folder: [{"snippet", "inputs": [{"name", "file", "shape", "dtype"}], "outputs":
[{"name", "file"}]}], arrays as raw little-endian float32. Each snippet runs in that folder and must print a line; where it leaves a Keras model called
`model`, that is fed the inputs. Prints one JSON line a case: {"printed", "difference": the largest, or null} or {"error"}."""

import contextlib
import io
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np


def run(case: dict) -> dict:
    said = io.StringIO()
    scope: dict = {}
    with contextlib.redirect_stdout(said):
        exec(case["snippet"], scope)  # our own text, which is what is tested
    difference = None
    if "model" in scope and case["outputs"]:
        inputs = [np.fromfile(entry["file"], dtype="<f4").reshape(entry["shape"]).astype(entry["dtype"]) for entry in case["inputs"]]
        made = scope["model"](inputs)
        gaps = [np.max(np.abs(np.asarray(made[entry["name"]]).ravel() - np.fromfile(entry["file"], dtype="<f4"))) for entry in case["outputs"]]
        difference = float(max(gaps))
    return {"printed": said.getvalue(), "difference": difference}


def main() -> None:
    os.chdir(sys.argv[1])
    for case in json.loads(Path("cases.json").read_text()):
        try:
            answer = run(case)
        except Exception as error:  # a snippet may fail in any way; each is the case's answer
            answer = {"error": f"{type(error).__name__}: {error}"[:500]}
        print(json.dumps(answer), flush=True)


main()
