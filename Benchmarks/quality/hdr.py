#!/usr/bin/env python3
"""Patches of known light in PQ and HLG through `trim --for`, beside what BT.2100 and the tone curve say, reckoned here in doubles.

The difference is CIEDE2000 between what a screen of BT.709 shows of both (BT.1886, white D65). Needs FFmpeg's command with
ffv1; the clips are made here."""

import json
import math
import os
import subprocess
import sys

import common

SIDE, COLUMNS = 96, 8
WHITE, PEAK, KNEE = 203.0, 1000.0, 0.3
KR, KB = 0.2627, 0.0593
TO_709 = ((1.660491, -0.587641, -0.072850), (-0.124550, 1.132900, -0.008349), (-0.018151, -0.100579, 1.118730))
TO_XYZ = ((0.4123908, 0.3575843, 0.1804808), (0.2126390, 0.7151687, 0.0721923), (0.0193308, 0.1191948, 0.9505322))
D65 = (0.9504559, 1.0, 1.0890578)


def pq_light(code):
    """BT.2100 table 4: cd/m2 of a code from 0 to 1."""
    m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 4096 * 128, 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
    power = max(0.0, code) ** (1 / m2)
    return 10000 * (max(0.0, power - c1) / (c2 - c3 * power)) ** (1 / m1)


def pq_code(light):
    m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 4096 * 128, 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
    power = (max(0.0, light) / 10000) ** m1
    return ((c1 + c2 * power) / (1 + c3 * power)) ** m2


def hlg_light(codes):
    """BT.2100 table 5: cd/m2 on a display of 1000 cd/m2, whose system gamma is 1.2."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = [x * x / 3 if x <= 0.5 else (math.exp((x - c) / a) + b) / 12 for x in (max(0.0, code) for code in codes)]
    luminance = KR * scene[0] + (1 - KR - KB) * scene[1] + KB * scene[2]
    return [1000 * luminance ** 0.2 * x if luminance > 0 else 0.0 for x in scene]


def hlg_codes(light):
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    display = [x / 1000 for x in light]
    luminance = KR * display[0] + (1 - KR - KB) * display[1] + KB * display[2]
    scene = [x * luminance ** (1 / 1.2 - 1) if luminance > 0 else 0.0 for x in display]
    return [math.sqrt(3 * x) if x <= 1 / 12 else a * math.log(12 * x - b) + c for x in scene]


def bent(light):
    """Moebius, as FFmpeg's tonemap documents it: straight up to the knee, 1 at the peak."""
    peak = PEAK / WHITE
    if light <= KNEE:
        return light
    a = -KNEE * KNEE * (peak - 1) / (KNEE * KNEE - 2 * KNEE + peak)
    b = (KNEE * KNEE - 2 * KNEE * peak + peak) / (peak - 1)
    return (b * b + 2 * b * KNEE + KNEE * KNEE) / (b - a) * (light + a) / (light + b)


def delivered(light):
    """Light of BT.2020's primaries in cd/m2 as linear light of BT.709's, from 0 to 1."""
    narrow = [sum(weight * x / WHITE for weight, x in zip(row, light)) for row in TO_709]
    most = max(narrow)
    scale = bent(most) / most if most > 1e-6 else 1
    return [min(1.0, max(0.0, x * scale)) for x in narrow]


def lab(linear):
    xyz = [sum(weight * x for weight, x in zip(row, linear)) / white for row, white in zip(TO_XYZ, D65)]
    f = [x ** (1 / 3) if x > 216 / 24389 else (24389 / 27 * x + 16) / 116 for x in xyz]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def ciede2000(one, other):
    """Sharma, Wu and Dalal 2005."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean ** 7 / (mean ** 7 + 25 ** 7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    turn = 0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    dl, dc, dh = l2 - l1, c2 - c1, 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    t = (1 - 0.17 * math.cos(math.radians(hm - 30)) + 0.24 * math.cos(math.radians(2 * hm))
         + 0.32 * math.cos(math.radians(3 * hm + 6)) - 0.20 * math.cos(math.radians(4 * hm - 63)))
    sl = 1 + 0.015 * (lm - 50) ** 2 / math.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rc = 2 * math.sqrt(cm ** 7 / (cm ** 7 + 25 ** 7))
    rt = -math.sin(math.radians(60 * math.exp(-(((hm - 275) / 25) ** 2)))) * rc
    return math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * dc / sc * dh / sh)


def patches():
    """(name, light of BT.2020's primaries in cd/m2): greys, BT.709's colours and skin at diffuse levels, BT.2020's own, highlights."""
    found = [(f"grey {light:g}", [light] * 3) for light in (0.5, 2, 5, 10, 20, 50, 100, 150, 203, 300, 500, 700, 1000)]
    from_709 = invert(TO_709)
    named = {"red": (1, 0, 0), "green": (0, 1, 0), "blue": (0, 0, 1), "cyan": (0, 1, 1), "magenta": (1, 0, 1), "yellow": (1, 1, 0),
             "skin I": (0.72, 0.47, 0.38), "skin III": (0.53, 0.31, 0.21), "skin V": (0.21, 0.11, 0.07), "skin VI": (0.09, 0.045, 0.03),
             "foliage": (0.10, 0.15, 0.05), "sky": (0.12, 0.20, 0.34)}
    for name, colour in named.items():
        for level in (40, 160) if "skin" not in name else (160, 203):
            light = [sum(weight * x * level for weight, x in zip(row, colour)) for row in from_709]
            found.append((f"{name} {level}", [max(0.0, x) for x in light]))
    found += [("wide red", [80, 4, 4]), ("wide green", [6, 80, 6]), ("wide blue", [4, 4, 80]), ("sun", [900, 600, 200]), ("neon", [300, 30, 700])]
    return found


def invert(m):
    (a, b, c), (d, e, f), (g, h, i) = m
    det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    rows = ((e * i - f * h, c * h - b * i, b * f - c * e), (f * g - d * i, a * i - c * g, c * d - a * f),
            (d * h - e * g, b * g - a * h, a * e - b * d))
    return tuple(tuple(x / det for x in row) for row in rows)


def codes(rgb):
    """10-bit limited Y'CbCr of BT.2020, rounded."""
    y = KR * rgb[0] + (1 - KR - KB) * rgb[1] + KB * rgb[2]
    cb, cr = (rgb[2] - y) / (2 - 2 * KB), (rgb[0] - y) / (2 - 2 * KR)
    return round(64 + 876 * y), round(512 + 896 * cb), round(512 + 896 * cr)


def decoded(yuv):
    y, cb, cr = (yuv[0] - 64) / 876, (yuv[1] - 512) / 896, (yuv[2] - 512) / 896
    red, blue = y + (2 - 2 * KR) * cr, y + (2 - 2 * KB) * cb
    return [red, (y - KR * red - KB * blue) / (1 - KR - KB), blue]


def clip(path, colours, transfer):
    """A lossless clip of patches."""
    rows = (len(colours) + COLUMNS - 1) // COLUMNS
    width, height = COLUMNS * SIDE, rows * SIDE
    planes = []
    for plane, (w, h, side) in enumerate(((width, height, SIDE), (width // 2, height // 2, SIDE // 2), (width // 2, height // 2, SIDE // 2))):
        data = bytearray()
        for y in range(h):
            for x in range(w):
                index = y // side * COLUMNS + x // side
                value = colours[index][plane] if index < len(colours) else (64, 512, 512)[plane]
                data += value.to_bytes(2, "little")
        planes.append(bytes(data))
    command = ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p10le", "-s", f"{width}x{height}", "-r", "25", "-i", "-",
               "-vf", f"setparams=range=tv:color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc", "-c:v", "ffv1", path]
    subprocess.run(command, input=b"".join(planes) * 50, check=True)
    return width, height


def shown(path, width, height, count):
    """Means of the middles of the patches of the tenth frame, as linear light."""
    raw = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-vf", "select=eq(n\\,9)", "-frames:v", "1", "-pix_fmt", "yuv444p", "-sws_flags",
                          "neighbor", "-f", "rawvideo", "-"], capture_output=True, check=True).stdout
    found = []
    for index in range(count):
        left, top = index % COLUMNS * SIDE + SIDE // 4, index // COLUMNS * SIDE + SIDE // 4
        means = []
        for plane in range(3):
            total = 0
            for y in range(top, top + SIDE // 2):
                start = plane * width * height + y * width + left
                total += sum(raw[start:start + SIDE // 2])
            means.append(total / (SIDE // 2) ** 2)
        y, cb, cr = (means[0] - 16) / 219, (means[1] - 128) / 224, (means[2] - 128) / 224
        red, blue = y + 1.5748 * cr, y + 1.8556 * cb
        green = (y - 0.2126 * red - 0.0722 * blue) / 0.7152
        found.append([min(1.0, max(0.0, x)) ** 2.4 for x in (red, green, blue)])
    return found


def main():
    options = common.parser(__doc__)
    options.add_argument("--limit", type=float, default=1.5, help="the largest difference that passes (default: 1.5)")
    options = common.prepare(options.parse_args())
    results, worst = [], 0.0
    for transfer in ("smpte2084", "arib-std-b67"):
        named = patches()
        coded = [codes([pq_code(x) for x in light] if transfer == "smpte2084" else hlg_codes(light)) for _, light in named]
        source = os.path.join(options.scratch, f"{transfer}.mkv")
        output = os.path.join(options.scratch, f"{transfer}.mp4")
        width, height = clip(source, coded, transfer)
        run = common.run([options.clipfit, "trim", source, "-s", "0", "-d", "1", "--size", f"{width}x{height}", "--fps", "25", "--quality", "4",
                          "--overwrite", "-o", output])
        if run.code:
            sys.exit(f"{transfer}: {run.err}")
        pictures = shown(output, width, height, len(named))
        differences = []
        for (name, _), code, light in zip(named, coded, pictures):
            # What the rounded codes mean, not what was rounded.
            rgb = decoded(code)
            meant = [pq_light(x) for x in rgb] if transfer == "smpte2084" else hlg_light(rgb)
            difference = ciede2000(lab(delivered(meant)), lab(light))
            differences.append((difference, name))
            results.append({"transfer": transfer, "patch": name, "deltaE": round(difference, 3)})
        differences.sort(reverse=True)
        worst = max(worst, differences[0][0])
        mean = sum(difference for difference, _ in differences) / len(differences)
        skins = max(difference for difference, name in differences if "skin" in name)
        print(f"{transfer}: {len(differences)} patches, mean {mean:.2f}, worst {differences[0][0]:.2f} ({differences[0][1]}), skin at most {skins:.2f}; "
              + ", ".join(f"{name} {difference:.2f}" for difference, name in differences[1:4]))
    if options.json:
        with open(options.json, "w") as file:
            json.dump(results, file, indent=1)
    failed = worst > options.limit or bool(common.media_touched(options))
    print(f"worst dE2000 {worst:.2f}, limit {options.limit:g}: {'failed' if failed else 'passed'}")
    common.clean(options)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
