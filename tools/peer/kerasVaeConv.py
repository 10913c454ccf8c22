"""What Keras reaches with its own "Variational AutoEncoder" example on Fashion-MNIST, over several seeds.

The model, the losses and the optimiser are those of https://keras.io/examples/generative/vae/ (fchollet, 2020), written anew.
The protocol is the app's own (`train vae-conv --data fashion-mnist --epochs 5`): of the 60,000 official training images a seeded
random 6,000 validate and 54,000 train; the 10,000 test images are not read.

    python tools/peer/kerasVaeConv.py [--seeds 1 2 3 4 5] [--epochs 5] [--threads 2] [--data FOLDER] [--out FILE]

The file is written after every seed, so an interrupted run keeps the seeds that it finished.
"""

import argparse
import gzip
import os
import platform
import statistics
import time

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow as tf

from writeWhole import write_json

LATENT_SIZE = 2
BATCH_SIZE = 128
VALIDATION_COUNT = 6000
DEBIAN_FOLDER = "/usr/share/datasets/fashion-mnist"  # where Debian's dataset-fashion-mnist puts its files
HERE = os.path.dirname(os.path.abspath(__file__))
DEFAULT_OUT = os.path.join(HERE, "..", "..", "shared", "fixtures", "keras", "vaeConvFashion.json")


def read_images(path: str) -> np.ndarray:
    """IDX images as float32 [count, rows, columns, 1] in 0..1."""
    with gzip.open(path, "rb") as file:
        raw = file.read()
    magic, count, rows, columns = np.frombuffer(raw[:16], ">u4")
    if magic != 0x803 or len(raw) != 16 + int(count) * int(rows) * int(columns):
        raise SystemExit(f"{path} is no IDX file of images (magic {magic:#x}, {len(raw)} bytes).")
    pixels = np.frombuffer(raw, np.uint8, offset=16).reshape(count, rows, columns, 1)
    return pixels.astype("float32") / 255


def build_encoder() -> keras.Model:
    images = keras.Input(shape=(28, 28, 1))
    x = keras.layers.Conv2D(32, 3, activation="relu", strides=2, padding="same")(images)
    x = keras.layers.Conv2D(64, 3, activation="relu", strides=2, padding="same")(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(16, activation="relu")(x)
    mean = keras.layers.Dense(LATENT_SIZE, name="z_mean")(x)
    log_variance = keras.layers.Dense(LATENT_SIZE, name="z_log_var")(x)
    return keras.Model(images, [mean, log_variance], name="encoder")


def build_decoder() -> keras.Model:
    codes = keras.Input(shape=(LATENT_SIZE,))
    x = keras.layers.Dense(7 * 7 * 64, activation="relu")(codes)
    x = keras.layers.Reshape((7, 7, 64))(x)
    x = keras.layers.Conv2DTranspose(64, 3, activation="relu", strides=2, padding="same")(x)
    x = keras.layers.Conv2DTranspose(32, 3, activation="relu", strides=2, padding="same")(x)
    images = keras.layers.Conv2DTranspose(1, 3, activation="sigmoid", padding="same")(x)
    return keras.Model(codes, images, name="decoder")


class Trial:
    """One seed: the two halves, the optimiser, and the two compiled functions over a batch."""

    def __init__(self, seed: int):
        keras.utils.set_random_seed(seed)
        self.encoder = build_encoder()
        self.decoder = build_decoder()
        self.optimizer = keras.optimizers.Adam()
        self.variables = self.encoder.trainable_variables + self.decoder.trainable_variables
        self.optimizer.build(self.variables)
        self.train_step = tf.function(self._train_step, reduce_retracing=True)
        self.terms = tf.function(self._terms, reduce_retracing=True)

    def _terms(self, images):
        """Total, reconstruction and KL of one batch: summed over pixels or dimensions, averaged over the batch."""
        mean, log_variance = self.encoder(images, training=True)
        codes = mean + tf.exp(0.5 * log_variance) * tf.random.normal(tf.shape(mean))
        decoded = self.decoder(codes, training=True)
        reconstruction = tf.reduce_mean(tf.reduce_sum(keras.losses.binary_crossentropy(images, decoded), axis=(1, 2)))
        kl = tf.reduce_mean(tf.reduce_sum(-0.5 * (1 + log_variance - tf.square(mean) - tf.exp(log_variance)), axis=1))
        return reconstruction + kl, reconstruction, kl

    def _train_step(self, images):
        with tf.GradientTape() as tape:
            terms = self._terms(images)
        self.optimizer.apply(tape.gradient(terms[0], self.variables), self.variables)
        return terms


def mean_over(function, images: np.ndarray, order: np.ndarray) -> tuple[list[float], list[float]]:
    """Runs `function` over the batches of `images` in `order`; the three terms averaged by example, and averaged by batch."""
    rows, weights = [], []
    for start in range(0, len(order), BATCH_SIZE):
        batch = images[order[start : start + BATCH_SIZE]]
        rows.append(tf.stack(function(tf.constant(batch))).numpy().astype("float64"))
        weights.append(len(batch))
    table = np.stack(rows)
    return np.average(table, axis=0, weights=weights).tolist(), table.mean(axis=0).tolist()


def run_seed(seed: int, images: np.ndarray, epochs: int) -> dict:
    """Trains one model; per epoch the training means (while learning) and the validation means (after it)."""
    random = np.random.default_rng(seed)
    order = random.permutation(len(images))
    validation, training = images[order[:VALIDATION_COUNT]], images[order[VALIDATION_COUNT:]]
    trial = Trial(seed)
    rows = []
    for epoch in range(1, epochs + 1):
        began = time.time()
        by_example, by_batch = mean_over(trial.train_step, training, random.permutation(len(training)))
        seconds = time.time() - began
        checked, _ = mean_over(trial.terms, validation, np.arange(len(validation)))
        rows.append(
            {
                "epoch": epoch,
                "loss": by_example[0],
                "reconstruction": by_example[1],
                "kl": by_example[2],
                "lossMeanOfBatches": by_batch[0],
                "valLoss": checked[0],
                "valReconstruction": checked[1],
                "valKl": checked[2],
                "seconds": round(seconds, 2),
            }
        )
        print(f"seed {seed} epoch {epoch} loss {by_example[0]:.3f} valLoss {checked[0]:.3f} ({seconds:.1f} s)", flush=True)
    return {"seed": seed, "trainingCount": len(training), "validationCount": len(validation), "epochs": rows}


def medians(runs: list[dict]) -> list[dict]:
    """Per epoch the median over the seeds of every figure but the time, with the least and the greatest total."""
    keys = ["loss", "reconstruction", "kl", "lossMeanOfBatches", "valLoss", "valReconstruction", "valKl"]
    table = []
    for rows in zip(*(run["epochs"] for run in runs)):
        line = {"epoch": rows[0]["epoch"]}
        for key in keys:
            line[key] = statistics.median(row[key] for row in rows)
        for key in ("loss", "valLoss"):
            line[f"{key}Least"] = min(row[key] for row in rows)
            line[f"{key}Greatest"] = max(row[key] for row in rows)
        table.append(line)
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--data", default=DEBIAN_FOLDER)
    parser.add_argument("--out", default=os.path.normpath(DEFAULT_OUT))
    arguments = parser.parse_args()
    tf.config.threading.set_intra_op_parallelism_threads(arguments.threads)
    tf.config.threading.set_inter_op_parallelism_threads(arguments.threads)
    images = read_images(os.path.join(arguments.data, "train-images-idx3-ubyte.gz"))
    runs: list[dict] = []
    for seed in arguments.seeds:
        runs.append(run_seed(seed, images, arguments.epochs))
        write_json(
            arguments.out,
            {
                "what": "Keras's Variational AutoEncoder example on Fashion-MNIST; made by tools/peer/kerasVaeConv.py",
                "versions": {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__, "python": platform.python_version()},
                "protocol": {
                    "batch": BATCH_SIZE,
                    "optimizer": "Adam, learning rate 0.001, epsilon 1e-7",
                    "training": "54,000 of the 60,000 official training images, drawn by seed; shuffled each epoch; the last, smaller batch is kept",
                    "validation": "the other 6,000, after each epoch, with sampled codes",
                    "loss": "binary cross-entropy summed over pixels + KL summed over dimensions, averaged over the examples; training figures are means over the epoch while learning",
                    "threads": arguments.threads,
                },
                "medians": medians(runs),
                "runs": runs,
            },
        )


if __name__ == "__main__":
    main()
