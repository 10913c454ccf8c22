import type { PortableModel } from '../portableModel.ts';
import { pythonInputs } from './pythonInputs.ts';

/** A Python program that builds the layers with Keras 3 and gives them their weights; it reads safetensors by hand, as the format is eight bytes, JSON and numbers. */
export function safetensorsSnippet(model: PortableModel, name: string): string {
  return `# pip install keras tensorflow numpy
import json
import struct
import keras
import numpy as np

folder = ${JSON.stringify(name)}
graph = json.load(open(f"{folder}/model.json", encoding="utf-8"))
data = open(f"{folder}/model.safetensors", "rb").read()
(length,) = struct.unpack("<Q", data[:8])
header = json.loads(data[8 : 8 + length])
tensors = {
    key: np.frombuffer(data, "<f4", (entry["data_offsets"][1] - entry["data_offsets"][0]) // 4, 8 + length + entry["data_offsets"][0]).reshape(entry["shape"])
    for key, entry in header.items()
    if key != "__metadata__"
}

made = {}
for layer in graph["layers"]:
    kind, config, read = layer["className"], layer["config"], [made[ref[0]] for ref in layer["inputs"]]
    read = read[0] if len(read) == 1 else read
    if kind == "InputLayer":
        made[layer["name"]] = keras.Input(config["batch_shape"][1:], dtype=config["dtype"], name=layer["name"])
    elif kind.startswith("ops."):
        made[layer["name"]] = getattr(keras.ops, kind[4:])(read)
    else:
        built = getattr(keras.layers, kind).from_config(config)
        made[layer["name"]] = built(read, training=True) if layer["alwaysTraining"] else built(read)
        built.set_weights([tensors[f"{layer['name']}/{weight['name']}"] for weight in layer["weights"]])

model = keras.Model([made[one["name"]] for one in graph["inputs"]], {one["name"]: made[one["ref"][0]] for one in graph["outputs"]})
${pythonInputs(model)}
for output, values in model([inputs[one["name"]] for one in graph["inputs"]]).items():
    print(output, tuple(values.shape))
`;
}
