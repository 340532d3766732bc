#!/usr/bin/env python3
"""Loads generated edits with OpenTimelineIO and its CMX 3600 and Final Cut Pro adapters, and compares every in and out point.

    pip install opentimelineio otio-cmx3600-adapter otio-fcpx-xml-adapter
    Benchmarks/run timelines --clipfit .build/static/clipfit [--edits 60]

For each usual frame rate (29.97 and 59.94 also with drop frame timecode) it makes a clip with FFmpeg, and edits of it: plain
parts, several segments, changed speed, held pictures, with and without music. A plan is the truth: its segments, in frames.
The Final Cut adapter truncates fractions of a frame and takes 29.97 for 29; its two functions for that are replaced by exact
ones."""

import argparse
import json
import math
import random
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio

RATES = [("24000/1001", None), ("24", None), ("25", None), ("30000/1001", "01:00:00:00"), ("30000/1001", "01:00:00;00"),
         ("30", None), ("50", "10:00:00:00"), ("60000/1001", None), ("60000/1001", "00:59:00;00"), ("60", None)]


def exact_adapter():
    adapter = otio.adapters.from_name("fcpx_xml")
    module = adapter.module()

    def seconds(text):
        return Fraction(text.rstrip("s")) if text else Fraction(0)

    def frames(self, value, format_id):
        total, rate = self._format_frame_duration(format_id)
        return round(seconds(value) * Fraction(int(rate), int(total)))

    def rate(self, format_id):
        total, rate = self._format_frame_duration(format_id)
        return float(Fraction(int(rate), int(total)))

    def rational(text, fps):
        usual = min(RATES, key=lambda one: abs(float(Fraction(one[0])) - fps))[0]
        return otio.opentime.RationalTime(round(seconds(text) * Fraction(usual)), fps)

    module.to_rational_time = rational
    module.FcpxOtio._number_of_frames = frames
    module.FcpxOtio._format_frame_rate = rate


def make_clip(path, rate, timecode):
    words = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=size=160x90:rate={rate}:duration=70",
             "-f", "lavfi", "-i", "sine=frequency=300:duration=70", "-c:v", "libx264", "-preset", "ultrafast", "-g", "30"]
    subprocess.run(words + (["-timecode", timecode] if timecode else []) + ["-shortest", str(path)], check=True)


def time_of(value):
    """A time in a plan: seconds, or a fraction as text."""
    return Fraction(str(value))


def truth(plan, rate):
    """Source in, source out and length of each segment, in frames."""
    def frame(value):
        # A last frame that lies half inside is kept.
        return math.floor(time_of(value) * rate + Fraction(1, 2))

    if not plan.get("pieces"):
        window = plan["window"]
        start, end = frame(window["start"]), frame(window["end"])
        return [(start, end, end - start)]
    events = []
    for piece in plan["pieces"]:
        start, end = frame(piece["range"]["start"]), frame(piece["range"]["end"])
        if piece["isHeld"]:
            events.append((start, start, frame(piece["length"])))
        else:
            same = time_of(piece["range"]["end"]) - time_of(piece["range"]["start"]) == time_of(piece["length"])
            events.append((start, end, end - start if same else max(1, frame(piece["length"]))))
    return events


def edits(random_, seconds=70):
    """Options of an edit."""
    kind = random_.choice(["part", "part", "montage", "speed", "freeze", "silence"])
    start = round(random_.uniform(0.2, 40), 3)
    length = round(random_.uniform(1, 15), 2)
    if kind == "montage":
        return ["-l", str(int(length) + 6), "--fit", "montage"]
    if kind == "speed":
        return ["-l", str(random_.choice([40, 50, 60])), "--fit", "speed"]
    if kind == "freeze":
        return ["-l", "75", "--fit", "freeze"]
    return ["-s", str(start), "-l", str(length)]


def loaded(file, rate):
    """Source in, out and length of each event of the first video track, in frames."""
    if file.suffix == ".edl":
        timeline = otio.adapters.read_from_file(str(file), rate=float(rate))
    else:
        timeline = otio.adapters.read_from_file(str(file))
    if isinstance(timeline, otio.schema.SerializableCollection):
        timeline = timeline[0]
    track = [one for one in timeline.tracks if one.kind == otio.schema.TrackKind.Video][0]
    events = []
    for clip in track.find_clips():
        span = clip.source_range
        speed = [effect.time_scalar for effect in clip.effects if hasattr(effect, "time_scalar")]
        start, count = round(span.start_time.value), round(span.duration.value)
        events.append((start, start + round(count * (speed[0] if speed else 1)), count))
    return events


def speeds_of_fcpxml(file, rate):
    """Source in and out of each clip from its time map, which the adapter ignores."""
    import xml.etree.ElementTree as xml
    events = []
    for clip in xml.parse(file).getroot().find(".//spine"):
        length = Fraction(clip.get("duration").rstrip("s"))
        points = [Fraction(point.get("value").rstrip("s")) for point in clip.findall("timeMap/timept")]
        start = Fraction(clip.get("start").rstrip("s"))
        first, last = (points[0], points[-1]) if points else (start, start + length)
        exact = [first * rate, last * rate, length * rate]
        if any(one.denominator != 1 for one in exact):
            return None
        events.append(tuple(int(one) for one in exact))
    return events


def first_frame(timecode, rate):
    if not timecode:
        return 0
    return round(otio.opentime.from_timecode(timecode, float(rate)).value)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clipfit", required=True)
    parser.add_argument("--edits", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    exact_adapter()
    random_ = random.Random(arguments.seed)
    program = str(Path(arguments.clipfit).resolve())
    points = wrong = made = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        clips = []
        for number, (rate, timecode) in enumerate(RATES):
            clips.append(folder / f"clip{number}.mov")
            make_clip(clips[-1], rate, timecode)
        for number in range(arguments.edits):
            rate, timecode = RATES[number % len(RATES)]
            options = edits(random_)
            run = subprocess.run([program, "trim", str(clips[number % len(RATES)]), *options, "-o", str(folder / f"{number}.mp4"),
                                  "--dry-run", "--json", "-q"], capture_output=True, text=True, check=False)
            if run.returncode:
                sys.exit(f"{options}: {run.stderr}")
            plan = json.loads(run.stdout)
            (folder / "plan.json").write_text(run.stdout)
            start = first_frame(timecode, Fraction(rate))
            wanted = [(start + a, start + b, n) for a, b, n in truth(plan, Fraction(rate))]
            for format_ in ["otio", "fcpxml", "edl"]:
                subprocess.run([program, "render", str(folder / "plan.json"), "--timeline-only", "--timeline", format_],
                               check=True, capture_output=True)
                file = folder / f"{number}.{format_}"
                found = loaded(file, Fraction(rate))
                if format_ == "fcpxml":
                    lengths = [one[2] for one in found]
                    found = speeds_of_fcpxml(file, Fraction(rate))
                    if found is None or [one[2] for one in found] != lengths:
                        found = []
                points += 2 * len(wanted)
                bad = sum(a != b for one, other in zip(wanted, found) for a, b in zip(one, other))
                bad += abs(len(wanted) - len(found)) * 2
                wrong += bad
                if bad:
                    print(f"edit {number}, {rate} {timecode}, {options}, {format_}: {wanted[:3]} is {found[:3]}")
            made += 1
    print(f"{made} edits, {points} in and out points in three formats, {wrong} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
