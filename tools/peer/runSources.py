"""Runs Python programs that Hourglass wrote: the folders named in cases.json of the given folder, each with model.py and its weights.

    python tools/peer/runSources.py FOLDER

A case is {"file", "inputs": [{"name", "file", "shape", "dtype"}], "outputs": [{"file", "shape"}], "train"?: {"examples", "labels"?, "steps"}},
arrays as raw little-endian float32. Every program is compiled, its lines measured, its outputs compared, and where it is asked, trained. Prints one
JSON line a case: {"file", "difference", "widest", "losses"?} or {"file", "error"}.
"""

import contextlib
import importlib.util
import inspect
import io
import json
import os
import py_compile
import sys
import traceback
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np


def array(folder: Path, entry: dict) -> np.ndarray:
    return np.fromfile(folder / entry["file"], dtype="<f4").reshape(entry["shape"]).astype(entry.get("dtype", "float32"))


def load(path: Path):
    spec = importlib.util.spec_from_file_location("exported_model", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def difference(module, model, folder: Path, case: dict) -> float:
    found = module.predict(model, {entry["name"]: array(folder, entry) for entry in case["inputs"]})
    largest = 0.0
    for name, entry in zip(module.OUTPUTS, case["outputs"], strict=True):
        wanted = array(folder, entry)
        if found[name].shape != wanted.shape:
            raise ValueError(f"{name} has the shape {found[name].shape} instead of {wanted.shape}")
        apart = np.where(np.isnan(found[name]) & np.isnan(wanted), 0, np.abs(found[name] - wanted))
        largest = max(largest, float(np.max(np.where(np.isnan(apart), np.inf, apart), initial=0.0)))
    return largest


def train(module, model, folder: Path, wish: dict) -> list[float]:
    feeds = [module.normalise(array(folder, wish["examples"]))]
    if "labels" in inspect.signature(module.train).parameters:
        feeds.append(array(folder, wish["labels"]))
    with contextlib.redirect_stdout(io.StringIO()):
        return module.train(model, *feeds, steps=wish["steps"])


def answer(folder: Path, case: dict) -> dict:
    path = folder / case["file"] / "model.py"
    py_compile.compile(str(path), doraise=True)
    widest = max(len(line) for line in path.read_text().splitlines())
    module = load(path)
    model = module.load_model()
    found = {"widest": widest}
    if case["outputs"]:
        found["difference"] = difference(module, model, folder, case)
    if "train" in case:
        found["losses"] = train(module, model, folder, case["train"])
    return found


def main() -> None:
    sys.dont_write_bytecode = True
    folder = Path(sys.argv[1])
    for case in json.loads((folder / "cases.json").read_text()):
        try:
            found = answer(folder, case)
        except Exception:  # libraries raise many kinds; each is the case's answer
            found = {"error": traceback.format_exc()[-1500:]}
        print(json.dumps({"file": case["file"], **found}), flush=True)
        if "keras" in sys.modules:
            sys.modules["keras"].utils.clear_session()


main()
