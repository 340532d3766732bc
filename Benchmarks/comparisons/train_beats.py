#!/usr/bin/env python3
"""Learns the tables of the beat model from excerpts with known beats, and judges it by cross-validation.

    swift build -c release
    Benchmarks/run train_beats --data FOLDER [--write]

FOLDER holds manifest.csv (id, kind, …) and data/ID.ogg with data/ID.beats, a time in seconds a line. Each fold leaves
whole songs out; its tables are learnt from the other songs alone, and the Swift tracker decodes with them. --write puts
the tables of all songs into Sources/ClipSignal/Music/beat-model.json. Needs numpy and mir_eval.
"""

import argparse
import csv
import json
import pathlib
import subprocess
import tempfile

import mir_eval
import numpy as np

import common

ROOT = pathlib.Path(common.ROOT)
PLACES, LEVELS, RATE, PRIOR = 16, 8, 100, 20


def song(identity):
    """Excerpts of one song stay together."""
    return identity[:-2] if identity[:4] == "fof_" else identity


def bounds(onsets):
    """Level 0 is nothing at all; the others hold equally many frames."""
    rows = []
    for part in range(len(onsets[0])):
        values = np.concatenate([sound[part] for sound in onsets])
        rows.append([0.0, *np.quantile(values[values > 1e-6], np.linspace(0, 1, LEVELS)[1:-1])])
    return np.array(rows)


def places(beats, frames):
    """The place between two beats of every frame, -1 outside of them."""
    times = np.arange(frames) / RATE
    index = np.searchsorted(beats, times, side="right") - 1
    result = np.full(frames, -1)
    inside = (index >= 0) & (index < len(beats) - 1)
    index = index[inside]
    share = (times[inside] - beats[index]) / (beats[index + 1] - beats[index])
    result[inside] = np.minimum(PLACES - 1, (share * PLACES).astype(int))
    return result


def learn(sounds, truths):
    """The tables as BeatModel has them: log of how much likelier a level is at a place than anywhere."""
    edges = bounds(sounds)
    gains = []
    for part, edge in enumerate(edges):
        counts = np.zeros((PLACES, LEVELS))
        for onsets, beats in zip(sounds, truths):
            levels = np.searchsorted(edge, onsets[part], side="left")
            place = places(beats, len(levels))
            np.add.at(counts, (place[place >= 0], levels[place >= 0]), 1)
        anywhere = counts.sum(0) / counts.sum()
        there = (counts + PRIOR * anywhere) / (counts.sum(1, keepdims=True) + PRIOR)
        gains.append(np.log(there / anywhere))
    return {"bounds": edges.tolist(), "gains": np.array(gains).tolist()}


def track(binary, model, lines):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(model, file)
        file.flush()
        run = subprocess.run(
            [binary, "track", file.name], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def score(truth, beats):
    """F-measure, CMLt, AMLt, and whether the tempo is right, or right but for a factor of 2 or 3."""
    beats = np.asarray(beats, float)
    tempo = 1 / np.median(np.diff(beats)) if len(beats) > 2 else 0
    factor = tempo * np.median(np.diff(truth))
    right = [abs(factor / ratio - 1) < 0.04 for ratio in (1, 2, 0.5, 3, 1 / 3)]
    truth, beats = mir_eval.beat.trim_beats(truth), mir_eval.beat.trim_beats(beats)
    if not len(beats):
        return [0, 0, 0, right[0], any(right)]
    _, total, _, any_total = mir_eval.beat.continuity(truth, beats)
    return [mir_eval.beat.f_measure(truth, beats), total, any_total, right[0], any(right)]


def table(model):
    def row(values, digits):
        return "[" + ", ".join(f"{value:.{digits}f}" for value in values) + "]"

    def lines(rows, indent):
        return ",\n".join(" " * indent + row for row in rows)

    bounds = lines([row(edge, 4) for edge in model["bounds"]], 4)
    gains = lines(["[\n" + lines([row(place, 2) for place in part], 6) + "\n    ]" for part in model["gains"]], 4)
    return f'{{\n  "bounds": [\n{bounds}\n  ],\n  "gains": [\n{gains}\n  ]\n}}\n'


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--binary", default=str(ROOT / "Benchmarks/.build/release/BeatBenchmark"))
    parser.add_argument("--folds", type=int, default=6)
    parser.add_argument("--seeds", type=int, default=3, help="how many ways to make the folds")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()

    rows = list(csv.DictReader(open(options.data / "manifest.csv")))
    names = [row["id"] for row in rows]
    files = [str(options.data / "data" / f"{name}.ogg") for name in names]
    lines = subprocess.run(
        [options.binary, "onsets", *files], capture_output=True, text=True, check=True).stdout.splitlines()
    onsets = [[np.array(part) for part in json.loads(line)["onsets"]] for line in lines]
    truths = [np.loadtxt(options.data / "data" / f"{name}.beats", ndmin=1) for name in names]

    def judge(model, indices):
        found = track(options.binary, model, [lines[index] for index in indices])
        return [score(truths[index], one["beats"]) for index, one in zip(indices, found)]

    print(f"{'':24}F      CMLt   AMLt   Acc1   Acc2   ({len(names)} excerpts)")
    for seed in range(options.seeds):
        songs = sorted({song(name) for name in names})
        np.random.default_rng(seed + 1).shuffle(songs)
        fold = {name: songs.index(song(name)) % options.folds for name in names}
        scores = []
        for number in range(options.folds):
            kept = [index for index, name in enumerate(names) if fold[name] != number]
            left = [index for index, name in enumerate(names) if fold[name] == number]
            scores += judge(learn([onsets[index] for index in kept], [truths[index] for index in kept]), left)
        print(f"{options.folds} folds by song, seed {seed + 1} ", *(f"{value:.3f} " for value in np.mean(scores, 0)))
    model = learn(onsets, truths)
    scores = judge(model, range(len(names)))
    print(f"{'trained on all of them':22} ", *(f"{value:.3f} " for value in np.mean(scores, 0)))
    if options.write:
        (ROOT / "Sources/ClipSignal/Music/beat-model.json").write_text(table(model))


if __name__ == "__main__":
    main()
