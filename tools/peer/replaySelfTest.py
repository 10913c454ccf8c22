"""Does replay.py tell right from wrong? Two folders whose losses were made without it, and each again with one unit's weights spoilt.

    python tools/peer/replaySelfTest.py [--folder FOLDER]

`dense`: a dense VAE with its gradients and Adam written out in NumPy. `zoo`: every layer class once, trained by keras.Model.
Prints one JSON line a case; exit code 1 if a true folder fails or a spoilt one passes.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
LEARNING_RATE = 1 / 256  # exact in float32, in which Keras holds it even under float64
CORRECTION = (float(np.float32(0.9)), float(np.float32(0.999)))  # Keras casts β₁ and β₂ by way of float32 for the bias correction
ADAM = {"class_name": "Adam", "config": {"learning_rate": LEARNING_RATE}}


def save(folder: str, plan: list, settings: dict, losses: dict, **archives: dict) -> None:
    os.makedirs(folder, exist_ok=True)
    for name, value in {"plan": plan, "settings": settings, "losses": losses}.items():
        with open(os.path.join(folder, f"{name}.json"), "w", encoding="utf-8") as out:
            json.dump(value, out)
    for name, arrays in archives.items():
        np.savez(os.path.join(folder, f"{name}.npz"), **arrays)


def dense_vae(folder: str, steps: int = 30) -> None:
    """x(6) → h(5, relu) → mean, log-variance (2) → z → y(6, sigmoid); binary cross-entropy + β·KL with a rising β; float64 throughout."""
    random = np.random.default_rng(7)
    shapes = {"h/kernel": (6, 5), "h/bias": (5,), "split/meanKernel": (5, 2), "split/meanBias": (2,), "split/spreadKernel": (5, 2), "split/spreadBias": (2,), "y/kernel": (2, 6), "y/bias": (6,)}
    w = {name: random.normal(0, 0.5, shape) for name, shape in shapes.items()}
    start = {name: value.copy() for name, value in w.items()}
    xs, eps = random.uniform(0, 1, (steps, 4, 6)), random.normal(size=(steps, 4, 2))
    betas = [0.5 + step / steps for step in range(steps)]
    first, second = ({name: np.zeros(shape) for name, shape in shapes.items()} for _ in range(2))
    total, terms = [], {"reconstruction": [], "kl": []}
    for step, (x, e, beta) in enumerate(zip(xs, eps, betas), start=1):
        before = x @ w["h/kernel"] + w["h/bias"]
        h = np.maximum(before, 0)
        mean, spread = h @ w["split/meanKernel"] + w["split/meanBias"], h @ w["split/spreadKernel"] + w["split/spreadBias"]
        width = np.exp(spread / 2)
        z = mean + width * e
        y = 1 / (1 + np.exp(-(z @ w["y/kernel"] + w["y/bias"])))
        terms["reconstruction"].append(-(x * np.log(y) + (1 - x) * np.log(1 - y)).sum(1).mean())
        terms["kl"].append((-0.5 * (1 + spread - mean**2 - np.exp(spread))).sum(1).mean())
        total.append(terms["reconstruction"][-1] + beta * terms["kl"][-1])
        d_logit = (y - x) / len(x)
        d_z = d_logit @ w["y/kernel"].T
        d_mean = d_z + beta * mean / len(x)
        d_spread = d_z * e * width / 2 + beta * (np.exp(spread) - 1) / 2 / len(x)
        d_before = (d_mean @ w["split/meanKernel"].T + d_spread @ w["split/spreadKernel"].T) * (before > 0)
        gradients = {}
        for layer, value, gradient in (("h/", x, d_before), ("split/mean", h, d_mean), ("split/spread", h, d_spread), ("y/", z, d_logit)):
            kernel, bias = (layer + word if layer.endswith("/") else layer + word.capitalize() for word in ("kernel", "bias"))
            gradients |= {kernel: value.T @ gradient, bias: gradient.sum(0)}
        for name, gradient in gradients.items():  # Adam, Kingma & Ba 2014, the corrections moved into the rate as Keras does, so that ε is added to the uncorrected root
            first[name] = 0.9 * first[name] + 0.1 * gradient
            second[name] = 0.999 * second[name] + 0.001 * gradient**2
            rate = LEARNING_RATE * np.sqrt(1 - CORRECTION[1] ** step) / (1 - CORRECTION[0] ** step)
            w[name] = w[name] - rate * first[name] / (np.sqrt(second[name]) + 1e-7)
    dense = lambda name, units, activation, source, weights: {"name": name, "class_name": "Dense", "config": {"units": units, "activation": activation}, "inputs": [[source, 0]], "weights": weights}
    plan = [
        {"name": "input", "class_name": "InputLayer", "config": {"shape": [6]}, "inputs": [], "weights": []},
        dense("h", 5, "relu", "input", ["h/kernel", "h/bias"]),
        dense("split.mean", 2, "linear", "h", ["split/meanKernel", "split/meanBias"]),
        dense("split.spread", 2, "linear", "h", ["split/spreadKernel", "split/spreadBias"]),
        {"name": "z", "sample": {"mean": ["split.mean", 0], "spread": ["split.spread", 0], "form": "logVariance"}},
        dense("y", 6, "sigmoid", "z", ["kernel", "bias"]),
    ]
    loss = {"kind": "loss", "reconstruction": "bce", "features": "sum", "batch": "mean", "weight": 1, "kl": True, "beta": 1.5, "betaSchedule": "warmup", "freeBits": 0, "spread": "logVariance"}
    loss |= {"klSign": "minusHalf", "klDimensions": "sum", "klBatch": "mean"}
    ports = {"prediction": [["y", 0]], "target": [["input", 0]], "mean": [["split.mean", 0]], "spread": [["split.spread", 0]]}
    plan.append({"name": "loss", "loss": {**loss, "inputs": ports}})
    settings = {"optimizer": ADAM, "betas": {"loss": betas}}
    save(folder, plan, settings, {"total": total, "terms": terms}, start=start, batches={"input": xs}, eps={"z": eps}, end=w)


ZOO_IMAGES = [
    ("Conv2D", {"filters": 3, "kernel_size": 3, "strides": 2, "padding": "same", "activation": "relu", "kernel_regularizer": {"class_name": "L1L2", "config": {"l1": 0.01, "l2": 0.02}}}),
    ("BatchNormalization", {"momentum": 0.8}),
    ("LeakyReLU", {}),
    ("UpSampling2D", {"size": [2, 2], "interpolation": "bilinear"}),
    ("Conv2DTranspose", {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same", "activity_regularizer": {"class_name": "L2", "config": {"l2": 0.03}}}),
    ("MaxPooling2D", {}),
    ("AveragePooling2D", {"pool_size": 2}),
    ("LayerNormalization", {}),
    ("Activation", {"activation": "gelu"}),
    ("ops.square", {}),
]
ZOO_WORDS = [("Embedding", {"input_dim": 9, "output_dim": 4}), ("SimpleRNN", {"units": 4, "return_sequences": True}), ("LSTM", {"units": 3}), ("RepeatVector", {"n": 2}), ("GRU", {"units": 4})]


def zoo(folder: str, steps: int = 30) -> None:
    """Pixels and words through every layer class once into a classifier; the losses are those of keras.Model.train_on_batch."""
    sys.path.insert(0, HERE)
    from kerasLayer import make_layer

    import keras

    keras.utils.set_random_seed(3)
    random = np.random.default_rng(3)
    plan: list[dict] = []
    layers: dict[str, list] = {}

    def add(class_name: str, config: dict, tensors: list, sources: list[str]):
        name = f"{class_name.lower().replace('.', '')}{len(plan)}"
        layer = make_layer(class_name, config)
        made = layer(tensors if len(tensors) > 1 else tensors[0])
        layers[name] = layer.weights
        plan.append({"name": name, "class_name": class_name, "config": config, "inputs": [[source, 0] for source in sources], "weights": [f"w{i}" for i in range(len(layer.weights))]})
        return made, name

    def chain(steps_of_chain: list, tensor, source: str):
        for class_name, config in steps_of_chain:
            tensor, source = add(class_name, config, [tensor], [source])
        return tensor, source

    pixels, words = keras.Input((8, 8, 1)), keras.Input((5,), dtype="int32")
    for name, shape, dtype in (("pixels", [8, 8, 1], "float32"), ("words", [5], "int32")):
        plan.append({"name": name, "class_name": "InputLayer", "config": {"shape": shape, "dtype": dtype}, "inputs": [], "weights": []})
    image, image_name = chain(ZOO_IMAGES, pixels, "pixels")
    flat, flat_name = add("Flatten", {}, [image], [image_name])
    square, square_name = add("Reshape", {"target_shape": [4, 4, -1]}, [flat], [flat_name])
    pooled, pooled_name = add("GlobalAveragePooling2D", {}, [square], [square_name])
    short, short_name = add("Dense", {"units": 4}, [pooled], [pooled_name])
    word, word_name = chain(ZOO_WORDS, words, "words")
    both, both_name = add("Add", {}, [short, word], [short_name, word_name])
    product, product_name = add("Multiply", {}, [both, word], [both_name, word_name])
    joined, joined_name = add("Concatenate", {}, [product, flat], [product_name, flat_name])
    answer, answer_name = add("Dense", {"units": 3, "activation": "softmax"}, [joined], [joined_name])

    model = keras.Model([pixels, words], answer)
    model.compile(optimizer=keras.optimizers.deserialize({"class_name": "RMSprop", "config": {"learning_rate": 0.002, "global_clipnorm": 1.0}}), loss="sparse_categorical_crossentropy")
    start = {f"{name}/w{i}": np.asarray(variable).copy() for name, weights in layers.items() for i, variable in enumerate(weights)}
    batches = {"pixels": random.uniform(0, 1, (steps, 4, 8, 8, 1)).astype("float32"), "words": random.integers(0, 9, (steps, 4, 5)).astype("int32"), "labels": random.integers(0, 3, (steps, 4)).astype("int32")}
    total = []
    for step in range(steps):
        model.reset_metrics()
        total.append(float(model.train_on_batch([batches["pixels"][step], batches["words"][step]], batches["labels"][step])))
    end = {f"{name}/w{i}": np.asarray(variable) for name, weights in layers.items() for i, variable in enumerate(weights)}
    plan.append({"name": "loss", "loss": {"kind": "classificationLoss", "form": "sparse", "weight": 1, "inputs": {"prediction": [[answer_name, 0]], "labels": [["labels", 0]]}}})
    save(folder, plan, {"optimizer": {"class_name": "RMSprop", "config": {"learning_rate": 0.002, "global_clipnorm": 1.0}}}, {"total": total}, start=start, batches=batches, end=end)


def spoil(folder: str) -> None:
    """The weights of one unit off by a tenth: a replay that still passes compares nothing."""
    path = os.path.join(folder, "start.npz")
    with np.load(path) as archive:
        arrays = {key: archive[key].copy() for key in archive.files}
    last = [key for key, value in arrays.items() if value.ndim == 2][-1]
    arrays[last][:, 0] += 0.1
    np.savez(path, **arrays)


def replay(folder: str, *extra: str) -> tuple[int, dict | None]:
    done = subprocess.run([sys.executable, os.path.join(HERE, "replay.py"), folder, "--json", *extra], capture_output=True, text=True)
    if done.returncode == 2:
        raise SystemExit(done.stderr)
    return done.returncode, json.loads(done.stdout.splitlines()[-1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", help="keep the folders here")
    root = parser.parse_args().folder or tempfile.mkdtemp(prefix="hourglass-replay-")
    wrong = 0
    for name, make, extra in (("dense", dense_vae, ("--floatx", "float64", "--tolerance", "1e-9")), ("zoo", zoo, ("--tolerance", "1e-4"))):
        folder = os.path.join(root, name)
        make(folder)
        code, report = replay(folder, *extra)
        spoil(folder)
        spoilt, _ = replay(folder, *extra)
        print(json.dumps({"case": name, "passed": code == 0, "relative": report["largest"][0]["relative"], "endWeights": report["endWeights"], "spoiltRefused": spoilt == 1}), flush=True)
        wrong += (code != 0) + (spoilt != 1)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
