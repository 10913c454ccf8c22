"""What Keras 3's optimisers and gradient clipping make of two weights in 20 steps of given gradients.

    python tools/peer/optimiserFixtures.py [--out FILE]

Writes shared/fixtures/keras/optimisers.json. `settings` and `clip` are Hourglass's own words for each case.
"""

import argparse
import os
import platform

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow as tf

from writeWhole import write_json

HERE = os.path.dirname(os.path.abspath(__file__))
DEFAULT_OUT = os.path.join(HERE, "..", "..", "shared", "fixtures", "keras", "optimisers.json")

STEPS = 20
# After these steps the weights are written down.
SEEN = [1, 2, 3, 10, 20]
SHAPES = [[3], [2, 2]]

NONE: dict = {"kind": "none", "limit": 1}
ADAM = {"learningRate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-7}
# id, our optimiser, Keras's class, its configuration, our clipping.
CASES: list[tuple[str, dict, str, dict, dict]] = [
    ("sgd", {"kind": "sgd", "learningRate": 0.1}, "SGD", {"learning_rate": 0.1}, NONE),
    ("momentum", {"kind": "momentum", "learningRate": 0.1, "momentum": 0.9}, "SGD", {"learning_rate": 0.1, "momentum": 0.9}, NONE),
    ("momentum 0.5", {"kind": "momentum", "learningRate": 0.02, "momentum": 0.5}, "SGD", {"learning_rate": 0.02, "momentum": 0.5}, NONE),
    ("rmsprop", {"kind": "rmsprop", "learningRate": 0.01, "rho": 0.9, "epsilon": 1e-7}, "RMSprop", {"learning_rate": 0.01, "rho": 0.9, "epsilon": 1e-7}, NONE),
    ("rmsprop, large epsilon", {"kind": "rmsprop", "learningRate": 0.01, "rho": 0.6, "epsilon": 0.01}, "RMSprop", {"learning_rate": 0.01, "rho": 0.6, "epsilon": 0.01}, NONE),
    ("adam", {"kind": "adam", **ADAM}, "Adam", {"learning_rate": 0.01}, NONE),
    ("adam, other constants", {"kind": "adam", "learningRate": 0.05, "beta1": 0.5, "beta2": 0.9, "epsilon": 1e-3}, "Adam", {"learning_rate": 0.05, "beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-3}, NONE),
    ("adamw", {"kind": "adamw", **ADAM, "weightDecay": 0.004}, "AdamW", {"learning_rate": 0.01, "weight_decay": 0.004}, NONE),
    ("adamw, strong decay", {"kind": "adamw", **ADAM, "weightDecay": 0.5}, "AdamW", {"learning_rate": 0.01, "weight_decay": 0.5}, NONE),
    ("clipnorm", {"kind": "sgd", "learningRate": 0.1}, "SGD", {"learning_rate": 0.1, "clipnorm": 0.7}, {"kind": "norm", "limit": 0.7}),
    ("global_clipnorm", {"kind": "sgd", "learningRate": 0.1}, "SGD", {"learning_rate": 0.1, "global_clipnorm": 0.7}, {"kind": "globalNorm", "limit": 0.7}),
    ("clipvalue", {"kind": "sgd", "learningRate": 0.1}, "SGD", {"learning_rate": 0.1, "clipvalue": 0.3}, {"kind": "value", "limit": 0.3}),
    ("adam with global_clipnorm", {"kind": "adam", **ADAM}, "Adam", {"learning_rate": 0.01, "global_clipnorm": 0.5}, {"kind": "globalNorm", "limit": 0.5}),
    ("adamw with clipnorm", {"kind": "adamw", **ADAM, "weightDecay": 0.1}, "AdamW", {"learning_rate": 0.01, "weight_decay": 0.1, "clipnorm": 0.2}, {"kind": "norm", "limit": 0.2}),
]


def written(array: np.ndarray) -> list[float]:
    """Float32 values in the fewest digits that give them back."""
    return [float(f"{v:.9g}") for v in array.astype(np.float32).ravel()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", default=os.path.normpath(DEFAULT_OUT))
    arguments = parser.parse_args()
    draw = np.random.default_rng(20261120)
    start = [draw.normal(size=shape).astype(np.float32) for shape in SHAPES]
    # Sizes from small to large, so that clipping acts in some steps and not in others; one gradient is zero.
    scales = np.geomspace(0.01, 3, STEPS)
    gradients = [[(draw.normal(size=shape) * scale).astype(np.float32) for shape in SHAPES] for scale in draw.permutation(scales)]
    gradients[4][0][:] = 0
    cases = []
    for name, settings, class_name, config, clip in CASES:
        optimizer = getattr(keras.optimizers, class_name)(**config)
        variables = [keras.Variable(value) for value in start]
        after = []
        for step, given in enumerate(gradients, 1):
            optimizer.apply([tf.constant(g) for g in given], variables)
            if step in SEEN:
                after.append({"step": step, "weights": [written(v.numpy()) for v in variables]})
        cases.append({"id": name, "settings": settings, "clip": clip, "after": after})
    write_json(arguments.out, {
        "what": "Keras 3's optimisers and clipping over 20 steps; made by tools/peer/optimiserFixtures.py",
        "versions": {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__, "python": platform.python_version()},
        "shapes": SHAPES,
        "start": [written(value) for value in start],
        "gradients": [[written(g) for g in given] for given in gradients],
        "cases": cases,
    }, indent=None)
    print(f"{arguments.out}: {len(cases)} cases, {os.path.getsize(arguments.out)} bytes")


if __name__ == "__main__":
    main()
