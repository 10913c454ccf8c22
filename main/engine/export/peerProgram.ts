/**
 * Python: loads what ask.json in the given folder names with the library it names, runs it once and prints {"version", "shapes"}. Arrays lie beside it as
 * raw little-endian float32: in<n>.bin, out<n>.bin.
 */
export const peerProgram = `
import json, sys
from pathlib import Path
import numpy as np

folder = Path(sys.argv[1])
ask = json.loads((folder / "ask.json").read_text())
path = str(folder / ask["target"])
feeds = {e["name"]: np.fromfile(folder / e["file"], dtype="<f4").reshape(e["shape"]).astype(e["dtype"]) for e in ask["inputs"]}

if ask["library"] == "keras":
    import keras
    model = keras.models.load_model(path, compile=False)
    values = list(feeds.values())
    made = keras.tree.flatten(model(values if len(values) > 1 else values[0]))
    version = keras.__version__
elif ask["library"] == "tensorflow":
    import tensorflow as tf
    loaded = tf.saved_model.load(path)
    found = loaded.signatures["serving_default"](**{name: tf.constant(value) for name, value in feeds.items()})
    made = [found[name] for name in ask["outputs"]]
    version = tf.__version__
else:
    import onnxruntime
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    made = session.run(ask["outputs"], feeds)
    version = onnxruntime.__version__

if len(made) != len(ask["outputs"]):
    raise SystemExit(f"{len(made)} outputs instead of {len(ask['outputs'])}")
shapes = []
for at, value in enumerate(made):
    array = np.asarray(value).astype("<f4")
    array.tofile(folder / f"out{at}.bin")
    shapes.append(list(array.shape))
print(json.dumps({"version": version, "shapes": shapes}))
`;
