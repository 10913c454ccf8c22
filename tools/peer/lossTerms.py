"""The loss terms of an emitted plan, written with Keras's own functions; their fields are described in tools/peer/README.md."""

from kerasLayer import EmissionError

import keras
import tensorflow as tf


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
    return reduced(value, term.get("features", "sum"), term.get("batch", "mean"))


def kl(term: dict, at):
    """KL of N(mean, σ²) from N(0, I); with free nats, each dimension is floored after the batch is reduced."""
    mean, spread = at(term["mean"]), at(term["spread"])
    log_variance = spread if term["spreadForm"] == "logVariance" else 2 * spread
    half = 0.5 if term.get("sign") == "plusHalf" else -0.5
    each = half * (1 + log_variance - tf.square(mean) - tf.exp(log_variance))
    floor = term.get("freeBits", 0)
    if not floor:
        return reduced(each, term.get("dimensions", "sum"), term.get("batch", "mean"))
    dimension = (tf.reduce_sum if term.get("batch") == "sum" else tf.reduce_mean)(each, axis=0)
    dimension = tf.maximum(dimension, tf.cast(floor, each.dtype))
    return (tf.reduce_mean if term.get("dimensions") == "mean" else tf.reduce_sum)(dimension)


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
    return reduced(value, "mean", term.get("batch", "mean"))


KINDS = {"reconstruction": reconstruction, "kl": kl, "classification": classification}


def term_of(term: dict, at):
    """The value of one term, before its weight and β."""
    if term["type"] not in KINDS:
        raise EmissionError(f"{term['name']}: no loss term {term['type']}; there are {', '.join(KINDS)}.")
    return KINDS[term["type"]](term, at)


def weight_of(term: dict, step, dtype: str):
    """weight · β at this step; β may be one number or one a step."""
    beta = term.get("beta", 1.0)
    beta = tf.gather(tf.constant(beta, dtype), step) if isinstance(beta, list) else tf.constant(beta, dtype)
    return beta * tf.constant(term.get("weight", 1.0), dtype)
