"""From an emitted {class_name, config} to something that computes: a Keras layer, or a function of keras.ops."""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras


class EmissionError(Exception):
    """What was emitted cannot be built or fed; the message names the entry and the cause."""


class Operation:
    """`keras.ops.<function>` with fixed keyword arguments, dressed as a layer without weights."""

    weights: list = []
    trainable_variables: list = []
    losses: list = []

    def __init__(self, function: str, config: dict):
        if not hasattr(keras.ops, function):
            raise EmissionError(f"keras.ops has no function {function}.")
        self.function, self.config = getattr(keras.ops, function), {k: v for k, v in config.items() if k not in ("name", "dtype")}

    def __call__(self, inputs, training=False):
        return self.function(*inputs, **self.config) if isinstance(inputs, list) else self.function(inputs, **self.config)


def make_layer(class_name: str, config: dict, dtype: str | None = None):
    """A keras.layers class by name, or with the name `ops.<function>` an Operation. `dtype` overrides that of the configuration."""
    if class_name.startswith("ops."):
        return Operation(class_name.removeprefix("ops."), config)
    layer_class = getattr(keras.layers, class_name, None)
    if layer_class is None:
        raise EmissionError(f"keras.layers has no class {class_name}.")
    settings = {key: value for key, value in config.items() if key != "batch_input_shape"}
    if dtype is not None:
        settings["dtype"] = dtype
    try:
        return layer_class.from_config(settings)
    except (TypeError, ValueError) as error:
        raise EmissionError(f"{class_name} refuses {settings}: {error}") from error


def set_weights(layer, arrays: list, place: str) -> None:
    """Gives a built layer its weights, in Keras order (`layer.weights`); a count or shape that does not fit is refused."""
    wanted = [(variable.name, tuple(variable.shape)) for variable in layer.weights]
    given = [tuple(array.shape) for array in arrays]
    if [shape for _, shape in wanted] != given:
        raise EmissionError(f"{place}: Keras wants weights {wanted}, got shapes {given}.")
    for variable, array in zip(layer.weights, arrays):
        variable.assign(array)
