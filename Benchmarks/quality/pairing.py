#!/usr/bin/env python3
"""Cuts on beats: for pairs of a clip with cuts and a piece of music, the share of cuts within 50 ms of a beat when the piece is laid under
the clip from its beginning, and from where `trim --music FILE` begins it. Cuts are those of the chosen 15 s as `probe --deep` tells them,
beats as `music inspect` does: this judges the pairing, not the detectors."""

import glob
import json
import os

import common
from common import run

REACH = 0.05


def share(cuts, beats, offset):
    on = [cut for cut in cuts if any(abs(cut + offset - beat) <= REACH for beat in beats)]
    return len(on) / len(cuts)


def told(options, *words):
    return json.loads(run([options.clipfit, *words], limit=600).out)


def main():
    options = common.parser(__doc__)
    options.add_argument("clips", nargs="+", help="clips with cuts")
    options.add_argument("--music", nargs="+", help="default: Media/music")
    options.add_argument("--pairs", type=int, default=10)
    options = common.prepare(options.parse_args())
    music = options.music or sorted(glob.glob(os.path.join(common.ROOT, "Media", "music", "*.[mo][4g][ag]")))
    tracks = [(path, told(options, "music", "inspect", "--json", path)["beats"]) for path in music]
    tracks = [track for track in tracks if track[1]]
    rows, sums = [], [0, 0, 0]
    for number in range(options.pairs):
        clip = options.clips[number % len(options.clips)]
        path, beats = tracks[number % len(tracks)]
        plan = told(options, "trim", clip, "-l", "15", "--music", path, "--mix", "replace", "--dry-run", "--json")
        window = plan["window"]
        start, end = (eval_time(window[key]) for key in ("start", "end"))
        shots = told(options, "probe", "--deep", "--json", clip)["shots"][1:]
        cuts = [s["start"] - start for s in shots if s["transition"] == "cut" and start + 0.2 < s["start"] < end - 0.2]
        if not cuts:
            continue
        offset = eval_time(plan["mix"]["music"]["from"])
        before, after = share(cuts, beats, 0), share(cuts, beats, offset)
        sums = [sums[0] + len(cuts), sums[1] + before * len(cuts), sums[2] + after * len(cuts)]
        rows.append((os.path.basename(clip), os.path.basename(path), len(cuts), f"{offset:.2f}", f"{before:.2f}", f"{after:.2f}"))
    rows.append(("all", "", sums[0], "", f"{sums[1] / max(1, sums[0]):.3f}", f"{sums[2] / max(1, sums[0]):.3f}"))
    common.table(rows, ("clip", "music", "cuts", "from s", "before", "after"))
    common.clean(options)


def eval_time(text):
    """Plans hold exact fractions."""
    if isinstance(text, (int, float)):
        return float(text)
    top, _, bottom = text.partition("/")
    return int(top) / int(bottom or 1)


if __name__ == "__main__":
    main()
