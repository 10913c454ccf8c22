"""Trains an emitted plan in Keras on given batches and noise, and holds Keras's loss at each step against ours.

    python tools/peer/replay.py FOLDER [--tolerance 1e-3] [--floatx float64] [--threads N] [--json]

FOLDER is described in tools/peer/README.md. Writes FOLDER/keras.json. Exit code 0: within the tolerance; 1: beyond it;
2: the folder is at fault.
"""

import argparse
import json
import os
import platform
import sys

from kerasLayer import EmissionError
from emittedGraph import EmittedGraph, read
from lossTerms import term_of, terms_of, weight_of

import keras
import numpy as np
import tensorflow as tf

from writeWhole import write_json

TOLERANCE = 1e-3


def read_folder(folder: str) -> dict:
    """The files of the contract, as they lie: entries, settings, ours, and the arrays by name."""

    def read_json(name: str):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return json.load(file)

    def read_arrays(name: str, needed: bool) -> dict[str, np.ndarray]:
        path = os.path.join(folder, name)
        if not needed and not os.path.exists(path):
            return {}
        with np.load(path, allow_pickle=False) as archive:
            return {key: archive[key] for key in archive.files}

    plan, ours = read_json("plan.json"), read_json("losses.json")
    return {
        "entries": plan["layers"] if isinstance(plan, dict) else plan,
        "settings": read_json("settings.json"),
        "ours": ours if isinstance(ours, dict) else {"total": ours},
        "start": read_arrays("start.npz", True),
        "batches": read_arrays("batches.npz", True),
        "noise": read_arrays("eps.npz", False),
        "end": read_arrays("end.npz", False),
        "anchors": read_arrays("anchors.npz", False),
    }


def per_step(arrays: dict[str, np.ndarray], key: str) -> np.ndarray | list[np.ndarray] | None:
    """The arrays of one input by step: `key` [steps, batch, …], or one array a step as key0, key1, … (batches may then differ in size)."""
    if key in arrays:
        return arrays[key]
    if f"{key}0" not in arrays:
        return None
    return [arrays[f"{key}{step}"] for step in range(sum(1 for name in arrays if name.startswith(key) and name[len(key) :].isdigit()))]


class Replay:
    """The emitted graph with what it is fed, step by step."""

    def __init__(self, content: dict, floatx: str):
        self.settings, self.floatx = content["settings"], floatx
        self.graph = EmittedGraph(content["entries"], None if floatx == "float32" else floatx)
        self.terms = terms_of(content["entries"], self.settings)
        self.feeds = self._feeds(content["batches"])
        self.noise = {e["name"]: found for e in content["entries"] if (found := per_step(content["noise"], e["name"])) is not None}
        lengths = {"losses": len(content["ours"]["total"])} | {name: len(value) for name, value in [*self.feeds.items(), *self.noise.items()]}
        if len(set(lengths.values())) != 1 or 0 in lengths.values():
            raise EmissionError(f"Every array and curve must have the same number of steps, at least one: {lengths}.")
        self.steps = lengths["losses"]
        # Built on the first batch outside training, so that no statistic moves; then the start weights.
        self.graph.forward(*self.batch(0), training=False)
        self.graph.set_weights(content["start"])

    def _feeds(self, batches: dict) -> dict:
        """What each input entry is fed with: the array of its `batch` key, of its name, or `x`."""
        feeds = {}
        for entry in self.graph.inputs:
            keys = [entry["batch"]] if "batch" in entry else [entry["name"], "x"]
            found = next((value for key in keys if (value := per_step(batches, key)) is not None), None)
            if found is None:
                raise EmissionError(f"batches.npz holds no array for the input {entry['name']} (looked for {' or '.join(keys)}).")
            feeds[entry["name"]] = found
        labels = per_step(batches, "labels")
        if labels is not None:
            feeds.setdefault("labels", labels)
        return feeds

    def batch(self, step: int) -> tuple[dict, dict]:
        """Inputs and noise of one step as tensors; floats in floatx, integers as they are."""

        def tensor(array):
            return tf.constant(array.astype(self.floatx) if array.dtype.kind == "f" else array)

        return ({k: tensor(v[step]) for k, v in self.feeds.items()}, {k: tensor(v[step]) for k, v in self.noise.items()})

    def losses(self, values: dict, step) -> tuple:
        """The total, then each term before its weight and β, then the penalties of the layers."""
        terms = {term["name"]: term_of(term, lambda reference: read(values, reference)) for term in self.terms}
        penalty = tf.add_n([tf.cast(0, self.floatx)] + [tf.cast(loss, self.floatx) for loss in self.graph.penalties()])
        total = tf.add_n([terms[term["name"]][0] * weight_of(term, step, self.floatx) for term in self.terms]) + penalty
        return total, {**{name: reported for name, (_, reported) in terms.items()}, "penalty": penalty}

    def anchor(self, optimizer, variables: list, anchors: dict, step: int) -> None:
        """Puts our weights, moving averages and Adam's moments of `step` into Keras, where the folder holds them."""
        found = np.flatnonzero(anchors["steps"] == step)
        if len(found) == 0:
            return
        place = found[0]
        known = {key.removeprefix("weight:"): value[place] for key, value in anchors.items() if key.startswith("weight:")}
        moments = {"m": optimizer._momentums, "v": optimizer._velocities}
        for key, variable in self.graph.weights(known):
            variable.assign(known[key])
            index = next((i for i, trained in enumerate(variables) if trained is variable), None)
            if index is not None:
                for slot, kept in moments.items():
                    kept[index].assign(anchors[f"{slot}:{key}"][place])
        optimizer.iterations.assign(step)

    def train(self, anchors: dict | None = None) -> dict[str, list[float]]:
        """One optimiser step a batch; the losses of each step before its update. With anchors, Keras goes on from our state at each of their steps."""
        optimizer = keras.optimizers.deserialize(self.settings["optimizer"])
        variables = self.graph.trainable_variables
        optimizer.build(variables)
        rates = self.settings.get("learningRates")

        @tf.function(reduce_retracing=True)
        def train_step(inputs, noise, step):
            self.graph.clear_penalties()
            with tf.GradientTape() as tape:
                total, terms = self.losses(self.graph.forward(inputs, noise, training=True), step)
            optimizer.apply(tape.gradient(total, variables), variables)
            return total, terms

        table: dict[str, list[float]] = {}
        for step in range(self.steps):
            if rates is not None:
                optimizer.learning_rate = rates[step]
            if anchors:
                self.anchor(optimizer, variables, anchors, step)
            total, terms = train_step(*self.batch(step), tf.constant(step))
            for key, value in {"total": total, **terms}.items():
                table.setdefault(key, []).append(float(value))
        return table

    def end_difference(self, end: dict) -> dict | None:
        """The weight whose end value is furthest from ours, relative to the greatest of its values; None where we wrote none."""
        if not end:
            return None
        rows = []
        for key, variable in self.graph.weights(end):
            theirs = np.asarray(variable)
            rows.append({"weight": key, "relative": float(np.abs(end[key] - theirs).max() / max(np.abs(theirs).max(), 1e-12))})
        return max(rows, key=lambda row: row["relative"], default=None)


def compare(theirs: dict[str, list[float]], ours: dict, steps: int) -> list[dict]:
    """For each curve that both sides have: the step with the largest difference relative to Keras's value."""
    curves = {"total": ours["total"], **ours.get("terms", {})}
    rows = []
    for name, curve in curves.items():
        if name not in theirs:
            continue
        mine, keras_curve = np.asarray(curve[:steps], "float64"), np.asarray(theirs[name][:steps], "float64")
        relative = np.abs(mine - keras_curve) / np.maximum(np.abs(keras_curve), 1e-12)
        relative = np.where(np.isnan(relative), np.inf, relative)
        step = int(relative.argmax())
        rows.append({"what": name, "relative": float(relative[step]), "step": step, "ours": float(mine[step]), "keras": float(keras_curve[step])})
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--tolerance", type=float, help=f"largest relative difference of the total; settings.json may name it, else {TOLERANCE}")
    parser.add_argument("--floatx", choices=["float32", "float64"], default="float32")
    parser.add_argument("--threads", type=int, default=0, help="0 lets TensorFlow choose")
    parser.add_argument("--anchored", action="store_true", help="start anew from our weights at each step of anchors.npz (Adam only)")
    parser.add_argument("--json", action="store_true", help="print the report as one JSON line and nothing else")
    arguments = parser.parse_args()
    tf.config.threading.set_intra_op_parallelism_threads(arguments.threads)
    keras.config.set_floatx(arguments.floatx)
    try:
        content = read_folder(arguments.folder)
        replay = Replay(content, arguments.floatx)
        theirs = replay.train(content["anchors"] if arguments.anchored else None)
    except (EmissionError, OSError, KeyError, ValueError) as error:
        print(f"{arguments.folder}: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    tolerance = arguments.tolerance or content["settings"].get("tolerance", TOLERANCE)
    rows = compare(theirs, content["ours"], replay.steps)
    report = {
        "versions": {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__, "python": platform.python_version()},
        "steps": replay.steps,
        "tolerance": tolerance,
        "passed": rows[0]["relative"] <= tolerance,
        "largest": rows,
        "endWeights": replay.end_difference(content["end"]),
        "losses": theirs,
    }
    path = os.path.join(arguments.folder, "keras.json")
    try:
        write_json(path, report)
    except ValueError:
        print(f"{arguments.folder}: Keras's loss is not finite: {[k for k, v in theirs.items() if not np.isfinite(v).all()]}", file=sys.stderr)
        return 1
    if arguments.json:
        print(json.dumps({key: value for key, value in report.items() if key != "losses"}))
    else:
        for row in rows:
            print(f"{row['what']}: largest relative difference {row['relative']:.2e} at step {row['step']} (ours {row['ours']:.6g}, Keras {row['keras']:.6g})")
        if report["endWeights"]:
            print(f"weights after step {replay.steps}: {report['endWeights']['relative']:.2e} at {report['endWeights']['weight']}")
        print(f"{replay.steps} steps, tolerance {tolerance:g}: {'passed' if report['passed'] else 'FAILED'} ({path})")
    return 0 if report["passed"] else 1


if __name__ == "__main__":
    sys.exit(main())
