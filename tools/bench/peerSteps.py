"""One peer of the step benchmark: `peerSteps.py FRAMEWORK VARIANT MODEL THREADS`.

Says `ready {"versions": …}` once its step has run warm, then answers each line `N` on standard input with the milliseconds a step that N steps took.
FRAMEWORK keras: VARIANT graph | xla, timed inside `fit`. FRAMEWORK torch: VARIANT default | fused | channels-last | compiled, an ordinary training loop.
MODEL vae-dense: 784-512-2-512-784; vae-conv: the Keras VAE example. Batch 128, Adam 1e-3, cross-entropy from logits summed over pixels, KL; random images in [0, 1].
"""
import json
import sys
import time

import numpy as np

BATCH, LATENT = 128, 2
IMAGES = np.random.default_rng(1).random((BATCH * 64, 28, 28, 1), dtype=np.float32)


def keras_steps(variant: str, model: str, threads: int):
    import keras
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    layers = keras.layers
    dense = model == "vae-dense"
    x = keras.Input((784,) if dense else (28, 28, 1))
    if dense:
        h = layers.Dense(512, activation="relu")(x)
    else:
        h = layers.Conv2D(32, 3, strides=2, padding="same", activation="relu")(x)
        h = layers.Conv2D(64, 3, strides=2, padding="same", activation="relu")(h)
        h = layers.Dense(16, activation="relu")(layers.Flatten()(h))
    encoder = keras.Model(x, [layers.Dense(LATENT)(h), layers.Dense(LATENT)(h)])
    z = keras.Input((LATENT,))
    if dense:
        out = layers.Dense(784)(layers.Dense(512, activation="relu")(z))
    else:
        d = layers.Reshape((7, 7, 64))(layers.Dense(7 * 7 * 64, activation="relu")(z))
        d = layers.Conv2DTranspose(64, 3, strides=2, padding="same", activation="relu")(d)
        d = layers.Conv2DTranspose(32, 3, strides=2, padding="same", activation="relu")(d)
        out = layers.Conv2DTranspose(1, 3, padding="same")(d)
    decoder = keras.Model(z, out)

    class Vae(keras.Model):
        def __init__(self):
            super().__init__()
            self.encoder, self.decoder = encoder, decoder

        def train_step(self, data):
            with tf.GradientTape() as tape:
                mean, log_variance = self.encoder(data, training=True)
                code = mean + tf.exp(0.5 * log_variance) * tf.random.normal(tf.shape(mean))
                entropy = tf.nn.sigmoid_cross_entropy_with_logits(labels=data, logits=self.decoder(code, training=True))
                reconstruction = tf.reduce_mean(tf.reduce_sum(entropy, axis=list(range(1, len(entropy.shape)))))
                kl = tf.reduce_mean(tf.reduce_sum(-0.5 * (1 + log_variance - tf.square(mean) - tf.exp(log_variance)), axis=1))
                loss = reconstruction + kl
            weights = self.trainable_weights
            self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
            return {"loss": loss}

    vae = Vae()
    vae.compile(optimizer=keras.optimizers.Adam(1e-3), jit_compile=variant == "xla")
    images = IMAGES.reshape(-1, 784) if dense else IMAGES

    class Clock(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            self.started = time.perf_counter()

        def on_epoch_end(self, epoch, logs=None):
            self.seconds = time.perf_counter() - self.started

    clock = Clock()

    def run(steps: int) -> float:
        rounds = np.resize(np.arange(len(images)), steps * BATCH)
        vae.fit(images[rounds], batch_size=BATCH, epochs=1, shuffle=False, verbose=0, callbacks=[clock])
        return clock.seconds / steps * 1000

    return run, {"keras": keras.__version__, "tensorflow": tf.__version__}


def torch_steps(variant: str, model: str, threads: int):
    import torch
    from torch import nn
    from torch.nn import functional as F

    torch.set_num_threads(threads)

    class Encoder(nn.Module):
        def __init__(self):
            super().__init__()
            if model == "vae-dense":
                self.body, width = nn.Sequential(nn.Linear(784, 512), nn.ReLU()), 512
            else:
                # TensorFlow's SAME padding of a stride of 2 on an even side: one cell at the end.
                pad = lambda: nn.ZeroPad2d((0, 1, 0, 1))
                self.body, width = nn.Sequential(pad(), nn.Conv2d(1, 32, 3, 2), nn.ReLU(), pad(), nn.Conv2d(32, 64, 3, 2), nn.ReLU(), nn.Flatten(), nn.Linear(7 * 7 * 64, 16), nn.ReLU()), 16
            self.mean, self.log_variance = nn.Linear(width, LATENT), nn.Linear(width, LATENT)

        def forward(self, x):
            h = self.body(x)
            return self.mean(h), self.log_variance(h)

    class Decoder(nn.Module):
        def __init__(self):
            super().__init__()
            if model == "vae-dense":
                self.body = nn.Sequential(nn.Linear(LATENT, 512), nn.ReLU(), nn.Linear(512, 784))
            else:
                up = lambda a, b: nn.ConvTranspose2d(a, b, 3, 2, padding=1, output_padding=1)
                self.body = nn.Sequential(nn.Linear(LATENT, 7 * 7 * 64), nn.ReLU(), nn.Unflatten(1, (64, 7, 7)), up(64, 64), nn.ReLU(), up(64, 32), nn.ReLU(), nn.ConvTranspose2d(32, 1, 3, padding=1))

        def forward(self, z):
            return self.body(z)

    encoder, decoder = Encoder(), Decoder()
    images = torch.from_numpy(IMAGES.reshape(-1, 784) if model == "vae-dense" else IMAGES.transpose(0, 3, 1, 2).copy())
    if variant == "channels-last":
        encoder, decoder = encoder.to(memory_format=torch.channels_last), decoder.to(memory_format=torch.channels_last)
        images = images.to(memory_format=torch.channels_last)
    weights = [*encoder.parameters(), *decoder.parameters()]
    optimizer = torch.optim.Adam(weights, lr=1e-3, **({} if variant == "default" else {"fused": True}))

    def loss_of(x):
        mean, log_variance = encoder(x)
        logits = decoder(mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean))
        entropy = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / x.shape[0]
        return entropy + (-0.5 * (1 + log_variance - mean.square() - log_variance.exp())).sum(1).mean()

    step_loss = torch.compile(loss_of) if variant == "compiled" else loss_of

    def run(steps: int) -> float:
        started = time.perf_counter()
        for step in range(steps):
            at = step * BATCH % len(images)
            optimizer.zero_grad(set_to_none=True)
            step_loss(images[at : at + BATCH]).backward()
            optimizer.step()
        return (time.perf_counter() - started) / steps * 1000

    return run, {"torch": torch.__version__}


def main() -> None:
    framework, variant, model, threads = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    run, versions = (keras_steps if framework == "keras" else torch_steps)(variant, model, threads)
    run(10)
    print("ready " + json.dumps({"versions": versions}), flush=True)
    for line in sys.stdin:
        print(json.dumps({"stepMs": run(int(line))}), flush=True)


if __name__ == "__main__":
    main()
