"""The layers that our engine emits, as Keras layers that share one forward walk. The entries are described in tools/peer/README.md."""

from kerasLayer import EmissionError, make_layer, set_weights

import keras
import tensorflow as tf

INPUTS = ("Input", "InputLayer")
MADE_NOISE = ("Dropout", "GaussianNoise")


def class_of(entry: dict) -> str | None:
    return entry.get("className", entry.get("class_name"))


class EmittedGraph:
    """Entries in an order in which each is made before it is read. `dtype` overrides what the configurations say."""

    def __init__(self, entries: list[dict], dtype: str | None = None):
        self.entries = entries
        self.inputs = [entry for entry in entries if class_of(entry) in INPUTS]
        self.layers = {}
        for entry in entries:
            class_name = class_of(entry)
            if class_name is None or class_name in INPUTS:
                continue
            try:
                self.layers[entry["name"]] = make_layer(class_name, entry.get("config", {}), dtype)
            except EmissionError as error:
                raise EmissionError(f"{entry['name']}: {error}") from error

    @property
    def trainable_variables(self) -> list:
        return [variable for layer in self.layers.values() for variable in layer.trainable_variables]

    def penalties(self) -> list:
        """What the layers' regularisers and activity regularisers added in the last forward walk."""
        return [loss for layer in self.layers.values() for loss in layer.losses]

    def clear_penalties(self) -> None:
        for layer in self.layers.values():
            if isinstance(layer, keras.layers.Layer):
                layer._clear_losses()  # what add_loss gathered in the walk before

    def weights(self, known) -> list[tuple[str, object]]:
        """(key, variable) of every weight, in Keras order. The key is the first that `known` holds of the emitted name as it
        stands, `<node>/<name>` and `<entry>/<name>`."""
        pairs = []
        for entry in self.entries:
            layer = self.layers.get(entry["name"])
            names = entry.get("weights", [])
            if layer is None:
                continue
            if len(names) != len(layer.weights):
                raise EmissionError(f"{entry['name']}: Keras has the weights {[v.path for v in layer.weights]}, the plan names {names}.")
            for name, variable in zip(names, layer.weights):
                keys = [name, f"{entry.get('node', entry['name'])}/{name}", f"{entry['name']}/{name}"]
                key = next((key for key in keys if key in known), None)
                if key is None:
                    raise EmissionError(f"{entry['name']}: no start value for {name} (looked for {', '.join(dict.fromkeys(keys))}).")
                pairs.append((key, variable))
        return pairs

    def set_weights(self, arrays: dict) -> None:
        """Gives every built layer its start weights."""
        pairs = self.weights(arrays)
        for entry in self.entries:
            layer = self.layers.get(entry["name"])
            if layer is not None:
                mine, pairs = pairs[: len(layer.weights)], pairs[len(layer.weights) :]
                set_weights(layer, [arrays[key] for key, _ in mine], entry["name"])

    def forward(self, inputs: dict, noise: dict, training: bool) -> dict[str, list]:
        """The outputs of every entry by name, each a list; `inputs` and `noise` are tensors by entry."""
        values: dict[str, list] = {name: [value] for name, value in inputs.items()}
        for entry in self.entries:
            name = entry["name"]
            if name not in values and "loss" not in entry:
                values[name] = self._outputs(entry, lambda reference: read(values, reference), noise.get(name), training)
        return values

    def _outputs(self, entry: dict, at, noise, training: bool) -> list:
        if "sample" in entry:
            sample = entry["sample"]
            wired = sample.get("noise")
            epsilon = at(wired) if wired is not None else needed(noise, entry)
            spread = at(sample["spread"])
            return [at(sample["mean"]) + tf.exp(spread * 0.5 if sample["form"] == "logVariance" else spread) * epsilon]
        if "split" in entry:
            split = entry["split"]
            return list(tf.split(at(split["input"]), split.get("parts", 2), axis=split.get("axis", -1)))
        if "noise" in entry:
            return [needed(noise, entry)]
        inputs = [at(reference) for reference in entry["inputs"]]
        if training and class_of(entry) in MADE_NOISE:
            return [made_noise(entry, inputs[0], noise)]
        made = self.layers[entry["name"]](inputs if len(inputs) > 1 else inputs[0], training=training)
        return list(made) if isinstance(made, (list, tuple)) else [made]


def read(values: dict[str, list], reference):
    """The tensor at [entry, output]; a bare name is output 0."""
    name, index = (reference, 0) if isinstance(reference, str) else reference
    if name not in values:
        raise EmissionError(f"{name} is read before it is made: the entries are not in order, or the name is unknown.")
    return values[name][index]


def made_noise(entry: dict, value, noise):
    """Dropout multiplies by the recorded mask (0 or 1/(1 − rate)); Gaussian noise adds stddev · the recorded normal draw."""
    config = entry["config"]
    if config.get("rate", config.get("stddev")) == 0:
        return value
    noise = needed(noise, entry)
    return value + config["stddev"] * noise if class_of(entry) == "GaussianNoise" else value * noise


def needed(noise, entry: dict):
    if noise is None:
        raise EmissionError(f"eps.npz holds no array for {entry['name']}.")
    return noise
