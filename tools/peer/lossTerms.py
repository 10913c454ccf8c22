"""The loss terms of an emitted plan, written with Keras's own functions; their fields are described in tools/peer/README.md."""

from kerasLayer import EmissionError

import keras
import tensorflow as tf


def terms_of(entries: list[dict], settings: dict) -> list[dict]:
    """One record a term: those of the entries that carry a loss (our nodes' parameters with their inputs), then settings.losses."""
    losses = [entry for entry in entries if "loss" in entry]
    terms = []
    for entry in losses:
        prefix = "" if len(losses) == 1 else f"{entry['name']}."
        terms += expanded(entry["loss"], entry["name"], prefix, settings.get("betas", {}))
    terms += settings.get("losses", [])
    if not terms:
        raise EmissionError("No loss: neither an entry with 'loss' in plan.json nor 'losses' in settings.json.")
    return terms


def expanded(loss: dict, node: str, prefix: str, betas: dict) -> list[dict]:
    """A Loss or classification node's parameters as terms."""
    port = lambda name: loss["inputs"][name][0]
    if loss.get("kind") == "loss":
        weight = loss.get("weight", 1)
        terms = [{"name": f"{prefix}reconstruction", "type": "reconstruction", "form": loss["reconstruction"], "prediction": port("prediction"), "target": port("target"),
                  "features": loss["features"], "batch": loss["batch"], "weight": weight}]
        if loss["kl"]:
            if node not in betas and loss.get("betaSchedule", "constant") != "constant":
                raise EmissionError(f"{node}: its β follows a schedule; settings.json must give betas.{node}, one a step.")
            terms.append({"name": f"{prefix}kl", "type": "kl", "mean": port("mean"), "spread": port("spread"), "spreadForm": loss["spread"], "freeBits": loss["freeBits"], "sign": loss["klSign"],
                          "dimensions": loss["klDimensions"], "batch": loss["klBatch"], "weight": weight, "beta": betas.get(node, loss["beta"])})
        return terms
    if "type" in loss:
        return [{"name": f"{prefix}{loss['type']}", **loss}]
    if loss.get("kind") == "classificationLoss":
        return [{"name": f"{prefix}classification", "type": "classification", "form": loss["form"], "prediction": port("prediction"), "target": port("labels"), "weight": loss.get("weight", 1)}]
    raise EmissionError(f"{node}: no known loss in {loss}.")


def reduced(value, features: str, batch: str):
    """Over all axes but the first by `features` (sum or mean), then over the first by `batch`."""
    axes = list(range(1, value.shape.rank))
    per_example = value if not axes else (tf.reduce_sum if features == "sum" else tf.reduce_mean)(value, axis=axes)
    return (tf.reduce_sum if batch == "sum" else tf.reduce_mean)(per_example)


def reconstruction(term: dict, at):
    prediction = at(term["prediction"])
    target = tf.cast(at(term["target"]), prediction.dtype)
    form, logits = term["form"], term.get("fromLogits", False)
    if form == "bce":
        value = keras.ops.binary_crossentropy(target, prediction, from_logits=logits)
    elif form == "crossEntropy":
        value = keras.ops.categorical_crossentropy(target, prediction, from_logits=logits)
    elif form == "mse":
        value = tf.square(prediction - target)
    elif form == "mae":
        value = tf.abs(prediction - target)
    else:
        raise EmissionError(f"{term['name']}: no reconstruction term {form}.")
    value = reduced(value, term.get("features", "sum"), term.get("batch", "mean"))
    return value, value


def kl(term: dict, at):
    """KL of N(mean, σ²) from N(0, I). With free nats, each dimension is floored after the batch is reduced; what is reported is not."""
    mean, spread = at(term["mean"]), at(term["spread"])
    log_variance = spread if term["spreadForm"] == "logVariance" else 2 * spread
    each = tf.reshape(-0.5 * (1 + log_variance - tf.square(mean) - tf.exp(log_variance)), [tf.shape(mean)[0], -1])
    dimension = (tf.reduce_sum if term.get("batch") == "sum" else tf.reduce_mean)(each, axis=0)
    over = tf.reduce_mean if term.get("dimensions") == "mean" else tf.reduce_sum
    sign = -1.0 if term.get("sign") == "plusHalf" else 1.0
    floor = term.get("freeBits", 0)
    charged = tf.maximum(dimension, tf.cast(floor, each.dtype)) if floor else dimension
    return sign * over(charged), sign * over(dimension)


def classification(term: dict, at):
    """Cross-entropy per example, averaged over the batch as Keras's loss classes do (or summed)."""
    prediction, target = at(term["prediction"]), at(term["target"])
    logits = term.get("fromLogits", False)
    if term["form"] == "sparse":
        if target.shape.rank == prediction.shape.rank:
            target = tf.squeeze(target, axis=-1)
        value = keras.ops.sparse_categorical_crossentropy(tf.cast(target, "int32"), prediction, from_logits=logits)
    elif term["form"] == "categorical":
        value = keras.ops.categorical_crossentropy(tf.cast(target, prediction.dtype), prediction, from_logits=logits)
    else:
        raise EmissionError(f"{term['name']}: no classification loss {term['form']}.")
    value = reduced(value, "mean", term.get("batch", "mean"))
    return value, value


KINDS = {"reconstruction": reconstruction, "kl": kl, "classification": classification}


def term_of(term: dict, at):
    """One term before its weight and β: what enters the total, and what is reported under its name."""
    if term["type"] not in KINDS:
        raise EmissionError(f"{term['name']}: no loss term {term['type']}; there are {', '.join(KINDS)}.")
    return KINDS[term["type"]](term, at)


def weight_of(term: dict, step, dtype: str):
    """weight · β at this step; β may be one number or one a step."""
    beta = term.get("beta", 1.0)
    beta = tf.gather(tf.constant(beta, dtype), step) if isinstance(beta, list) else tf.constant(beta, dtype)
    return beta * tf.constant(term.get("weight", 1.0), dtype)
