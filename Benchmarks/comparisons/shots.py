#!/usr/bin/env python3
"""Changes of shots, clipfit beside PySceneDetect: precision, recall and F1 on clips whose changes are known.

`truth.json` beside the clips holds, for each, `cuts`: time (the middle), kind (cut, dissolve, fade) and duration. A change counts as
found within 0.1 s of a cut, or within half its length and 0.3 s of a gradual one; each is found once. PySceneDetect (PyPI) is measured
where `scenedetect` imports."""

import json
import os

import common
from common import run


def found(options, clip):
    done = run([options.clipfit, "probe", "--deep", "--json", clip], limit=600)
    return [shot["start"] for shot in json.loads(done.out)["shots"][1:]]


def peers():
    try:
        from scenedetect import AdaptiveDetector, ContentDetector, HistogramDetector, detect
    except ImportError:
        return {}
    return {"PySceneDetect " + name: (lambda clip, make=make: [s[0].get_seconds() for s in detect(clip, make(min_scene_len=8))][1:])
            for name, make in (("adaptive", AdaptiveDetector), ("content", ContentDetector), ("hist", HistogramDetector))}


def match(times, truth):
    """How many of each kind are found, and the times that fit nothing."""
    left, hits, missed = sorted(times), {"cut": 0, "dissolve": 0, "fade": 0}, []
    for change in truth:
        reach = 0.1 if change["kind"] == "cut" else change["duration"] / 2 + 0.3
        near = [t for t in left if abs(t - change["time"]) <= reach + 1e-6]
        if near:
            left.remove(min(near, key=lambda t: abs(t - change["time"])))
            hits[change["kind"]] += 1
        else:
            missed.append(change)
    return hits, left, missed


def main():
    options = common.parser(__doc__)
    options.add_argument("folder", help="clips and truth.json")
    options = common.prepare(options.parse_args())
    with open(os.path.join(options.folder, "truth.json"), encoding="utf-8") as file:
        truth = json.load(file)
    total = {kind: sum(c["kind"] == kind for t in truth.values() for c in t["cuts"]) for kind in ("cut", "dissolve", "fade")}
    rows = []
    for name, detector in {"clipfit": lambda clip: found(options, clip), **peers()}.items():
        hits, extra, said = {"cut": 0, "dissolve": 0, "fade": 0}, 0, 0
        for clip, facts in sorted(truth.items()):
            times = detector(os.path.join(options.folder, clip))
            mine, left, missed = match(times, facts["cuts"])
            if name == "clipfit":
                print(f"{clip}: wrong {[round(t, 2) for t in left]}, missed {[(c['time'], c['kind']) for c in missed]}", flush=True)
            hits = {kind: hits[kind] + mine[kind] for kind in hits}
            extra, said = extra + len(left), said + len(times)
        right = sum(hits.values())
        precision, recall = right / max(1, said), right / sum(total.values())
        rows.append((name, f"{precision:.3f}", f"{recall:.3f}", f"{2 * precision * recall / max(1e-9, precision + recall):.3f}")
                    + tuple(f"{hits[k]}/{total[k]}" for k in total))
    common.table(rows, ("detector", "precision", "recall", "F1") + tuple(f"{k}s" for k in total))
    common.clean(options)


if __name__ == "__main__":
    main()
