#!/usr/bin/env python3
"""Beats and tempo of excerpts with known beats: clipfit beside librosa, essentia and aubio where they are installed.

    Benchmarks/run beats --data FOLDER [--clipfit PATH]

FOLDER is as in train_beats.py. Speed is the length of all excerpts over the CPU time of each tool, starting it and
decoding included where it is a program (clipfit, aubiotrack). clipfit's tables were learnt from these excerpts:
train_beats.py tells what they score on songs that they were not learnt from. Needs numpy, mir_eval and ffmpeg.
"""

import argparse
import csv
import importlib.util
import json
import pathlib
import resource
import shutil
import subprocess
import tempfile

import numpy as np

import common
from train_beats import score


def run(command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True).stdout


def clipfit(binary):
    return lambda file, _: json.loads(run([binary, "music", "inspect", "--json", file]))["beats"]


def aubio(_, wave):
    return [float(line.split()[0]) for line in run(["aubiotrack", "-i", wave]).splitlines() if line.strip()]


def librosa(_, wave):
    import librosa

    sound, rate = librosa.load(wave, sr=22050)
    return librosa.beat.beat_track(y=sound, sr=rate, units="time")[1]


def essentia(method):
    def track(_, wave):
        import essentia.standard

        sound = essentia.standard.MonoLoader(filename=str(wave), sampleRate=44100)()
        return essentia.standard.RhythmExtractor2013(method=method)(sound)[1]

    return track


def cpu():
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--clipfit", default=common.BINARY)
    options = parser.parse_args()
    tools = {"clipfit": clipfit(options.clipfit)}
    if importlib.util.find_spec("essentia"):
        tools |= {"essentia degara": essentia("degara"), "essentia multi": essentia("multifeature")}
    if importlib.util.find_spec("librosa"):
        tools["librosa"] = librosa
    if shutil.which("aubiotrack"):
        tools["aubio"] = aubio
    scores, spent, length = {name: [] for name in tools}, dict.fromkeys(tools, 0.0), 0.0
    renders = []
    with tempfile.TemporaryDirectory() as folder:
        wave = pathlib.Path(folder) / "a.wav"
        for row in csv.DictReader(open(options.data / "manifest.csv")):
            file = options.data / "data" / f"{row['id']}.ogg"
            truth = np.loadtxt(file.with_suffix(".beats"), ndmin=1)
            run(["ffmpeg", "-v", "error", "-y", "-i", file, "-ac", "1", "-ar", "44100", wave])
            renders.append(row["kind"] == "midi-render")
            length += wave.stat().st_size / 88200
            for name, track in tools.items():
                if not scores[name]:
                    track(file, wave)  # What is loaded or compiled at first use does not count.
                before = cpu()
                beats = track(file, wave)
                spent[name] += cpu() - before
                scores[name].append(score(truth, beats))
    print(f"{'':16} F      CMLt   AMLt   Acc1   Acc2   x real time; F and AMLt of what is no MIDI render")
    for name in tools:
        figures = "  ".join(f"{value:.3f}" for value in np.mean(scores[name], 0))
        produced = np.mean(np.array(scores[name])[~np.array(renders)], 0)
        print(f"{name:16} {figures}  {length / spent[name]:<11.0f}  {produced[0]:.3f}  {produced[2]:.3f}")


if __name__ == "__main__":
    main()
