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

from emittedGraph import EmittedGraph, read
from kerasLayer import EmissionError

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


def entries_of(case: dict) -> list[dict]:
    """The entries of a case: those it has, or one layer of class_name and config over all inputs. Input i is ["input<i>", 0]."""
    inputs = [{"name": f"input{i}", "class_name": "InputLayer"} for i in range(len(case["inputs"]))]
    if "layers" in case:
        return inputs + case["layers"]
    names = [str(i) for i in range(len(case.get("weights", [])))]
    layer = {"name": "layer", "class_name": case["class_name"], "config": case.get("config", {}), "weights": names}
    return [*inputs, {**layer, "inputs": [[entry["name"], 0] for entry in inputs]}]


def weights_of(case: dict) -> dict[str, np.ndarray]:
    given = case.get("weights", [])
    return {str(name): to_array(value) for name, value in (given.items() if isinstance(given, dict) else enumerate(given))}


def inputs_of(case: dict) -> list[np.ndarray]:
    shapes = case.get("inputShapes", [None] * len(case["inputs"]))
    return [to_array(value, shape) for value, shape in zip(case["inputs"], shapes)]


def run(case: dict, floatx: str) -> dict:
    """One case in one precision: outputs, and the gradients of Σ output · cotangent by input and by weight name."""
    keras.config.set_floatx(floatx)
    graph = EmittedGraph(entries_of(case), floatx)
    training = case.get("training", False)
    inputs = {f"input{i}": tf.constant(value, floatx) for i, value in enumerate(inputs_of(case))}
    noise = {name: tf.constant(to_array(value), floatx) for name, value in case.get("noise", {}).items()}
    graph.forward(inputs, noise, training=False)
    start = weights_of(case)
    graph.set_weights(start)
    named = dict(graph.weights(start))
    learned = {name: variable for name, variable in named.items() if variable.trainable}
    with tf.GradientTape() as tape:
        tape.watch(list(inputs.values()))
        values = graph.forward(inputs, noise, training=training)
        wanted = case.get("outputs", [[graph.entries[-1]["name"], i] for i in range(len(values[graph.entries[-1]["name"]]))])
        outputs = [read(values, reference) for reference in wanted]
        cotangents = [tf.constant(c, floatx) for c in case_cotangents(case, outputs)]
        scalar = tf.add_n([tf.reduce_sum(o * c) for o, c in zip(outputs, cotangents)])
    by_input, by_weight = tape.gradient(scalar, [list(inputs.values()), {name: v.value for name, v in learned.items()}])
    dense = lambda g: None if g is None else tf.convert_to_tensor(g)
    return {
        "outputs": outputs,
        "cotangents": cotangents,
        "inputGradients": [dense(g) for g in by_input],
        "weightGradients": {name: dense(by_weight.get(name)) for name in start},
        "weightsAfter": {name: np.asarray(v) for name, v in named.items()} if training else None,
    }


def case_cotangents(case: dict, outputs: list) -> list[np.ndarray]:
    """Those of the case, else small decimals drawn from the case's id."""
    if "cotangents" in case:
        return [to_array(c, list(o.shape)) for c, o in zip(case["cotangents"], outputs)]
    random = np.random.default_rng(zlib.crc32(case["id"].encode()))
    return [np.round(random.uniform(-1, 1, o.shape), 3) for o in outputs]


def answer(case: dict) -> dict:
    """The case with Keras's answers beside it. Weights and their gradients are lists or records, as the case has them."""
    single, double = run(case, "float32"), run(case, "float64")
    as_given = lambda record: record if isinstance(case.get("weights", []), dict) else list(record.values())
    gradient = lambda g: None if g is None else from_array(g, 12)
    answered = {
        **{key: value for key, value in case.items() if key not in ("inputs", "inputShapes", "weights", "cotangents")},
        "training": case.get("training", False),
        "inputs": [from_array(value, 17) for value in inputs_of(case)],
        "weights": as_given({name: from_array(value, 17) for name, value in weights_of(case).items()}),
        "outputRefs": case.get("outputs"),
        "outputs": [from_array(o, 9) for o in single["outputs"]],
        "float64": {
            "outputs": [from_array(o, 12) for o in double["outputs"]],
            "cotangents": [from_array(c, 17) for c in double["cotangents"]],
            "inputGradients": [gradient(g) for g in double["inputGradients"]],
            "weightGradients": as_given({name: gradient(g) for name, g in double["weightGradients"].items()}),
        },
    }
    if answered["outputRefs"] is None:
        del answered["outputRefs"]
    if double["weightsAfter"] is not None:
        answered["float64"]["weightsAfter"] = as_given({name: from_array(w, 12) for name, w in double["weightsAfter"].items()})
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
