"""What Keras computes for each case that our catalogue's conformance law asks about, frozen so that the law needs no Python.

    python tools/peer/kindFixtures.py CASES.json [--out FILE]

CASES.json and the answers (shared/fixtures/keras/kinds.json) are described in tools/peer/README.md. Each case is run twice: in
float32, whose outputs are the reference for our float32 engine, and in float64, whose outputs and gradients of
Σ output · cotangent are the double-precision reference.
"""

import argparse
import json
import os
import platform
import sys
import zlib

from kerasLayer import EmissionError, make_layer, set_weights

import keras
import numpy as np
import tensorflow as tf

from writeWhole import write_whole

HERE = os.path.dirname(os.path.abspath(__file__))
DEFAULT_OUT = os.path.join(HERE, "..", "..", "shared", "fixtures", "keras", "kinds.json")


def to_array(value, shape: list[int] | None = None) -> np.ndarray:
    """An array from {shape, data}, from nested lists, or from a flat list with a shape beside it."""
    if isinstance(value, dict):
        return np.asarray(value["data"], "float64").reshape(value["shape"])
    array = np.asarray(value, "float64")
    return array.reshape(shape) if shape is not None else array


def from_array(array, digits: int) -> dict:
    """{shape, data}: the values in row-major order, to `digits` significant digits."""
    array = np.asarray(array, "float64")
    if not np.isfinite(array).all():
        raise EmissionError("a value is not finite")
    return {"shape": list(array.shape), "data": [int(v) if v == int(v) else float(f"{v:.{digits}g}") for v in array.ravel().tolist()]}


def run(case: dict, floatx: str) -> dict:
    """One case in one precision: outputs, and the gradients of Σ output · cotangent by input and by weight."""
    keras.config.set_floatx(floatx)
    layer = make_layer(case["class_name"], case.get("config", {}), floatx)
    training = case.get("training", False)
    shapes = case.get("inputShapes", [None] * len(case["inputs"]))
    inputs = [tf.constant(to_array(v, s), floatx) for v, s in zip(case["inputs"], shapes)]
    fed = inputs if len(inputs) > 1 else inputs[0]
    layer(fed, training=False)
    set_weights(layer, [to_array(w) for w in case.get("weights", [])], case["id"])
    learned = list(layer.trainable_variables)
    # Tracks every variable, though only `learned` is asked for: a Keras variable is its `value` inside the tape.
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        made = layer(fed, training=training)
        outputs = list(made) if isinstance(made, (list, tuple)) else [made]
        cotangents = [tf.constant(c, floatx) for c in case_cotangents(case, outputs)]
        scalar = tf.add_n([tf.reduce_sum(o * c) for o, c in zip(outputs, cotangents)])
    gradients = tape.gradient(scalar, inputs + [v.value for v in learned])
    by_variable = {id(v): g for v, g in zip(learned, gradients[len(inputs) :])}
    return {
        "outputs": outputs,
        "cotangents": cotangents,
        "inputGradients": [None if g is None else tf.convert_to_tensor(g) for g in gradients[: len(inputs)]],
        "weightGradients": [None if (g := by_variable.get(id(v))) is None else tf.convert_to_tensor(g) for v in layer.weights],
        "weightsAfter": [np.asarray(v) for v in layer.weights] if training else None,
    }


def case_cotangents(case: dict, outputs: list) -> list[np.ndarray]:
    """Those of the case, else small decimals drawn from the case's id."""
    if "cotangents" in case:
        return [to_array(c, list(o.shape)) for c, o in zip(case["cotangents"], outputs)]
    random = np.random.default_rng(zlib.crc32(case["id"].encode()))
    return [np.round(random.uniform(-1, 1, o.shape), 3) for o in outputs]


def answer(case: dict) -> dict:
    """The case with Keras's answers beside it."""
    single, double = run(case, "float32"), run(case, "float64")
    gradients = lambda values: [None if g is None else from_array(g, 12) for g in values]
    shapes = case.get("inputShapes", [None] * len(case["inputs"]))
    answered = {
        "id": case["id"],
        "class_name": case["class_name"],
        "config": case.get("config", {}),
        "training": case.get("training", False),
        "inputs": [from_array(to_array(v, s), 17) for v, s in zip(case["inputs"], shapes)],
        "weights": [from_array(to_array(w), 17) for w in case.get("weights", [])],
        "outputs": [from_array(o, 9) for o in single["outputs"]],
        "float64": {
            "outputs": [from_array(o, 12) for o in double["outputs"]],
            "cotangents": [from_array(c, 17) for c in double["cotangents"]],
            "inputGradients": gradients(double["inputGradients"]),
            "weightGradients": gradients(double["weightGradients"]),
        },
    }
    if "kind" in case:
        answered["kind"] = case["kind"]
    if "params" in case:
        answered["params"] = case["params"]
    if double["weightsAfter"] is not None:
        answered["float64"]["weightsAfter"] = [from_array(w, 12) for w in double["weightsAfter"]]
    return answered


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases")
    parser.add_argument("--out", default=os.path.normpath(DEFAULT_OUT))
    arguments = parser.parse_args()
    with open(arguments.cases, encoding="utf-8") as file:
        read = json.load(file)
    cases = read["cases"] if isinstance(read, dict) else read
    answers, faults = [], []
    for case in cases:
        try:
            answers.append(answer(case))
        except (EmissionError, ValueError, TypeError, KeyError, tf.errors.OpError) as error:
            faults.append(f"{case.get('id', '?')}: {type(error).__name__}: {error}")
    if faults:
        print("\n".join(faults), file=sys.stderr)
        print(f"{len(faults)} of {len(cases)} cases failed; {arguments.out} is left as it was.", file=sys.stderr)
        return 1
    head = {
        "what": "Keras 3's answers to the conformance cases of the catalogue; made by tools/peer/kindFixtures.py",
        "versions": {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__, "python": platform.python_version()},
    }
    # One case a line: small on disk, and a difference shows which case moved.
    lines = ",\n".join(json.dumps(a, separators=(",", ":"), allow_nan=False) for a in answers)
    write_whole(arguments.out, json.dumps(head, indent=2)[:-2] + ',\n  "cases": [\n' + lines + "\n  ]\n}\n")
    print(f"{arguments.out}: {len(answers)} cases, {os.path.getsize(arguments.out)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
