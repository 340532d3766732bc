#!/usr/bin/env python3
"""The part of a clip that clipfit takes when only a length is told.

Planted: quiet, static clips with one loud and lively part of 12 s at a known place. How much of it lies in the 15 s that are chosen, beside
those from the start and from the middle; at least 90 % in 28 of 30 is the aim. `--sheets FOLDER CLIP…` draws for each clip the chosen
part and the runners-up, eight frames a row below a row of the whole clip, to be looked at."""

import json
import os
import random
import re
import subprocess
import sys
from fractions import Fraction

import common
from common import run

PART, LENGTH, SIZE, RATE = 12, 15, (640, 360), 25
# What the lively part shows: other footage, or the same scene with something in it, or a shaken camera.
LIVELY = ("footage", "footage", "objects", "shake", "pattern")
FOOTAGE = ("real/bbb_480p_51.mp4", "real/mdn_elf.mp4", "real/intel_cars.mp4", "real/sk_bikes.mp4", "real/mp_chaplin.mp4")
SOUNDS = {
    "pulses": "0.5*sin(880*2*PI*t)*lt(mod(t,0.5),0.2)+0.2*random(0)*lt(mod(t,0.25),0.05)",
    "crowd": "0.35*(random(0)-0.5)*(1+0.5*sin(2*PI*0.7*t))",
    "voice": "0.4*sin(2*PI*(180+40*sin(2*PI*3*t))*t)*(0.3+0.7*gt(sin(2*PI*2.3*t),-0.2))",
    "steady": "0.3*sin(2*PI*330*t)+0.2*sin(2*PI*495*t)",
}


def tool(*words):
    subprocess.run(["ffmpeg", "-nostdin", "-y", "-v", "error", *map(str, words)], check=True)


def plan_of(number, chance):
    """What one variant is made of; all of it follows from the seed."""
    length = chance.choice((45, 60, 75, 90))
    start = round(chance.uniform(0, length - PART), 2)
    if number % 10 == 3:
        start = 0
    if number % 10 == 7:
        start = length - PART
    return {"number": number, "length": length, "start": start, "lively": LIVELY[number % len(LIVELY)], "sound": list(SOUNDS)[number % 4],
            "rest": ("room", "hum", "none", "room")[number // 2 % 4], "noise": chance.choice((0, 4, 8)), "pan": number % 3 == 1,
            "clap": number % 4 == 2, "still": round(chance.uniform(0.5, 4), 1), "footage": chance.randrange(len(FOOTAGE))}


def still(options, plan, folder):
    """A frame of real footage, twice the size, for what is static."""
    path = os.path.join(folder, f"still-{plan['number']}.png")
    source = os.path.join(options.media, FOOTAGE[(plan["footage"] + 2) % len(FOOTAGE)])
    tool("-ss", plan["still"], "-i", source, "-frames:v", 1, "-vf", f"scale={SIZE[0] * 2}:{SIZE[1] * 2}", path)
    return path


def crop(x, y="(ih-oh)/2"):
    return f"crop={SIZE[0]}:{SIZE[1]}:x='{x}':y='{y}'"


def make(options, plan, folder):
    """Writes one clip, and returns its path."""
    path, length, start = os.path.join(folder, f"planted-{plan['number']:02}.mp4"), plan["length"], plan["start"]
    picture = still(options, plan, folder)
    inputs = ["-framerate", RATE, "-i", picture]
    held = f"loop=-1:1,setpts=N/{RATE}/TB,trim=duration={length},"
    # A slow pan all along lures those who only look for motion.
    base = crop(f"(iw-ow)*t/{length}" if plan["pan"] else "(iw-ow)/2")
    show = f"enable='between(t,{start},{start + PART - 1 / RATE})'"
    if plan["lively"] == "footage":
        source = os.path.join(options.media, FOOTAGE[plan["footage"]])
        inputs += ["-stream_loop", -1, "-t", PART, "-i", source]
        lively = f"[1:v]scale={SIZE[0]}:{SIZE[1]},fps={RATE},setsar=1,setpts=PTS-STARTPTS+{start}/TB[h];[b][h]overlay=eof_action=pass:{show}[v]"
    elif plan["lively"] == "pattern":
        inputs += ["-f", "lavfi", "-t", PART, "-i", f"testsrc2=s={SIZE[0]}x{SIZE[1]}:r={RATE}"]
        lively = f"[1:v]setpts=PTS-STARTPTS+{start}/TB[h];[b][h]overlay=eof_action=pass:{show}[v]"
    elif plan["lively"] == "shake":
        inputs += ["-framerate", RATE, "-i", picture]
        lively = f"[1:v]{held}{crop('(iw-ow)/2+90*sin(7*t)', '(ih-oh)/2+60*sin(11*t)')}[h];[b][h]overlay={show}[v]"
    else:
        inputs += ["-f", "lavfi", "-t", length, "-i", f"color=c=orange:s=90x120:r={RATE}", "-f", "lavfi", "-t", length, "-i", f"color=c=teal:s=140x80:r={RATE}"]
        lively = (f"[b][1:v]overlay=x='(W-w)/2*(1+sin(3*t))':y='(H-h)/2*(1+cos(4*t))':{show}[c];"
                  f"[c][2:v]overlay=x='(W-w)/2*(1+cos(2.3*t))':y='(H-h)/2*(1+sin(5*t))':{show}[v]")
    noise = f",noise=alls={plan['noise']}:allf=t" if plan["noise"] else ""
    rest = {"room": "0.002*(random(1)-0.5)", "hum": "0.004*sin(2*PI*100*t)", "none": "0"}[plan["rest"]]
    # One clap far from the part: loud, but an instant.
    far = (start + PART + (length - PART) / 2) % length
    clap = f"+0.6*(random(2)-0.5)*between(t,{far},{far + 0.15})" if plan["clap"] else ""
    heard = f"{rest}{clap}+between(t,{start},{start + PART})*({SOUNDS[plan['sound']]})"
    inputs += ["-f", "lavfi", "-t", length, "-i", f"aevalsrc='{heard}':s=48000"]
    sound = sum(word == "-i" for word in inputs) - 1
    tool(*inputs, "-filter_complex", f"[0:v]{held}{base},setsar=1[b];{lively};[v]format=yuv420p{noise}[out]", "-map", "[out]", "-map", f"{sound}:a", "-t", length,
         "-c:v", "libx264", "-preset", "ultrafast", "-crf", 26, "-g", 100, "-c:a", "aac", "-b:a", "96k", path)
    return path


def chosen(options, clip, *words):
    """The planned window in seconds, and the reasons."""
    done = run([options.clipfit, "trim", "-l", str(LENGTH), "--dry-run", "--json", "--progress", "none", *words, clip], limit=600)
    if done.code:
        sys.exit(f"{clip}: {done.err.decode(errors='replace')}")
    plan = json.loads(done.out)
    return float(Fraction(plan["window"]["start"])), float(Fraction(plan["window"]["end"])), plan["reasons"], done


def covered(plan, start):
    """The share of the planted part in the 15 s from `start` on."""
    return max(0, min(start + LENGTH, plan["start"] + PART) - max(start, plan["start"])) / PART


def planted(options):
    rows, results, good = [], [], {"best": 0, "start": 0, "middle": 0}
    chance = random.Random(options.seed)
    for number in range(options.count):
        plan = plan_of(number, chance)
        if options.only is not None and number not in options.only:
            continue
        clip = os.path.join(options.scratch, f"planted-{number:02}.mp4")
        if not os.path.exists(clip):
            clip = make(options, plan, options.scratch)
        start, end, reasons, done = chosen(options, clip, *options.words)
        shares = {"best": covered(plan, start), "start": covered(plan, 0), "middle": covered(plan, (plan["length"] - LENGTH) / 2)}
        for name, share in shares.items():
            good[name] += share >= 0.9
        what = " ".join([plan["lively"], plan["sound"], "rest:" + plan["rest"], f"noise:{plan['noise']}"] + ["pan"] * plan["pan"] + ["clap"] * plan["clap"])
        rows.append([str(number), what, f"{plan['start']:.1f} of {plan['length']}", f"{start:.1f}", *(f"{share:.2f}" for share in shares.values())])
        results.append({**plan, "window": [start, end], "shares": shares, "reasons": reasons})
        print(rows[-1], flush=True)
    common.table(rows, ["", "planted", "at", "chosen", "best", "start", "middle"])
    print(f"at least 90 % of the part: best {good['best']}, start {good['start']}, middle {good['middle']} of {len(rows)}")
    return results, good["best"] >= len(rows) * 28 / 30


def row(clip, start, end, label, path, count=8):
    length = max(0.1, end - start)
    style = "fontsize=20:fontcolor=white:box=1:boxcolor=black@0.7:x=6:y=6"
    text = label.replace(":", r"\:").replace("'", "").replace("%", "")
    subprocess.run(["ffmpeg", "-nostdin", "-y", "-v", "error", "-ss", f"{start}", "-t", f"{length}", "-i", clip, "-vf",
                    f"fps={count}/{length},scale=240:160:force_original_aspect_ratio=decrease,pad=240:160:-1:-1,setsar=1,tile={count}x1,"
                    f"drawtext=text='{text}':{style}", "-frames:v", "1", path], check=True)


def sheet(options, clip, folder):
    start, end, reasons, _ = chosen(options, clip, *options.words)
    length = float(run(["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", clip]).out)
    others = [re.match(r"number (\d+) would be ([\d.]+) s to ([\d.]+) s, score (\S+): (.*)", line) for line in reasons]
    terms = ", ".join(line.split(":")[0] for line in reasons[1:7] if re.match(r"[a-z-]+ [+-]\d", line))
    rows = [(0, length, "whole clip")] + [(start, end, f"CHOSEN {reasons[0].split(': ')[1]} ({terms})")]
    rows += [(float(m[2]), float(m[3]), f"{m[1]}. {m[2]} to {m[3]}, {m[4]} ({m[5]})") for m in others if m]
    name = os.path.basename(clip).rsplit(".", 1)[0]
    paths = []
    for number, (begins, ends, label) in enumerate(rows):
        paths.append(os.path.join(options.scratch, f"{name}-{number}.png"))
        row(clip, begins, ends, label, paths[-1])
    output = os.path.join(folder, name + ".png")
    stack = ["-filter_complex", f"vstack=inputs={len(paths)}"] if len(paths) > 1 else []
    tool(*(word for path in paths for word in ("-i", path)), *stack, output)
    print(f"{output}: {reasons[0]}", flush=True)


def main():
    parser = common.parser(__doc__)
    parser.add_argument("--sheets", nargs="+", metavar="PATH", help="a folder to write to, then clips")
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--only", type=int, nargs="*", help="these variants alone")
    parser.add_argument("--words", nargs="*", default=[], help="more words for trim, e.g. --snap=none")
    options = common.prepare(parser.parse_args())
    if options.sheets:
        os.makedirs(options.sheets[0], exist_ok=True)
        for clip in options.sheets[1:]:
            sheet(options, clip, options.sheets[0])
        common.clean(options)
        return
    results, is_good = planted(options)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(results, file, indent=1)
    common.clean(options)
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
