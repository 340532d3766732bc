#!/usr/bin/env python3
"""clipfit's models of speech and faces beside their original run-times (onnxruntime, TFLite), on clips.

    swift build -c release
    Benchmarks/run perception [FILE…]

Without files it takes those in the folder real of --media. Both sides get the same samples (mono, 16 kHz) and pictures
(2 a second, 360 rows at most). CPU is of one thread: of the peers' calls alone, but of clipfit with fitting pictures
into the network's input and finding boxes. The rounds are interleaved. Needs what Media/models/golden.py needs, and
ffmpeg. Exits 1 if a probability of speech or a best score of a picture differs by more than 0.003.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np

import common
from common import table

ROOT = pathlib.Path(common.ROOT)
sys.path.insert(0, str(ROOT / "Media/models"))
import golden  # noqa: E402

LIMIT = 0.003


def decode(file, *options):
    command = ["ffmpeg", "-v", "quiet", "-nostdin", "-i", str(file), *options, "-"]
    return subprocess.run(command, stdout=subprocess.PIPE).stdout


def frames(file, length):
    """Pictures of a clip as long as they keep their size: PPM, which names it."""
    fitted = "fps=2,scale=-2:min(360\\,ih):flags=area"
    data, found = decode(file, *length, "-an", "-vf", fitted, "-pix_fmt", "rgb24", "-c:v", "ppm", "-f", "image2pipe"), []
    place = 0
    while place < len(data):
        head = b"\n".join(data[place:place + 50].split(b"\n", 3)[:3]) + b"\n"
        width, height = map(int, head.split()[1:3])
        picture = np.frombuffer(data, "u1", width * height * 3, place + len(head)).reshape(height, width, 3)
        if found and found[0].shape != picture.shape:
            break
        found.append(picture)
        place += len(head) + picture.size
    return found


def ours(binary, data, *words):
    """What PerceptionBenchmark says to a file of `data`."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return json.loads(subprocess.run([binary, *words, file.name], check=True, capture_output=True).stdout)


def timed(work, argument):
    begin = time.process_time()
    return work(argument), time.process_time() - begin


class Comparison:
    """Sums over files of one model."""

    def __init__(self, threshold):
        self.threshold, self.found, self.peer, self.cpu, self.peer_cpu = threshold, [], [], 0.0, 0.0
        self.load, self.memory = [], []

    def add(self, result, peer, peer_cpu):
        """The row of a file: how many, share above the threshold, agreement, largest difference."""
        found = result["probabilities"]
        self.found += found
        self.peer += peer
        self.cpu += result["cpu"]
        self.peer_cpu += peer_cpu
        self.load.append(result["load"])
        self.memory.append(result["memory"] - result["memoryBefore"])
        return self.row(found, peer, result["cpu"], peer_cpu)

    def row(self, found, peer, cpu, peer_cpu):
        found, peer = np.array(found), np.array(peer)
        agree = np.mean((found >= self.threshold) == (peer >= self.threshold))
        return [str(len(found)), f"{np.mean(found >= self.threshold):.2f}", f"{agree:.4f}",
                f"{np.abs(found - peer).max():.5f}", f"{cpu / peer_cpu:.2f}"]

    def total(self):
        return self.row(self.found, self.peer, self.cpu, self.peer_cpu)

    @property
    def worst(self):
        return np.abs(np.array(self.found) - np.array(self.peer)).max()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=pathlib.Path, metavar="FILE")
    parser.add_argument("--media", default=os.environ.get("CLIPFIT_MEDIA"), metavar="DIR")
    parser.add_argument("--seconds", type=int, default=60, help="of each file (default: 60)")
    parser.add_argument("--binary", default=str(ROOT / "Benchmarks/.build/release/PerceptionBenchmark"), metavar="PATH")
    options = parser.parse_args()
    files = options.files or (sorted((pathlib.Path(options.media) / "real").iterdir()) if options.media else [])
    if not files:
        sys.exit("name files, or say where the clips are: --media DIR or CLIPFIT_MEDIA")
    hear, see = golden.speech_model(), golden.face_model()
    speech, faces, rows = Comparison(0.5), Comparison(0.7), []
    length = ["-t", str(options.seconds)]
    for file in files:
        row = [file.name]
        samples = decode(file, *length, "-vn", "-ac", "1", "-ar", "16000", "-f", "f32le")
        if samples:
            result = ours(options.binary, samples, "speech")
            row += speech.add(result, *timed(hear, np.frombuffer(samples, "<f4")))
        row += [""] * (6 - len(row))
        pictures = frames(file, length)
        if pictures:
            height, width = pictures[0].shape[:2]
            data = b"".join(picture.tobytes() for picture in pictures)
            result = ours(options.binary, data, "faces", str(width), str(height))
            squares = [golden.letterboxed(picture) for picture in pictures]
            found = [timed(see, square) for square in squares]
            best = [float(answer[0].max()) for answer, _ in found]
            row += faces.add(result, [score if score >= 0.01 else 0 for score in best], sum(cpu for _, cpu in found))
        rows.append(row + [""] * (11 - len(row)))
    rows.append(["all", *speech.total(), *faces.total()])
    columns = ["number", "share", "agree", "max diff", "CPU ratio"]
    table(rows, ["file", *(f"speech {columns[0]}", *columns[1:]), *(f"faces {columns[0]}", *columns[1:])])
    seconds = len(speech.found) * 512 / golden.RATE
    print(f"speech: {seconds / speech.cpu:.0f} x real time, onnxruntime {seconds / speech.peer_cpu:.0f}; "
          f"load {np.median(speech.load) * 1e3:.1f} ms, memory {max(speech.memory) / 1e6:.1f} MB")
    print(f"faces: {faces.cpu / len(faces.found) * 1e3:.1f} ms a picture, TFLite {faces.peer_cpu / len(faces.found) * 1e3:.1f}; "
          f"load {np.median(faces.load) * 1e3:.1f} ms, memory {max(faces.memory) / 1e6:.1f} MB")
    return 1 if max(speech.worst, faces.worst) > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
