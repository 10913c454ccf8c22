"""What Keras 3 takes when nothing is said: every layer's, optimiser's, loss's and activation's defaults.

    python tools/peer/kerasDefaults.py [--out FILE]

Writes shared/fixtures/keras/defaults.json. A catalogue that states its defaults is held against this file without Python.
"""

import argparse
import inspect
import os
import platform

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow as tf

from writeWhole import write_json

HERE = os.path.dirname(os.path.abspath(__file__))
DEFAULT_OUT = os.path.join(HERE, "..", "..", "shared", "fixtures", "keras", "defaults.json")

# Each layer with only what it cannot do without; these required arguments are listed beside its configuration.
LAYERS: dict[str, dict] = {
    "Dense": {"units": 1},
    "Conv2D": {"filters": 1, "kernel_size": 1},
    "Conv2DTranspose": {"filters": 1, "kernel_size": 1},
    "MaxPooling2D": {},
    "AveragePooling2D": {"pool_size": 2},
    "GlobalAveragePooling2D": {},
    "UpSampling2D": {},
    "Flatten": {},
    "Reshape": {"target_shape": (1,)},
    "Dropout": {"rate": 0.5},
    "GaussianNoise": {"stddev": 1.0},
    "BatchNormalization": {},
    "LayerNormalization": {},
    "Activation": {"activation": "relu"},
    "ReLU": {},
    "LeakyReLU": {},
    "ELU": {},
    "Softmax": {},
    "Embedding": {"input_dim": 2, "output_dim": 1},
    "SimpleRNN": {"units": 1},
    "LSTM": {"units": 1},
    "GRU": {"units": 1},
    "RepeatVector": {"n": 1},
    "Rescaling": {"scale": 1.0},
    "Add": {},
    "Multiply": {},
    "Concatenate": {},
    "ActivityRegularization": {},
}
OPTIMIZERS = ["SGD", "RMSprop", "Adam", "AdamW"]
LOSSES = ["BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy", "MeanSquaredError", "MeanAbsoluteError"]
INITIALIZERS = ["GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal", "LecunNormal", "LecunUniform", "Orthogonal", "RandomNormal", "RandomUniform", "TruncatedNormal", "Zeros", "Ones", "Constant"]
REGULARIZERS = ["L1", "L2", "L1L2"]
ACTIVATIONS = ["linear", "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "tanh", "sigmoid", "hard_sigmoid", "softplus", "softmax", "exponential"]
CALLBACKS = ["EarlyStopping", "ReduceLROnPlateau"]


def plain(value):
    """The value as JSON: an infinity becomes a word, a tuple a list, a rounded float32 its shortest name (0.001, not 0.0010000000475)."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return "infinity" if value > 0 else "-infinity"
    if isinstance(value, float) and float(np.float32(value)) == value:
        return float(str(np.float32(value)))
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)


def config_of(instance) -> dict:
    config = plain(instance.get_config())
    config.pop("name", None)
    return config


def signature_defaults(function) -> dict:
    """Default arguments of a callable, by name; an argument without a default is left out."""
    parameters = inspect.signature(function).parameters.values()
    return {p.name: plain(p.default) for p in parameters if p.default is not inspect.Parameter.empty and p.name != "name"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", default=os.path.normpath(DEFAULT_OUT))
    out = parser.parse_args().out
    # 1. Layers, with what had to be said to make one.
    layers = {
        name: {"required": plain(required), "config": config_of(getattr(keras.layers, name)(**required))}
        for name, required in LAYERS.items()
    }
    # 2. All else that has defaults.
    write_json(
        out,
        {
            "what": "Default configurations of Keras 3; made by tools/peer/kerasDefaults.py",
            "versions": {"keras": keras.__version__, "tensorflow": tf.__version__, "python": platform.python_version()},
            "backend": {
                "floatx": keras.config.floatx(),
                "epsilon": keras.config.epsilon(),
                "imageDataFormat": keras.config.image_data_format(),
            },
            "layers": layers,
            "optimizers": {name: config_of(getattr(keras.optimizers, name)()) for name in OPTIMIZERS},
            "losses": {name: config_of(getattr(keras.losses, name)()) for name in LOSSES},
            "initializers": {name: config_of(getattr(keras.initializers, name)()) for name in INITIALIZERS},
            "regularizers": {name: config_of(getattr(keras.regularizers, name)()) for name in REGULARIZERS},
            "activations": {name: signature_defaults(getattr(keras.activations, name)) for name in ACTIVATIONS},
            "callbacks": {name: signature_defaults(getattr(keras.callbacks, name).__init__) for name in CALLBACKS},
        },
    )
    print(f"{out}: {len(layers)} layers")


if __name__ == "__main__":
    main()
