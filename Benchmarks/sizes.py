#!/usr/bin/env python3
"""Brings real clips to sizes that bind, and tells how full they are.

    Benchmarks/sizes.py CLIPFIT CLIP... [-- OPTION...]

Each clip is rendered without a limit, and then with 60 % and 25 % of the bytes that came of that (or with --max-size of the
options). All have to stay under, none below 85 %; exits 1 where one does not.
"""
import json, os, subprocess, sys, tempfile, time


def render(clipfit, clip, output, options):
    began = time.monotonic()
    run = subprocess.run([clipfit, "trim", clip, "-o", output, "--overwrite", "--json", "-q", "--progress", "none", *options],
                         capture_output=True, text=True)
    if run.returncode:
        return None, run.stderr.strip()[:200], 0
    return os.path.getsize(output), json.loads(run.stdout)["deviations"], time.monotonic() - began


def main(clipfit, clips, options):
    bad, shares = 0, []
    fixed = "--max-size" in options
    with tempfile.TemporaryDirectory() as folder:
        output = os.path.join(folder, "out.mp4")
        for clip in clips:
            limits = [int(options[options.index("--max-size") + 1])] if fixed else None
            if not limits:
                free, said, _ = render(clipfit, clip, output, options)
                if free is None:
                    print(f"{clip}: {said}")
                    bad += 1
                    continue
                limits = [int(free * 0.6), int(free * 0.25)]
            for limit in limits:
                extra = [] if fixed else ["--max-size", str(limit)]
                size, said, seconds = render(clipfit, clip, output, options + extra)
                if size is None:
                    print(f"{os.path.basename(clip)}: {limit}: {said}")
                    bad += 1
                    continue
                share = size / limit
                shares.append(share)
                needed = any("CRF" in line for line in said)
                bad += share > 1 or (needed and share < 0.85)
                print(f"{os.path.basename(clip):34} {limit:>10} {size:>10} {100 * share:5.1f} % {seconds:6.1f} s  {'; '.join(said)}")
    if shares:
        print(f"{len(shares)} files, {100 * min(shares):.1f} % to {100 * max(shares):.1f} % of the limit, {bad} outside")
    return 1 if bad else 0


if __name__ == "__main__":
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    sys.exit(main(words[0], words[1:cut], words[cut + 1:]))
