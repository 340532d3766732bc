#!/usr/bin/env python3
"""Brings real clips to sizes that bind with `--max-size`: all under, none below 85 % of it.

Ten clips of several shapes, 15 s to 120 s long, at 16 MB, and two for WhatsApp, whose own cap is that. `--clips PATTERN` runs
those whose names match. What needs no less quality than was asked for may be smaller, and is told so."""

import fnmatch
import json
import os
import subprocess
import sys

import common

CAP = 16_000_000
# Name, source, how often it is played, options.
CASES = [
    ("reel-15", "derived/reel_1080p30_60s.mp4", 1, ["-s", "0", "-l", "15", "--size", "1080x1920", "--quality", "12"]),
    ("reel-60", "derived/reel_1080p30_60s.mp4", 1, ["-s", "0", "-d", "60", "--size", "720x1280", "--quality", "18", "--speed", "superfast"]),
    ("reel-120", "derived/reel_1080p30_60s.mp4", 2, ["-s", "0", "-l", "120", "--size", "854x480", "--quality", "18", "--speed", "superfast"]),
    ("bbb-45", "real/bbb_480p_51.mp4", 2, ["-s", "0", "-l", "45", "--aspect", "1:1", "--quality", "16", "--speed", "superfast"]),
    ("crystal-84", "real/mdn_crystal.mp4", 8, ["-s", "0", "-l", "84", "--method", "encode", "--quality", "16", "--speed", "superfast"]),
    ("elf-30", "real/mdn_elf.mp4", 4, ["-s", "0", "-l", "30", "--aspect", "4:5", "--quality", "14", "--speed", "superfast"]),
    ("bbb-30", "real/bbb_480p_51.mp4", 1, ["-s", "0", "-l", "30", "--aspect", "9:16", "--quality", "14"]),
    ("person-100", "real/intel_person.mp4", 1, ["-s", "20", "-l", "100", "--size", "1280x720", "--quality", "14", "--speed", "superfast"]),
    ("bottle-39", "real/intel_bottle.mp4", 1, ["-s", "0", "-l", "39", "--aspect", "9:16", "--quality", "14", "--speed", "superfast"]),
    ("bikes-30", "real/sk_bikes.mp4", 3, ["-s", "0", "-l", "30", "--aspect", "9:16", "--quality", "14", "--speed", "superfast"]),
    ("whatsapp-reel", "derived/reel_1080p30_60s.mp4", 1, ["-s", "0", "-d", "30", "--for", "whatsapp", "--quality", "14"]),
    ("whatsapp-bbb", "real/bbb_480p_51.mp4", 2, ["-s", "0", "-d", "60", "--for", "whatsapp", "--quality", "16", "--speed", "superfast"]),
]


def repeated(path, times, options):
    if times == 1:
        return path
    longer = os.path.join(options.scratch, f"{times}x-{os.path.basename(path)}")
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-stream_loop", str(times - 1), "-i", path, "-c", "copy", longer], check=True)
    return longer


def renders(said):
    """How often it was rendered, as the report tells."""
    return int(said.rsplit("try ", 1)[1]) if "try " in said else 1


def main():
    options = common.parser(__doc__)
    options.add_argument("--clips", default="*")
    options = common.prepare(options.parse_args())
    bad, results = 0, []
    print(f"{'clip':16} {'bytes':>9} {'share':>7} renders {'CPU s':>7} {'wall s':>7}")
    for name, source, times, words in CASES:
        if not fnmatch.fnmatch(name, options.clips):
            continue
        output = os.path.join(options.scratch, f"{name}.mp4")
        command = [options.clipfit, "trim", repeated(os.path.join(options.media, source), times, options), *words,
                   "-o", output, "--overwrite", "--json", "--progress", "none"]
        if "--for" not in words:
            command += ["--max-size", "16MB"]
        run = common.run(command, limit=1800)
        if run.code:
            print(f"{name}: {common.printable(run.err[-300:])}")
            bad += 1
            continue
        size, said = os.path.getsize(output), json.loads(run.out)["deviations"]
        needed = next((line for line in said if "CRF" in line), "the quality asked for is enough")
        bad += size > CAP or ("CRF" in needed and size < 0.85 * CAP)
        results.append({"clip": name, "bytes": size, "share": size / CAP, "renders": renders(needed), "cpu": run.cpu, "wall": run.wall, "said": needed})
        print(f"{name:16} {size:>9} {100 * size / CAP:>5.1f} % {renders(needed):>7} {run.cpu:>7.1f} {run.wall:>7.1f}  {needed}", flush=True)
    shares = [one["share"] for one in results]
    if shares:
        print(f"{len(shares)} files, {100 * min(shares):.1f} % to {100 * max(shares):.1f} % of the limit, "
              f"{sum(one['renders'] for one in results) / len(results):.1f} renders each, {bad} outside")
    if options.json:
        with open(options.json, "w") as file:
            json.dump(results, file, indent=1)
    common.clean(options)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
