"""Saves three models from Keras's public API into the given folder, as .keras and .h5 files, and models.json with an input and Keras's own outputs.
Their weights are drawn; nothing of Hourglass is used. The frozen files lie in main/engine/export/read/fixtures."""

import json
import sys
from pathlib import Path

import keras
import numpy as np
from keras import layers


def perceptron():
    """Sequential, as beginners write it."""
    return keras.Sequential(
        [keras.Input((6,)), layers.Dense(8, activation="relu"), layers.Dropout(0.3), layers.LeakyReLU(negative_slope=0.2), layers.Dense(4, activation="softmax")],
        name="perceptron",
    )


def pictures():
    """Two branches over a picture, joined; names left to Keras."""
    x = keras.Input((8, 8, 1))
    wide = layers.Conv2D(3, 3, padding="same", activation="relu")(x)
    wide = layers.BatchNormalization()(wide)
    wide = layers.MaxPooling2D()(wide)
    fine = layers.Conv2D(2, (1, 2), strides=2, padding="same", use_bias=False)(x)
    both = layers.Concatenate()([wide, fine])
    back = layers.Conv2DTranspose(1, 3, strides=2, padding="same", activation="sigmoid")(both)
    return keras.Model(x, [back, layers.GlobalAveragePooling2D()(both)], name="pictures")


def sequences():
    """Recurrent layers with Keras's defaults."""
    x = keras.Input((5, 2))
    y = layers.LSTM(4, return_sequences=True)(x)
    y = layers.LayerNormalization()(y)
    y = layers.GRU(3, go_backwards=True)(y)
    return keras.Model(x, layers.Dense(2)(layers.RepeatVector(5)(y)), name="sequences")


def main() -> None:
    folder = Path(sys.argv[1])
    draw = np.random.default_rng(20261120)
    answers = []
    for make in (perceptron, pictures, sequences):
        keras.utils.clear_session()
        model = make()
        model.set_weights([np.abs(draw.normal(size=w.shape)).astype("float32") * 0.5 + 0.1 if w.ndim == 1 else draw.normal(size=w.shape).astype("float32") * 0.4 for w in model.get_weights()])
        x = draw.random((2, *model.inputs[0].shape[1:])).astype("float32")
        outputs = keras.tree.flatten(model(x))
        for ending in ("keras", "h5"):
            model.save(folder / f"{model.name}.{ending}")
        numbers = lambda array: {"shape": list(np.shape(array)), "values": [float(v) for v in np.asarray(array).ravel()]}
        answers.append({"name": model.name, "input": numbers(x), "outputs": [numbers(y) for y in outputs]})
    (folder / "models.json").write_text(json.dumps({"keras": keras.__version__, "models": answers}) + "\n")


main()
