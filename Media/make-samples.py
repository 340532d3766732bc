#!/usr/bin/env python3
"""Make clipfit's sample videos and music.

    python3 make-samples.py OUTDIR

Everything is drawn and synthesised here, from arithmetic alone: no pictures,
sounds or fonts are read.  Python draws raw frames and raw sound with numpy and
hands them to the `ffmpeg` command, which encodes them.  Written for Python
3.11, numpy 1.24 or newer and FFmpeg 5.1 (Debian 12: python3-numpy, ffmpeg).

The results are dedicated to the public domain: CC0 1.0.
"""

import json
import math
import os
import subprocess
import sys
import tempfile
import wave
from functools import lru_cache

import numpy as np

F32 = np.float32
FPS = 30
LICENCE = "CC0 1.0 https://creativecommons.org/publicdomain/zero/1.0/"

# The strip of blocks at the top left that tells a program which frame it sees.
MARK_X, MARK_Y, MARK_SIZE = 16, 16, 24
MARK_FRAME_BITS, MARK_SOURCE_BITS = 16, 2

# The two tones that tell the second: one note for the tens, one for the units.
# All are notes of one pentatonic scale, so that any pair sounds well together.
PITCH = {n: 261.6256 * 2 ** (s / 12) for n, s in
         dict(C=0, D=2, E=4, F=5, G=7, A=9, B=11).items()}


def hz(name):
    """'A4' -> 440.0, 'Bb3', 'F#2'..."""
    shift = name.count("#") - name.count("b")
    return PITCH[name[0]] * 2 ** (int(name[-1]) - 4 + shift / 12)


TENS = [round(hz(n), 2) for n in "C3 D3 E3 G3 A3 C4 D4 E4".split()]
UNITS = [round(hz(n), 2) for n in "C5 D5 E5 G5 A5 C6 D6 E6 G6 A6".split()]


# ---------------------------------------------------------------- drawing ---

def rgb(hexa):
    return np.array([int(hexa[i:i + 2], 16) for i in (0, 2, 4)], F32)


def mix(a, b, k):
    return a + (b - a) * F32(k)


def ease(k):
    """0..1 -> 0..1, slow at both ends."""
    k = min(1.0, max(0.0, k))
    return k * k * (3 - 2 * k)


def cover(d):
    """Signed distance in pixels -> how much of the pixel is inside (0..1)."""
    return np.clip(0.5 - d, 0, 1)


WHITE, BLACK = rgb("ffffff"), rgb("000000")


class Canvas:
    """An RGB picture with anti-aliased shapes."""

    def __init__(self, w, h):
        self.w, self.h = w, h
        self.px = np.zeros((h, w, 3), np.uint8)
        self.xs = np.arange(w, dtype=F32)[None, :] + F32(0.5)
        self.ys = np.arange(h, dtype=F32)[:, None] + F32(0.5)

    def fill(self, colour):
        self.px[:] = colour.astype(np.uint8)

    def sky(self, *stops, y0=0, y1=None):
        """A vertical gradient through the stops, from row y0 to row y1."""
        y1 = self.h if y1 is None else y1
        at = np.linspace(0, len(stops) - 1, y1 - y0)
        rows = np.stack([np.interp(at, range(len(stops)), [s[i] for s in stops])
                         for i in range(3)], 1)
        self.px[y0:y1] = (rows + 0.5).astype(np.uint8)[:, None, :]

    def area(self, x0, y0, x1, y1):
        """The slice of the picture that holds this box, and its coordinates."""
        x0, y0 = max(0, math.floor(x0)), max(0, math.floor(y0))
        x1, y1 = min(self.w, math.ceil(x1)), min(self.h, math.ceil(y1))
        if x1 <= x0 or y1 <= y0:
            return None
        where = (slice(y0, y1), slice(x0, x1))
        return where, self.xs[:, x0:x1], self.ys[y0:y1]

    def paint(self, where, mask, colour, alpha=1.0):
        part = self.px[where].astype(F32)
        part += (colour - part) * (mask * F32(alpha))[..., None]
        self.px[where] = (part + F32(0.5)).astype(np.uint8)

    def ellipse(self, cx, cy, rx, ry, colour, alpha=1.0):
        a = self.area(cx - rx - 1, cy - ry - 1, cx + rx + 1, cy + ry + 1)
        if a and rx > 0.5 and ry > 0.5:
            where, x, y = a
            d = np.sqrt(((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2) - 1
            self.paint(where, cover(d * min(rx, ry)), colour, alpha)

    def disc(self, cx, cy, r, colour, alpha=1.0):
        self.ellipse(cx, cy, r, r, colour, alpha)

    def ring(self, cx, cy, r, width, colour, alpha=1.0, squash=1.0):
        o = r + width
        a = self.area(cx - o, cy - o * squash - 1, cx + o, cy + o * squash + 1)
        if a:
            where, x, y = a
            d = np.abs(np.hypot(x - cx, (y - cy) / squash) - r) - width / 2
            self.paint(where, cover(d), colour, alpha)

    def glow(self, cx, cy, r, colour, alpha=1.0):
        a = self.area(cx - r, cy - r, cx + r, cy + r)
        if a:
            where, x, y = a
            d = 1 - ((x - cx) ** 2 + (y - cy) ** 2) / F32(r * r)
            self.paint(where, np.clip(d, 0, 1) ** 2, colour, alpha)

    def line(self, x0, y0, x1, y1, width, colour, alpha=1.0):
        o = width / 2 + 1
        a = self.area(min(x0, x1) - o, min(y0, y1) - o,
                      max(x0, x1) + o, max(y0, y1) + o)
        if a:
            where, x, y = a
            d = segment(x, y, x0, y0, x1, y1) - width / 2
            self.paint(where, cover(d), colour, alpha)

    def rect(self, x0, y0, x1, y1, colour, alpha=1.0, r=0.0, turn=0.0):
        """A box with round corners, turned about its middle."""
        cx, cy, hw, hh = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2, (y1 - y0) / 2
        o = math.hypot(hw, hh) + 1 if turn else 0
        a = self.area(cx - (o or hw), cy - (o or hh), cx + (o or hw), cy + (o or hh))
        if a:
            where, x, y = a
            x, y = x - cx, y - cy
            if turn:
                c, s = math.cos(turn), math.sin(turn)
                x, y = x * c + y * s, y * c - x * s
            qx, qy = np.abs(x) - (hw - r), np.abs(y) - (hh - r)
            d = (np.hypot(np.maximum(qx, 0), np.maximum(qy, 0))
                 + np.minimum(np.maximum(qx, qy), 0) - r)
            self.paint(where, cover(d), colour, alpha)

    def polygon(self, points, colour, alpha=1.0):
        """A convex polygon."""
        turns = sum(xa * yb - xb * ya for (xa, ya), (xb, yb)
                    in zip(points, points[1:] + points[:1]))
        points = points if turns > 0 else points[::-1]
        px, py = [p[0] for p in points], [p[1] for p in points]
        a = self.area(min(px) - 1, min(py) - 1, max(px) + 1, max(py) + 1)
        if a:
            where, x, y = a
            d = F32(-1e9)
            for (xa, ya), (xb, yb) in zip(points, points[1:] + points[:1]):
                n = math.hypot(xb - xa, yb - ya)
                d = np.maximum(d, ((x - xa) * (yb - ya) - (y - ya) * (xb - xa)) / n)
            self.paint(where, cover(d), colour, alpha)

    def profile(self, cx, y0, y1, half, colour, alpha=1.0):
        """A shape turned on a lathe: half(0..1) is its half width, top to foot."""
        a = self.area(0, y0, self.w, y1)
        if a:
            where, x, y = a
            d = np.abs(x - cx) - half((y - y0) / F32(y1 - y0)).astype(F32)
            self.paint(where, cover(d), colour, alpha)

    def ridge(self, heights, colour):
        """Fill everything below a line of hills (one height for each column)."""
        lo = int(max(0, heights.min() - 1))
        hi = int(min(self.h, heights.max() + 2))
        if hi > lo:
            where, x, y = self.area(0, lo, self.w, hi)
            self.paint(where, cover(heights[None, :] - y), colour)
        self.px[max(hi, 0):] = colour.astype(np.uint8)

    def text(self, x, y, size, words, colour, alpha=1.0, align=0.0):
        """Write in capitals; x is the left edge (align 0), middle or right (1)."""
        x -= align * text_width(words, size)
        for ch in words:
            mask, pad = glyph(ch, size)
            a = self.area(int(x) - pad, y - pad,
                          int(x) - pad + mask.shape[1], y - pad + mask.shape[0])
            if a and ch != " " and a[0][0].stop - a[0][0].start == mask.shape[0] \
                    and a[0][1].stop - a[0][1].start == mask.shape[1]:
                self.paint(a[0], mask, colour, alpha)
            x += advance(ch, size)


def segment(x, y, x0, y0, x1, y1):
    """Distance of every point (x, y) from one stretch of line."""
    dx, dy = x1 - x0, y1 - y0
    k = ((x - x0) * dx + (y - y0) * dy) / max(dx * dx + dy * dy, 1e-9)
    k = np.clip(k, 0, 1)
    return np.hypot(x - x0 - k * dx, y - y0 - k * dy)


# The letters: strokes on a grid 4 wide and 6 high.  "~" marks a stroke whose
# corners are to be rounded; a stroke that ends where it began is closed.
LETTERS = {
    "0": "~20 00 02 04 06 26 46 44 42 40 20", "1": "02 20 26",
    "2": "~01 00 20 40 42 33 06 06 46", "3": "00 40 13|~13 43 45 46 26 06 05",
    "4": "30 04 44|32 36", "5": "40 00 03|~02.6 12 42 44 46 26 06 05",
    "6": "~41 40 20 00 02 04|~22.4 02.4 04 06 26 46 44 42.4 22.4", "7": "00 40 16",
    "8": "~20 00 01.5 03 23 43 41.5 40 20|~23 03 04.5 06 26 46 44.5 43 23",
    "9": "~23.6 43.6 42 40 20 00 02 03.6 23.6|~42 44 46 26 06 05",
    ":": "22 22|25 25", ".": "26 26", "-": "03 43", "/": "06 40",
    "A": "06 20 46|14 34", "B": "06 00|~00 40 41.5 43 03|~03 43 44.5 46 06",
    "C": "~41 40 20 00 02 04 06 26 46 45", "D": "00 06|~06 26 46 43 40 20 00",
    "E": "40 00 06 46|03 33", "F": "40 00 06|03 33",
    "G": "~41 40 20 00 02 04 06 26 46 45|45 43 23", "H": "00 06|40 46|03 43",
    "I": "20 26", "J": "30 34|~34 36 16 06 05", "K": "00 06|40 03 46",
    "L": "00 06 46", "M": "06 00 24 40 46", "N": "06 00 46 40",
    "O": "~20 00 02 04 06 26 46 44 42 40 20", "P": "06 00|~00 40 41.6 43.2 03.2",
    "Q": "~20 00 02 04 06 26 46 44 42 40 20|24 46",
    "R": "06 00|~00 40 41.5 43 03|13 46",
    "S": "~41 40 20 00 01.4 02.8 23 43.2 44.6 46 26 06 05",
    "T": "00 40|20 26", "U": "00 03|~03 06 26 46 43|43 40", "V": "00 26 40",
    "W": "00 16 22 36 40", "X": "00 46|40 06", "Y": "00 23 40|23 26",
    "Z": "00 40 06 46", " ": "",
}
NARROW = {":": 1.6, ".": 1.6, "I": 1.8, " ": 2.4, "1": 2.6}


def strokes(ch):
    for stroke in LETTERS[ch].split("|"):
        if not stroke:
            continue
        curved, stroke = stroke[0] == "~", stroke.lstrip("~")
        points = []
        for p in stroke.split():                    # "42.4" is x 4, y 2.4
            points.append((float(p[0]), float(p[1:])))
        for _ in range(3 if curved else 0):         # cut every corner, thrice
            closed, cut = points[0] == points[-1], []
            for (xa, ya), (xb, yb) in zip(points, points[1:]):
                cut += [(xa * .75 + xb * .25, ya * .75 + yb * .25),
                        (xa * .25 + xb * .75, ya * .25 + yb * .75)]
            points = cut + cut[:1] if closed else points[:1] + cut + points[-1:]
        yield points


def glyph_width(ch):
    # digits are all equally wide, so that running numbers stand still
    return 4.0 if ch.isdigit() else NARROW.get(ch, 4.0)


def advance(ch, size):
    return round((glyph_width(ch) + 1.7) * size / 6)


def text_width(words, size):
    return sum(advance(ch, size) for ch in words) - round(1.7 * size / 6)


@lru_cache(None)
def glyph(ch, size):
    u = size / 6
    pen = max(1.3, 0.40 * u)
    pad = math.ceil(pen) + 1
    w = math.ceil(glyph_width(ch) * u) + 2 * pad
    y, x = np.mgrid[0:size + 2 * pad, 0:w].astype(F32) + F32(0.5)
    d = np.full(x.shape, 1e9, F32)
    off = (4 - glyph_width(ch)) / 2
    for points in strokes(ch):
        for (xa, ya), (xb, yb) in zip(points, points[1:]):
            d = np.minimum(d, segment(x, y, pad + (xa - off) * u, pad + ya * u,
                                      pad + (xb - off) * u, pad + yb * u))
    return cover(d - pen), pad


def clock(frame):
    ms = round(frame * 1000 / FPS)
    return "%02d:%02d.%03d" % (ms // 60000, ms // 1000 % 60, ms % 1000)


def marks(c, frame, source, title, dim):
    """The blocks for programs (top left), the clock for people (at the foot)."""
    bits = [frame >> i & 1 for i in reversed(range(MARK_FRAME_BITS))]
    bits += [source >> i & 1 for i in reversed(range(MARK_SOURCE_BITS))]
    bits += [1 - sum(bits) % 2]                 # makes the white blocks odd
    s, edge = MARK_SIZE, 8
    c.px[MARK_Y - edge:MARK_Y + s + edge,
         MARK_X - edge:MARK_X + s * len(bits) + edge] = 0
    for i, bit in enumerate(bits):
        if bit:
            x = MARK_X + i * s
            c.px[MARK_Y:MARK_Y + s, x:x + s] = 255
    ink = rgb("8a8a8a") if dim else WHITE
    plate = 0.0 if dim else 0.5
    size = 30
    y = c.h - 62
    left = clock(frame)
    right = "FRAME %04d" % frame
    w = text_width(left, size) + 44 + text_width(right, size)
    c.rect(16, y - 18, 16 + w + 40, y + size + 18, rgb("101418"), plate, r=14)
    c.text(36, y, size, left, ink)
    c.text(36 + text_width(left, size) + 44, y, size, right, ink, 0.8)
    if c.w > c.h:
        x1, y1 = c.w - 16, y
    else:
        x1, y1 = 16 + w + 40, y - 62
    tw = text_width(title, 22)
    if c.w > c.h:
        c.rect(x1 - tw - 36, y1 - 18, x1, y1 + size + 18, rgb("101418"), plate, r=14)
        c.text(x1 - 18 - tw, y1 + 4, 22, title, ink, 0.9)
    else:
        c.rect(16, y1 - 6, 16 + tw + 40, y1 + 34, rgb("101418"), plate, r=12)
        c.text(36, y1 + 3, 22, title, ink, 0.9)


def chance(seed, n, columns):
    """n rows of fixed 'random' numbers in 0..1 (this generator never changes)."""
    return np.random.RandomState(seed).random_sample((n, columns))


# ------------------------------------------------- the landscape's scenes ---
# Each draws itself for t seconds and f frames since it began, k = 0..1 done.

def hills(c, base, rise, wave_, seed, shift):
    x = np.arange(c.w) + shift
    a, b, d = chance(seed, 1, 3)[0] * 6.28
    return (base - rise * (0.55 * np.sin(x / wave_ + a) + 0.3 * np.sin(x / wave_ * 2.1 + b)
                           + 0.15 * np.sin(x / wave_ * 4.3 + d))).astype(F32)


def volcano(c, cx, top, foot, spread, colour):
    x = np.abs(np.arange(c.w) - cx) / spread
    y = foot - (foot - top) * np.exp(-x * 1.7) * (1 + 0.25 * x)
    c.ridge(np.maximum(y, top + 10 + 3 * np.cos(np.arange(c.w) / 9.0)).astype(F32), colour)


def bird(c, x, y, size, flap, colour):
    for side in (-1, 1):
        c.line(x, y, x + side * size * .55, y - size * .42 * flap, 3, colour)
        c.line(x + side * size * .55, y - size * .42 * flap,
               x + side * size, y - size * .1 * flap, 3, colour)


def sunrise(c, t, f, k):
    e = ease(k)
    c.sky(mix(rgb("27416b"), rgb("5aa7d6"), e), mix(rgb("8b5f8c"), rgb("a9d6e5"), e),
          mix(rgb("f08a5d"), rgb("ffe3b0"), e), y1=560)
    x, y = 820, 500 - 250 * e
    c.glow(x, y, 330, rgb("fff0c0"), 0.65)
    c.disc(x, y, 74, mix(rgb("ffcf70"), rgb("fff6d8"), e))
    volcano(c, 420, 260, 560, 250, mix(rgb("5b4a78"), rgb("6f8fb0"), e))
    c.ridge(hills(c, 510, 36, 150, 4, 0), mix(rgb("4a3f66"), rgb("5f9a86"), e))
    c.ridge(hills(c, 570, 34, 120, 7, f // 2), mix(rgb("33345a"), rgb("3f7d62"), e))
    c.ridge(hills(c, 640, 26, 90, 9, f), mix(rgb("1f2545"), rgb("275a48"), e))
    for i, (bx, by) in enumerate([(0, 0), (-46, 26), (-92, 50), (44, 30), (92, 52)]):
        bird(c, 160 + 74 * t + bx, 250 - 9 * t + by, 22,
             math.sin(7 * t + i), rgb("2a2440"))
    a = ease((t - 1) / 1.2) * ease((6.4 - t) / 1.2)
    if a > 0:
        c.text(640, 132, 84, "KOPI PAGI", WHITE, a, align=0.5)


def bowl(v):
    """The cup's half width, from brim (0) to foot (1)."""
    return 66 + 112 * (1 - np.clip(v, 0, 1) ** 3.2) ** .62


def coffee(c, t, f, k):
    c.sky(rgb("f6e3c5"), rgb("eccb9c"), y1=520)
    for i in range(5):                                       # window light
        x = 170 + 250 * i
        c.polygon([(x, 90), (x + 170, 60), (x + 120, 460), (x - 50, 480)], WHITE, 0.13)
    c.sky(rgb("8a5a3b"), rgb("6b4129"), y0=520)
    for y in (566, 628, 700):
        c.line(0, y, c.w, y, 2, rgb("5a3521"), 0.5)
    cx = 640
    c.ellipse(cx, 596, 300, 36, rgb("4a2b1a"), 0.35)
    c.ellipse(cx, 580, 280, 40, rgb("e9e4da"))
    c.ellipse(cx, 574, 262, 33, rgb("fbf8f1"))
    c.ring(cx + 172, 420, 62, 26, rgb("e6513f"))
    c.profile(cx, 320, 582, bowl, rgb("f2604c"))
    a = c.area(cx - 180, 320, cx - 60, 582)                  # shade on the cup
    where, x, y = a
    v = (y - 320) / F32(262)
    c.paint(where, cover(np.abs(x - cx) - bowl(v)) * np.clip((cx - 92 - x) / 70, 0, 1),
            rgb("c8402f"), 0.8)
    for i in range(-2, 3):                                   # petals round the cup
        for s in (-1, 1):
            c.ellipse(cx + i * 62, 450 + s * 20, 8, 17, rgb("ffe9cf"), 0.95)
            c.ellipse(cx + i * 62 + s * 20, 450, 17, 8, rgb("ffe9cf"), 0.95)
    c.ellipse(cx, 322, 178, 38, rgb("fbe9dc"))
    c.ellipse(cx, 325, 164, 31, rgb("4b2a18"))
    swirl = 2.1 * t
    for i in range(3):
        b = swirl + i * 2.094
        c.ellipse(cx + 66 * math.cos(b), 325 + 12 * math.sin(b), 30, 6, rgb("a8744a"), 0.85)
    where, x, y = c.area(cx - 170, 70, cx + 170, 316)        # steam
    up = (316 - y) / F32(246)
    for i in (-1, 0, 1):
        mid = cx + i * 78 + (8 + 30 * up) * np.sin(up * 6.5 - 2.4 * t + 1.9 * i)
        m = np.exp(-((x - mid) / (7 + 17 * up)) ** 2) * np.clip(up * 6, 0, 1) * (1 - up) ** .8
        c.paint(where, m, WHITE, 0.78)
    for i in range(3):                                       # beans roll past
        bx = 1180 - 50 * t - 96 * i if i < 2 else 120 + 28 * t
        by, turn = 654 - 16 * (i % 2), -t * 1.6 + i
        c.ellipse(bx, by + 15, 30, 6, rgb("3a2114"), 0.4)
        c.rect(bx - 27, by - 18, bx + 27, by + 18, rgb("3b1f12"), r=17.5, turn=turn)
        c.line(bx - 19 * math.cos(turn), by - 19 * math.sin(turn),
               bx + 19 * math.cos(turn), by + 19 * math.sin(turn), 4, rgb("7c4a2d"))


def test_card(c, t, f, k):
    c.fill(rgb("3a3f46"))
    for x in range(0, c.w + 1, 80):
        c.px[:, max(0, x - 1):x + 1] = 96
    for y in range(0, c.h + 1, 80):
        c.px[max(0, y - 1):y + 1] = 96
    bars = "ebebeb e8d44d 4dd0d6 55c65a c95bc4 d8504b 4a63d8 202020".split()
    for i, b in enumerate(bars):
        c.px[120:300, 160 + 120 * i:280 + 120 * i] = rgb(b).astype(np.uint8)
    c.px[500:560, 160:1120] = np.linspace(0, 255, 960)[None, :, None].astype(np.uint8)
    for i in range(8):
        c.px[440:500, 160 + 120 * i:280 + 120 * i] = 255 * i // 7
    c.disc(640, 330, 176, rgb("f4f1e8"))
    c.ring(640, 330, 176, 8, rgb("1c2026"))
    # the scene begins at 14.567 s, so the hand reads true time
    now = t + TEST_CARD_START
    for i in range(60):
        b = i * math.pi / 30
        r0 = 140 if i % 5 == 0 else 152
        c.line(640 + r0 * math.sin(b), 330 - r0 * math.cos(b),
               640 + 160 * math.sin(b), 330 - 160 * math.cos(b),
               5 if i % 5 == 0 else 2, rgb("1c2026"))
    flash = round(now * FPS) % FPS < 3
    c.disc(640, 330, 60, rgb("e6513f") if flash else rgb("d9d4c6"))
    b = now * math.pi / 30
    c.line(640 - 26 * math.sin(b), 330 + 26 * math.cos(b),
           640 + 134 * math.sin(b), 330 - 134 * math.cos(b), 7, rgb("c8402f"))
    c.disc(640, 330, 11, rgb("1c2026"))
    x = 640 + 440 * math.sin(math.pi * now)          # swings once in 2 s
    c.disc(x, 600, 24, rgb("f5c84b"))


TEST_CARD_START = 437 / FPS


def fireflies(c, t, f, k):
    c.sky(rgb("07121f"), rgb("0c2530"), rgb("11362f"))
    c.glow(1010, 210, 210, rgb("e9e3c0"), 0.22)
    where, x, y = c.area(940, 140, 1080, 280)                # a crescent moon
    c.paint(where, cover(np.hypot(x - 1010, y - 210) - 66)
            * (1 - cover(np.hypot(x - 984, y - 194) - 58)), rgb("e9e3c0"))
    c.ridge(hills(c, 560, 40, 170, 21, 0), rgb("0a2420"))
    blades = chance(5, 60, 3)
    c.ridge(hills(c, 640, 12, 110, 22, 0), rgb("061712"))
    for x, h, lean in blades:
        x *= c.w
        c.line(x, 680, x + 40 * (lean - .5) + 5 * math.sin(t + 9 * x), 610 - 70 * h,
               4, rgb("061712"))
    for i, (x, y, p, q) in enumerate(chance(6, 34, 4)):
        px = 60 + x * 1160 + 60 * math.sin(.5 * t * (.5 + q) + 6.28 * p)
        py = 130 + y * 460 + 36 * math.sin(.8 * t * (.5 + p) + 6.28 * q)
        on = max(0.0, math.sin(1.7 * t + 6.28 * (p + q)))
        c.glow(px, py, 14 + 26 * q, rgb("d7f36b"), 0.15 + 0.5 * on)
        c.disc(px, py, 2.6 + 2 * q, rgb("faffd0"), 0.35 + 0.65 * on)


def zoom(c, t, f, k):
    x, y = c.xs - 640, c.ys - 360
    rho, th = np.hypot(x, y), np.arctan2(y, x)
    rad = np.maximum(rho * (1 + F32(.11) * np.cos(6 * th + F32(.5 * t))
                            + F32(.03) * np.cos(12 * th - F32(t))), 1)
    v = np.log2(rad) * F32(1.7) - F32(.8 * t) + 100
    i = np.floor(v)
    edge = np.clip((v - i) * rad * F32(.408), 0, 1)[..., None]   # one pixel soft
    pal = np.stack([rgb(p) for p in
                    "f6bd60 f28482 84a59d f7ede2 3d5a80 98c1d9 ee6c4d".split()])
    i = i.astype(int)
    c.px[:] = (pal[(i - 1) % 7] * (1 - edge) + pal[i % 7] * edge
               + F32(.5)).astype(np.uint8)
    c.disc(640, 360, 26, rgb("2b2d42"))
    c.disc(640, 360, 9, rgb("f7ede2"))


def black(c, t, f, k):
    c.px[:] = 0


def rain(c, t, f, k):
    c.sky(rgb("131a30"), rgb("24304f"), rgb("2c3654"), y1=560)
    lights = "f2a65a f6d186 e4575a 6fb1d6 9ad1b3".split()
    for i, (x, y, r, p) in enumerate(chance(31, 26, 4)):
        a = 0.16 + 0.16 * p
        c.disc(x * 1280, 130 + 330 * y, 18 + 36 * r, rgb(lights[i % 5]), a)
    c.sky(rgb("1a2138"), rgb("0e1322"), y0=560)
    c.line(930, 575, 930, 190, 9, rgb("0b0f1c"))             # a street lamp
    c.line(930, 190, 860, 170, 8, rgb("0b0f1c"))
    c.glow(852, 188, 260, rgb("ffd890"), 0.45)
    c.ellipse(852, 184, 26, 12, rgb("fff2cc"))
    c.ellipse(852, 600, 230, 26, rgb("ffd890"), 0.13)
    wx = 250 + 92 * t                                        # someone walks home
    step = math.sin(6.5 * t)
    bob = 4 * abs(math.cos(6.5 * t))
    for s in (-1, 1):
        c.line(wx, 520 - bob, wx + 22 * s * step, 590, 13, rgb("10162a"))
    c.rect(wx - 24, 420 - bob, wx + 24, 536 - bob, rgb("31406e"), r=20)
    c.disc(wx + 3, 398 - bob, 21, rgb("c99873"))
    c.line(wx + 24, 470 - bob, wx + 24, 320 - bob, 5, rgb("0b0f1c"))
    where, x, y = c.area(wx - 110, 268 - bob, wx + 158, 372 - bob)
    d = np.hypot((x - wx - 24) / 130, (y - 372 + bob) / 98) - 1
    scallop = 8 * np.abs(np.sin((x - wx - 24) * F32(math.pi / 65)))
    m = cover(d * 98) * cover(y - (372 - bob - scallop))
    c.paint(where, m, rgb("e4574c"))
    stripe = cover(np.abs(np.abs(x - wx - 24) - 44 * np.sqrt(
        np.clip(1 - ((372 - bob - y) / 98) ** 2, 0, 1))) - 14)
    c.paint(where, m * stripe, rgb("f3c07a"))
    for i, (x, y, v, p) in enumerate(chance(33, 34, 4)):
        fall = (y * 760 + t * (640 + 260 * v)) % 760 - 30
        px = (x * 1400 - 0.12 * fall) % 1300
        if fall < 590 + 60 * p:
            c.line(px, fall, px - 4, fall + 24 + 14 * v, 2, rgb("b9cbe8"), 0.42)
    for i, (x, y, p, _) in enumerate(chance(34, 7, 4)):
        age = (t * 1.2 + p) % 1
        c.ring(x * 1280, 600 + 80 * y, 6 + 38 * age, 2, rgb("8fa5cc"),
               0.55 * (1 - age), squash=0.26)


def drums(c, t, f, k):
    """Four shapes that jump when their drum sounds (120 beats a minute)."""
    paper = ["ffd166", "ef476f", "06b6a0", "3a6ea5"]
    beat = t * 2
    for i, p in enumerate(paper):
        c.px[:, 320 * i:320 * i + 320] = rgb(p).astype(np.uint8)

    def hit(pattern):
        """How hard (1..0) the last hit of this drum still shows."""
        step = beat * 2 % 8
        since = min((step - s) % 8 for s in pattern)
        return math.exp(-since * 1.1)

    for i, name in enumerate(("kick", "snare", "hat", "tom")):
        h = hit(DRUM_STEPS[name])
        x, y = 160 + 320 * i, 350 - 26 * h
        s = 70 + 44 * h
        c.ellipse(x, 510, 92 + 18 * h, 14, BLACK, 0.16)
        c.ring(x, 350, 124 + 24 * (1 - h), 6, WHITE, 0.8 * h)
        if i == 0:
            c.disc(x, y, s, WHITE)
            c.disc(x, y, s * .45, rgb(paper[0]))
        elif i == 1:
            c.rect(x - s, y - s, x + s, y + s, WHITE, r=16, turn=math.pi / 4 * (1 - h))
            c.disc(x, y, s * .45, rgb(paper[1]))
        elif i == 2:
            c.polygon([(x, y - s * 1.15), (x + s * 1.1, y + s * .8), (x - s * 1.1, y + s * .8)], WHITE)
            c.disc(x, y + s * .15, s * .36, rgb(paper[2]))
        else:
            c.ring(x, y, s * .8, s * .42, WHITE)
            c.disc(x, y, s * .22, WHITE)


# hits on the eight half-beats of two seconds
DRUM_STEPS = dict(kick=[0, 3, 4], snare=[2, 6], hat=[0, 1, 2, 3, 4, 5, 6, 7], tom=[5, 7])


def bright(c, t, f, k):
    c.sky(rgb("fffdf6"), rgb("fff3ea"))
    inks = "ff9aa2 ffc38b fff0a8 a8e6cf a0d2f7 c7b5f2".split()
    for i, (x, y, r, p) in enumerate(chance(41, 14, 4)):
        px = 640 + (x - .5) * 1050 + 70 * math.sin(.7 * t + 6.28 * p)
        py = 360 + (y - .5) * 560 + 54 * math.cos(.6 * t + 6.28 * p + i)
        c.disc(px, py, 56 + 90 * r, rgb(inks[i % 6]), 0.62)
    pop = ease((t - 0.2) / .5)
    c.ring(640, 360, 150 * pop, 10, WHITE, 0.95)
    b = LOUD_AT - 1463 / FPS
    if 0 <= t - b < 1:                       # the loud peak, at 52 s
        c.ring(640, 360, 150 + 420 * (t - b), 14, rgb("ff7a59"), 1 - (t - b))
        c.disc(640, 360, 130 * (1 - ease(t - b)), rgb("ff7a59"))


LOUD_AT = 52.0


@lru_cache(None)
def kawung(w, h, tile, ground, petal, seam, dot):
    """The kawung motif: four petals round a cross, over and over."""
    c = Canvas(w, h)
    c.fill(rgb(ground))
    x = np.abs((c.xs + tile / 2) % tile - tile / 2)
    y = np.abs((c.ys + tile / 2) % tile - tile / 2)
    u, v = (x + y) * F32(.7071) - tile * .3535, (x - y) * F32(.7071)
    full = (slice(0, h), slice(0, w))

    def lens(a, b):
        return cover((np.sqrt((u / a) ** 2 + (v / b) ** 2) - 1) * b)

    c.paint(full, lens(tile * .325, tile * .205), rgb(petal))
    c.paint(full, lens(tile * .27, tile * .15), rgb(seam))
    c.paint(full, lens(tile * .24, tile * .12), rgb(petal))
    c.paint(full, cover(np.hypot(u - tile * .09, v) - tile * .028), rgb(seam))
    c.paint(full, cover(np.hypot(u + tile * .09, v) - tile * .028), rgb(seam))
    for cx, cy in ((0, 0), (tile / 2, tile / 2)):
        c.paint(full, cover(np.abs(x - cx) + np.abs(y - cy) - tile * .085), rgb(dot))
    for cx, cy in ((tile / 2, 0), (0, tile / 2)):
        c.paint(full, cover(np.hypot(x - cx, y - cy) - tile * .05), rgb(dot))
    return c.px


def still(c, t, f, k):
    c.px[:] = kawung(1280, 720, 160, "3a2418", "f0dcb4", "b5651d", "d9913b")
    c.rect(300, 216, 980, 504, rgb("3a2418"), r=18)
    c.rect(312, 228, 968, 492, rgb("f7ecd3"), r=12)
    c.rect(322, 238, 958, 482, rgb("3a2418"), r=8)
    c.rect(326, 242, 954, 478, rgb("f7ecd3"), r=6)
    c.text(640, 296, 60, "STILL", rgb("3a2418"), align=0.5)
    c.text(640, 398, 26, "NOTHING MOVES HERE", rgb("8a4b16"), align=0.5)


def sea(c, t, f, k):
    c.sky(rgb("bfe6f2"), rgb("e9f7f3"), rgb("fdf1d8"), y1=420)
    c.disc(250, 200, 58, rgb("ffd97a"))
    for i, (x, y) in enumerate([(200, 150), (640, 120), (1080, 190)]):
        x = (x + f * (1 if i != 1 else 2) / 2) % 1500 - 100
        for dx, dy, r in ((-52, 10, 28), (0, -6, 42), (50, 8, 32)):
            c.disc(x + dx, y + dy, r, WHITE)
        c.rect(x - 80, y + 8, x + 82, y + 40, WHITE, r=16)
    shades = "8fd0d8 57b5c6 2f93b0 1d7095 124f74".split()
    x = np.arange(c.w)
    for i, s in enumerate(shades):
        if i == 2:                                           # a boat, between waves
            bx = 360 + 44 * t
            by = 470 + 9 * math.sin(bx / 66 - 1.3 * t) + 4 * math.sin(2 * t)
            tilt = 10 * math.cos(bx / 66 - 1.3 * t)
            c.line(bx, by + 10, bx + tilt, by - 190, 7, rgb("5a3521"))
            c.polygon([(bx + 12 + tilt, by - 184), (bx + 12, by - 26), (bx + 112, by - 26)], rgb("f7f3e8"))
            c.polygon([(bx - 10 + tilt, by - 168), (bx - 80, by - 26), (bx - 10, by - 26)], rgb("e6513f"))
            c.polygon([(bx - 112, by - 14 - tilt / 2), (bx - 66, by + 52), (bx + 78, by + 52),
                       (bx + 128, by - 14 + tilt / 2)], rgb("7a4326"))
            c.line(bx - 112, by - 14 - tilt / 2, bx + 128, by - 14 + tilt / 2, 8, rgb("f5c84b"))
        y = 400 + 62 * i + (8 + 4 * i) * np.sin(x / (52 + 16 * i) + (1 if i % 2 else -1) * (1.0 + .25 * i) * t + 2 * i)
        c.ridge((y - 4).astype(F32), mix(rgb(s), WHITE, .35))
        c.ridge(y.astype(F32), rgb(s))


def sunset(c, t, f, k):
    c.sky(rgb("2d1e4f"), rgb("8a3f74"), rgb("e8705a"), rgb("ffb86b"), y1=450)
    y = 330 + 90 * ease(k)
    c.glow(640, y, 380, rgb("ffe0a0"), 0.55)
    c.disc(640, y, 96, rgb("ffedb8"))
    for x0, d, n in ((0, 1, 3), (1280, -1, 9)):
        x = np.arange(c.w)
        h = 456 - 74 * np.exp(-((x - x0) / 260.0) ** 2) - 8 * np.sin(x / 41.0 + n) * np.exp(-((x - x0) / 300.0) ** 2)
        c.ridge(h.astype(F32), rgb("4a2350"))
    c.sky(rgb("b4566a"), rgb("4b2a5e"), rgb("1d1638"), y0=450)
    for i in range(11):                                      # light on the water
        w = (120 - 6 * i) * (1 + .22 * math.sin(1.6 * t + 1.7 * i))
        yy = 462 + 4 * i + 1.6 * i * i
        c.rect(640 - w + 8 * math.sin(t + i), yy, 640 + w + 8 * math.sin(t + i), yy + 5 + .4 * i,
               rgb("ffd08a"), 0.75 - .05 * i, r=2.4)
    for s in (0, 1):                                         # palm trees
        x0, top, dirn = (150, 250, 1) if s == 0 else (1160, 300, -1)
        px, py = x0, 720
        for j in range(1, 9):
            nx, ny = x0 + dirn * 4.2 * j ** 1.25, 720 - (720 - top) * j / 8
            c.line(px, py, nx, ny, 17 - j, rgb("160e26"))
            px, py = nx, ny
        for j in range(7):
            b = -2.9 + j * .46 + .05 * math.sin(1.4 * t + j)
            qx, qy = px, py
            for m in range(1, 6):
                nx = px + 27 * m * math.cos(b)
                ny = py + 27 * m * math.sin(b) + 3.6 * m * m
                c.line(qx, qy, nx, ny, 15 - 2 * m, rgb("160e26"))
                qx, qy = nx, ny
    a = ease((t - 1.2) / 1.2)
    if a > 0:
        c.text(640, 150, 68, "TERIMA KASIH", rgb("fff0d0"), a, align=0.5)


# -------------------------------------------------- the portrait's scenes ---

def p_kawung(c, t, f, k):
    big = kawung(720 + 180, 1280 + 180, 180, "26211d", "f2e2c0", "a8552a", "d99a3d")
    s = f % 180
    c.px[:] = big[s:s + 1280, s:s + 720]
    c.rect(90, 520, 630, 760, rgb("26211d"), 0.93, r=24)
    c.rect(104, 534, 616, 746, rgb("d99a3d"), r=16)
    c.rect(108, 538, 612, 742, rgb("26211d"), r=13)
    c.text(360, 578, 72, "BATIK", rgb("f2e2c0"), align=0.5)
    c.text(360, 688, 22, "PORTRAIT 720 X 1280", rgb("d99a3d"), align=0.5)


@lru_cache(None)
def parang(w, h):
    """Slanting bands of waves with rows of lozenges between them."""
    c = Canvas(w, h)
    full = (slice(0, h), slice(0, w))
    u, v = (c.xs + c.ys), (c.xs - c.ys)          # both repeat every 240 pixels
    band = v % 240 - 120
    c.fill(rgb("1f3a4d"))
    lean = u + band * F32(.9)
    wave_ = 44 * np.sin(lean * F32(2 * math.pi / 240))
    c.paint(full, cover((np.abs(band) - 92) / 1.41), rgb("f4e8cf"))
    c.paint(full, cover((np.abs(band + wave_) - 34) / 2.2), rgb("b4532a"))
    c.paint(full, cover((np.abs(band + wave_) - 20) / 2.2), rgb("f4e8cf"))
    c.paint(full, cover((np.abs(band + wave_) - 9) / 2.2), rgb("1f3a4d"))
    edge = np.minimum(np.abs(band - 120), np.abs(band + 120))
    loz = np.abs((u + 30) % 60 - 30) * F32(.75) + edge
    c.paint(full, cover((loz - 19) / 1.41), rgb("e0a458"))
    c.paint(full, cover((loz - 8) / 1.41), rgb("1f3a4d"))
    return c.px


def p_parang(c, t, f, k):
    s = 2 * f % 240
    c.px[:] = parang(960, 1280)[:, s:s + 720]


@lru_cache(None)
def mega_mendung(w, h):
    """Clouds in bands of blue, one inside the other."""
    c = Canvas(w, h)
    c.fill(rgb("7d1f2b"))
    full = (slice(0, h), slice(0, w))
    blues = [rgb(b) for b in "0f2747 1c4172 2f639f 5b8fc4 93bce0 c9e0f2 f5fafd".split()]
    for n, (cx, cy, s) in enumerate([(240, 250, 1.15), (760, 470, 1.0), (210, 720, .95),
                                     (700, 930, 1.2), (230, 1130, .9), (800, 130, .75)]):
        d = np.full((h, w), 1e9, F32)
        for dx, dy, r in ((-170, 26, 46), (-96, -8, 74), (0, -40, 92), (98, -4, 70),
                          (172, 28, 44), (-40, 40, 60), (50, 44, 58)):
            x = np.abs(c.xs - cx - dx * s)
            x = np.minimum(x, w - x)                         # joins at the sides
            d = np.minimum(d, np.hypot(x, (c.ys - cy - dy * s) * 1.15) - r * s)
        for i, b in enumerate(blues):
            c.paint(full, cover(d + 11 * s * i - 26 * s), b)
    return c.px


def p_clouds(c, t, f, k):
    c.px[:] = np.roll(mega_mendung(960, 1280), -2 * f, axis=1)[:, :720]


def p_truntum(c, t, f, k):
    c.sky(rgb("14142b"), rgb("241a3f"), rgb("3a1d45"))
    for j in range(7):
        for i in range(5):
            x = 90 + 180 * i - 90 * (j % 2)
            y = 140 + 170 * j
            a = 0.5 + 0.5 * math.sin(2.2 * t - .55 * (i + j))
            turn = math.pi / 8
            r = 52
            col = mix(rgb("5f466f"), rgb("ffe3a3"), a)
            for p in range(4):
                b = turn + p * math.pi / 4
                dx, dy = r * math.cos(b), r * math.sin(b)
                c.line(x - dx, y - dy, x + dx, y + dy, 7, col)
            c.disc(x, y, 13, rgb("241a3f"))
            c.disc(x, y, 8, mix(rgb("b06a8a"), rgb("ff9a5a"), a))
            c.disc(x + 90, y, 5, rgb("8d79b8"), .8)


def p_mandala(c, t, f, k):
    x, y = c.xs - 360, c.ys - 640
    rho, th = np.hypot(x, y), np.arctan2(y, x)
    c.fill(rgb("f8efdc"))
    full = (slice(0, 1280), slice(0, 720))
    grow = 0.35 + 0.65 * ease(t / 1.6)
    inks = "1f3a4d e0a458 b4532a f4e8cf 2a6f6b f2c879 8c2f39 f8efdc 1f3a4d".split()
    for i, ink in enumerate(inks):
        n = (16, 12, 8)[i % 3]
        r = grow * (560 - 60 * i) * (1 if i < 8 else .8)
        turn = (.10 if i % 2 else -.08) * t
        petal = np.abs(np.cos(F32(n / 2) * (th + F32(turn))))
        d = rho - r * (.80 + .20 * np.sqrt(petal))
        c.paint(full, cover(d), rgb(ink))
    c.disc(360, 640, 22 * grow, rgb("e0a458"))
    end = ease((k - .86) / .14)
    if end > 0:
        c.px[:] = (c.px * F32(1 - end)).astype(np.uint8)


# ---------------------------------------------------------------- timelines --
# (first frame, name, drawing).  "dissolves": frame where the blend begins, how
# many frames it lasts; its middle is where the next scene is counted to begin.
# Every hard cut is a keyframe, but for those named "unkeyed".

KOPI = dict(
    file="samples/kopi-landscape.mp4", title="Kopi", source=1, size=(1280, 720),
    frames=2250, rate=48000, crf="31", audio="64k",
    scenes=[(0, "SUNRISE", sunrise), (210, "COFFEE", coffee), (437, "TEST CARD", test_card),
            (600, "FIREFLIES", fireflies), (806, "ZOOM", zoom), (1000, "BLACK", black),
            (1045, "RAIN", rain), (1260, "DRUMS", drums), (1463, "BRIGHT", bright),
            (1640, "STILL", still), (1766, "SEA", sea), (2028, "SUNSET", sunset)],
    dissolves=[(1245, 30), (2010, 36)], fade_out=45, unkeyed=[600])
BATIK = dict(
    file="samples/batik-portrait.mp4", title="Batik", source=2, size=(720, 1280),
    frames=600, rate=44100, crf="33", audio="64k",
    scenes=[(0, "KAWUNG", p_kawung), (128, "PARANG", p_parang), (235, "MEGA MENDUNG", p_clouds),
            (371, "TRUNTUM", p_truntum), (480, "MANDALA", p_mandala)],
    dissolves=[(356, 30)], fade_out=0, unkeyed=[])


def draw(film, n, c, spare):
    """Draw frame n of a film on canvas c."""
    starts = [s[0] for s in film["scenes"]] + [film["frames"]]

    def scene(i, on):
        f = n - starts[i]
        film["scenes"][i][2](on, f / FPS, f, f / (starts[i + 1] - starts[i]))

    i = max(j for j in range(len(film["scenes"])) if starts[j] <= n)
    for first, length in film["dissolves"]:
        if first <= n < first + length:
            mid = first + length // 2
            j = starts.index(mid)
            scene(j - 1, c)
            scene(j, spare)
            k = F32((n - first + 1) / (length + 1))
            c.px[:] = (c.px * (1 - k) + spare.px * k + F32(.5)).astype(np.uint8)
            break
    else:
        scene(i, c)
    left = film["frames"] - 1 - n
    if left < film["fade_out"]:
        c.px[:] = (c.px * F32(left / film["fade_out"])).astype(np.uint8)
    name = film["scenes"][i][1]
    marks(c, n, film["source"], "%d %s" % (i + 1, name), name == "BLACK")


# ------------------------------------------------------------------ sound ---

def fade_edges(sig, rate, first, last):
    a, b = int(first * rate), int(last * rate)
    sig[:a] *= np.linspace(0, 1, a)
    sig[-b:] *= np.linspace(1, 0, b)
    return sig


def noise(seed, n):
    return np.random.RandomState(seed).random_sample(n) * 2 - 1


def band(sig, rate, low, high):
    """Keep what lies between two pitches (gently, by Fourier)."""
    spec = np.fft.rfft(sig)
    f = np.fft.rfftfreq(len(sig), 1 / rate)
    spec *= 1 / (1 + (f / high) ** 4) * (1 - 1 / (1 + (f / low) ** 4))
    return np.fft.irfft(spec, len(sig))


def kick(rate):
    t = np.arange(int(.32 * rate)) / rate
    body = np.sin(2 * np.pi * (48 * t + 7.5 * (1 - np.exp(-t * 22)))) * np.exp(-t * 11)
    body[:int(.004 * rate)] += .3 * noise(1, int(.004 * rate))
    return fade_edges(body, rate, .0005, .02)


def snare(rate, seed=2):
    t = np.arange(int(.26 * rate)) / rate
    hiss = band(noise(seed, len(t)), rate, 900, 9000) * np.exp(-t * 20)
    return fade_edges(1.1 * hiss + .5 * np.sin(2 * np.pi * 185 * t) * np.exp(-t * 26), rate, .0005, .02)


def hat(rate, seed=3, length=.07):
    t = np.arange(int((length + .02) * rate)) / rate
    return fade_edges(band(noise(seed, len(t)), rate, 6500, 15000) * np.exp(-t * 3.2 / length), rate, .0005, .01)


def tom(rate, f=150):
    t = np.arange(int(.3 * rate)) / rate
    return fade_edges(np.sin(2 * np.pi * (f * t + 2.2 * (1 - np.exp(-t * 30)))) * np.exp(-t * 12), rate, .001, .02)


def rim(rate):
    t = np.arange(int(.06 * rate)) / rate
    return fade_edges((np.sin(2 * np.pi * 1720 * t) + .6 * np.sin(2 * np.pi * 2630 * t)) * np.exp(-t * 75),
                      rate, .0005, .01)


def gong(rate):
    t = np.arange(int(1.6 * rate)) / rate
    sig = sum(a * np.sin(2 * np.pi * f * t) * np.exp(-t * d) for f, a, d in
              ((98, 1, 2.2), (151, .7, 2.8), (262, .6, 3.5), (403, .45, 4.5), (611, .35, 6), (1270, .25, 9)))
    sig[:int(.2 * rate)] += .8 * band(noise(9, int(.2 * rate)), rate, 500, 9000) * np.exp(-t[:int(.2 * rate)] * 25)
    return fade_edges(sig, rate, .001, .3)


def second_tones(seconds, rate):
    """The pair of pure tones that tells each second; silence between pairs."""
    out = np.zeros(seconds * rate)
    t = np.arange(rate) / rate
    for s in range(seconds):
        units = np.sin(2 * np.pi * UNITS[s % 10] * t) * (.35 + .65 * np.exp(-t * 5))
        tens = np.sin(2 * np.pi * TENS[s // 10] * t)
        out[s * rate:(s + 1) * rate] = fade_edges(.17 * units + .11 * tens, rate, .006, .04)
    return out


def put(track, at, rate, sig, gain=1.0):
    i = round(at * rate)
    j = min(len(track), i + len(sig))
    track[i:j] += gain * sig[:j - i]


def kopi_sound(film):
    rate, secs = film["rate"], film["frames"] // FPS
    tones = second_tones(secs, rate)
    start = {name: n / FPS for n, name, _ in film["scenes"]}
    level = np.ones(len(tones))

    def gain(a, b, g):
        level[round(a * rate):round(b * rate)] = g

    gain(start["RAIN"], start["DRUMS"], .5)
    gain(start["DRUMS"], start["BRIGHT"], .45)
    gain(55, 58, .03)                                        # quiet: about -30 dB
    gain(start["BLACK"], start["RAIN"], 0)                   # silent
    smooth = int(.01 * rate)                                 # no clicks
    edges = np.convolve(level, np.hanning(smooth) / np.hanning(smooth).sum(), "same")
    tones *= np.where(level == 0, 0, edges)
    side = np.zeros(len(tones))                              # left minus right
    mid = tones.copy()
    n = int(7.6 * rate)                                      # rain
    wet = band(noise(12, n), rate, 500, 8000)
    wet += .5 * band(noise(13, n) * (noise(14, n) > .995), rate, 1500, 9000) * 9
    swell = np.interp(np.arange(n) / n, [0, .12, .8, 1], [0, 1, 1, 0])
    put(mid, start["RAIN"], rate, wet * swell, .16)
    put(side, start["RAIN"], rate, band(noise(15, n), rate, 500, 8000) * swell, .07)
    kit = dict(kick=(kick(rate), .62, 0), snare=(snare(rate), .5, 0),
               hat=(hat(rate), .32, .12), tom=(tom(rate), .45, -.2))
    for step in range(27):                                   # drums, 4 hits a second
        for name, (sig, g, pan) in kit.items():
            if step % 8 in DRUM_STEPS[name]:
                put(mid, start["DRUMS"] + step / 4, rate, sig, g * .7)
                put(side, start["DRUMS"] + step / 4, rate, sig, g * .7 * pan)
    t = np.arange(int(.09 * rate)) / rate                    # ticks: left, right, left...
    tick = fade_edges(np.sin(2 * np.pi * 2500 * t) * np.exp(-t * 40), rate, .001, .01)
    for s in range(15, 20):
        put(mid, s, rate, tick, .18)
        put(side, s, rate, tick, .18 if s % 2 else -.18)
    sea_noise = band(noise(16, int(9 * rate)), rate, 150, 1400)   # surf
    tt = np.arange(len(sea_noise)) / rate
    sea_noise *= (.5 - .5 * np.cos(2 * np.pi * tt / 3.0)) ** 2 * np.interp(tt, [0, .3, 8, 9], [0, 1, 1, 0])
    put(mid, start["SEA"], rate, sea_noise, .30)
    peak = gong(rate)
    peak *= .66 / np.abs(peak).max()
    put(mid, LOUD_AT, rate, peak)
    mid[-int(1.5 * rate):] *= np.linspace(1, 0, int(1.5 * rate))
    side[-int(1.5 * rate):] *= np.linspace(1, 0, int(1.5 * rate))
    return np.stack([mid + side, mid - side], 1)


def batik_sound(film):
    rate, secs = film["rate"], film["frames"] // FPS
    mid = second_tones(secs, rate)
    side = np.zeros(len(mid))
    soft = gong(rate)
    soft *= .30 / np.abs(soft).max()
    for n, _, _ in film["scenes"]:                           # a gong at each scene
        put(mid, n / FPS, rate, soft)
    for i in range(secs * 2):                                # and little taps
        put(mid, i / 2, rate, rim(rate), .06)
        put(side, i / 2, rate, rim(rate), .05 if i % 2 else -.05)
    mid[-int(.6 * rate):] *= np.linspace(1, 0, int(.6 * rate))
    return np.stack([mid + side, mid - side], 1)


# ------------------------------------------------------------------ music ---

RATE = 48000


def env(n, attack, release):
    return fade_edges(np.ones(n), RATE, attack, min(release, n / RATE - attack - .001))


def epiano(f, length):
    n = int(length * RATE)
    t = np.arange(n) / RATE
    tine = np.sin(2 * np.pi * f * t + 1.5 * np.exp(-t * 5) * np.sin(2 * np.pi * f * t))
    bell = .12 * np.sin(2 * np.pi * f * 4 * t) * np.exp(-t * 14)
    return (tine * np.exp(-t * 1.7) + bell) * env(n, .004, .09)


def kalimba(f, length=.9):
    n = int(length * RATE)
    t = np.arange(n) / RATE
    return (np.sin(2 * np.pi * f * t) * np.exp(-t * 4.5) + .25 * np.sin(2 * np.pi * f * 2.0 * t) * np.exp(-t * 8)
            + .16 * np.sin(2 * np.pi * f * 5.4 * t) * np.exp(-t * 24)) * env(n, .002, .1)


def bass(f, length):
    n = int(length * RATE)
    t = np.arange(n) / RATE
    return np.tanh(1.4 * (np.sin(2 * np.pi * f * t) + .35 * np.sin(4 * np.pi * f * t) * np.exp(-t * 6))) \
        * (.45 + .55 * np.exp(-t * 4)) * env(n, .006, .05)


def pad(f, length):
    n = int(length * RATE)
    t = np.arange(n) / RATE
    sig = sum(np.sin(2 * np.pi * f * h * d * t + i) / h ** 1.9
              for h in (1, 2, 3, 4, 5) for i, d in enumerate((.9975, 1, 1.0025)))
    return sig / 3 * env(n, .35, .6)


def flute(f, length):
    n = int(length * RATE)
    t = np.arange(n) / RATE
    bend = .004 * np.sin(2 * np.pi * 5.3 * t) * np.clip(t * 4 - .6, 0, 1) * f / 5.3
    sig = sum(a * np.sin(2 * np.pi * h * f * t + h * bend) for h, a in ((1, 1), (2, .42), (3, .24), (4, .07)))
    return sig * env(n, .018, .07)


class Song:
    """A loop of whole bars; what rings past the end rings on at the start."""

    def __init__(self, bpm, bars, chords):
        self.bpm, self.bars, self.chords = bpm, bars, chords
        self.beats = bars * 4
        self.n = round(self.beats * 60 / bpm * RATE)
        self.dry, self.wet = np.zeros((2, self.n)), np.zeros((2, self.n))

    def play(self, beat, sig, gain, pan=0.0, echo=0.0):
        i = round(beat % self.beats * 60 / self.bpm * RATE)
        where = (i + np.arange(len(sig))) % self.n
        for ch, g in enumerate((1 - max(0, pan), 1 + min(0, pan))):
            self.dry[ch, where] += gain * g * sig
            self.wet[ch, where] += gain * g * echo * sig

    def finish(self, room=1.4):
        t = np.arange(int(room * RATE)) / RATE
        out = []
        for ch in (0, 1):
            tail = np.zeros(self.n)
            hall = band(noise(70 + ch, len(t)), RATE, 250, 5000) * np.exp(-t * 5 / room) * np.clip(t * 50, 0, 1)
            tail[:len(t)] = hall / np.sqrt((hall ** 2).sum())
            wet = np.fft.irfft(np.fft.rfft(self.wet[ch]) * np.fft.rfft(tail), self.n)
            out.append(self.dry[ch] + wet)
        out = np.stack(out, 1)
        out = np.tanh(out / np.abs(out).max() * 1.5)
        return out * (.84 / np.abs(out).max())


def length_of(bpm, beats):
    return beats * 60 / bpm


def kopi_pagi():
    """A lazy morning: electric piano, walking bass, brushes."""
    bpm = 92
    s = Song(bpm, 6, ["Cmaj7", "Am7", "Dm7", "G7", "Em7 A7", "Dm7 G7"])
    L = lambda beats: length_of(bpm, beats)
    swing = lambda b: b + (.12 if b % 1 == .5 else 0)
    voices = [(0, 4, "E4 G4 B4 D5", "C2 E2 G2 B2"), (4, 4, "E4 G4 C5 D5", "A1 C2 E2 G2"),
              (8, 4, "F4 A4 C5 E5", "D2 F2 A2 F2"), (12, 4, "F4 A4 B4 E5", "G1 B1 D2 F2"),
              (16, 2, "D4 G4 B4 D5", "E2 B1"), (18, 2, "C#4 G4 B4 E5", "A1 E2"),
              (20, 2, "F4 A4 C5 E5", "D2 A1"), (22, 2, "F4 A4 B4 D5", "G1 B1")]
    for at, n, chord, line in voices:
        for i, note in enumerate(chord.split()):
            s.play(at, epiano(hz(note), L(1.4)), .15, -.25 + .16 * i, .35)
            s.play(swing(at + 1.5), epiano(hz(note), L(.45)), .09, -.25 + .16 * i, .35)
            if n == 4:
                s.play(swing(at + 2.5), epiano(hz(note), L(1.2)), .11, -.25 + .16 * i, .35)
        for i, note in enumerate(line.split()):
            s.play(at + i, bass(hz(note), L(.92)), .30)
    tune = [(1, "G5"), (2, "A5"), (2.5, "G5"), (3, "E5"), (5, "C5"), (6, "D5"), (6.5, "E5"), (7.5, "A5"),
            (9, "A5"), (10, "C6"), (10.5, "A5"), (11, "F5"), (13, "E5"), (14, "D5"), (14.5, "E5"), (15.5, "B5"),
            (16.5, "B5"), (17, "G5"), (18.5, "A5"), (19, "E5"), (20.5, "F5"), (21, "A5"), (22, "G5"), (22.5, "D5"), (23, "B4")]
    for at, note in tune:
        s.play(swing(at), kalimba(hz(note)), .22, .3, .5)
    for b in range(24):
        if b % 2 == 0:
            s.play(b, kick(RATE), .62 if b % 4 == 0 else .48)
        else:
            s.play(b, rim(RATE), .16, -.2, .3)
            s.play(b, snare(RATE), .12, 0, .2)
        s.play(b, hat(RATE, 40 + b % 4), .13, .2)
        s.play(swing(b + .5), hat(RATE, 50 + b % 4, .05), .09, .2)
    return s


def pasar_malam():
    """The night market: four on the floor, hand drums, a reed flute."""
    bpm = 120
    s = Song(bpm, 8, "Am Am F G Am C Dm E".split())
    L = lambda beats: length_of(bpm, beats)
    chords = {"Am": "A3 C4 E4", "F": "A3 C4 F4", "G": "B3 D4 G4", "C": "G3 C4 E4", "Dm": "A3 D4 F4", "E": "G#3 B3 E4"}
    roots = {"Am": "A1", "F": "F1", "G": "G1", "C": "C2", "Dm": "D2", "E": "E1"}
    for bar, name in enumerate(s.chords):
        at = bar * 4
        for off in (.5, 1.5, 2.5, 3.5):
            for i, note in enumerate(chords[name].split()):
                s.play(at + off, epiano(hz(note) * 2, L(.3)), .10, -.35 + .3 * i, .2)
        for i, note in enumerate(chords[name].split()):
            s.play(at, pad(hz(note), L(4.2)), .045, .3 - .3 * i, .4)
        root = hz(roots[name])
        for off, f, n in ((0, 1, .7), (.75, 1, .4), (1.5, 2, .4), (2, 1, .7), (2.75, 1.5, .4), (3.5, 2, .4)):
            s.play(at + off, bass(root * f, L(n)), .30)
    tune = [(0, "A5", 1.4), (1.5, "C6", .5), (2, "B5", .5), (2.5, "A5", .5), (3, "E5", 1), (4, "A5", .5), (4.5, "B5", .5),
            (5, "C6", 1), (6, "D6", .5), (6.5, "C6", .5), (7, "B5", .5), (7.5, "A5", .5), (8, "C6", 1.5), (9.5, "A5", .5),
            (10, "F5", 1), (11, "A5", 1), (12, "B5", 1.5), (13.5, "G5", .5), (14, "D5", 1), (15, "G5", .5), (15.5, "B5", .5),
            (16, "C6", .75), (16.75, "B5", .25), (17, "A5", 1), (18, "E5", .5), (18.5, "G5", .5), (19, "A5", 1),
            (20, "G5", 1), (21, "E5", .5), (21.5, "G5", .5), (22, "C6", 1), (23, "E6", 1), (24, "D6", 1), (25, "F6", .5),
            (25.5, "D6", .5), (26, "A5", 1), (27, "F5", 1), (28, "E5", .5), (28.5, "G#5", .5), (29, "B5", .5),
            (29.5, "D6", .5), (30, "C6", .5), (30.5, "B5", .5), (31, "G#5", 1)]
    for at, note, n in tune:
        s.play(at, flute(hz(note), L(n * .95)), .115, .15, .5)
    for b in range(32):
        s.play(b, kick(RATE), .72)
        if b % 2:
            s.play(b, snare(RATE), .34, 0, .2)
        s.play(b + .5, hat(RATE, 60 + b % 3, .1), .22, -.2)
        for q in (.25, .75):
            s.play(b + q, hat(RATE, 63, .03), .09, .25)
        for q, f in {0: ((.75, 210),), 1: ((.5, 170), (.75, 170)), 2: ((.25, 250), (.75, 210)),
                     3: ((.25, 210), (.5, 170), (.75, 140))}[b % 4]:
            s.play(b + q, tom(RATE, f), .22, -.3, .15)
    return s


def hujan_sore():
    """Afternoon rain: warm chords, slow bells, a heartbeat of a drum."""
    bpm = 70
    s = Song(bpm, 4, "Fmaj7 Dm7 Bbmaj7 C7sus4".split())
    L = lambda beats: length_of(bpm, beats)
    voices = ["F3 A3 C4 E4", "F3 A3 C4 D4", "F3 A3 Bb3 D4", "F3 G3 Bb3 C4"]
    lows = ["F1", "D2", "Bb1", "C2"]
    arps = ["F4 C5 E5 A5 G5 E5 C5 A4", "D4 A4 C5 F5 E5 C5 A4 F4", "D4 Bb4 D5 A5 F5 D5 Bb4 F4", "G4 C5 F5 Bb5 G5 F5 D5 C5"]
    for bar in range(4):
        at = bar * 4
        for i, note in enumerate(voices[bar].split()):
            s.play(at - .25 if bar else at, pad(hz(note), L(4.5)), .10, -.4 + .26 * i, .5)
            s.play(at, epiano(hz(note), L(2.5)), .07, .3 - .2 * i, .5)
        s.play(at, bass(hz(lows[bar]), L(2.3)), .32)
        s.play(at + 2.5, bass(hz(lows[bar]), L(1.2)), .22)
        for i, note in enumerate(arps[bar].split()):
            s.play(at + i / 2, kalimba(hz(note), 1.4), .20, -.35 + .1 * i, .8)
        for b in (0, 2.5):
            s.play(at + b, kick(RATE), .72 if b == 0 else .42)
        for b in (1, 3):
            s.play(at + b, snare(RATE), .20, 0, .5)
        for b in range(8):
            s.play(at + b / 2, hat(RATE, 80 + b % 3, .05), .07 if b % 2 else .11, .25)
    for ch in (0, 1):                                        # rain, without a seam
        drops = band(noise(90 + ch, s.n) * (1 + 6 * (noise(92 + ch, s.n) > .997)), RATE, 900, 7000)
        s.dry[ch] += .014 * drops / drops.std() * .8
    return s


MUSIC = [("kopi-pagi-92bpm", "Kopi Pagi", ".m4a", kopi_pagi), ("pasar-malam-120bpm", "Pasar Malam", ".m4a", pasar_malam),
         ("hujan-sore-70bpm", "Hujan Sore", ".ogg", hujan_sore)]


# ---------------------------------------------------------------- encoding --

def say(*words):
    print(*words, flush=True)


def ffmpeg(args, feed=None):
    cmd = ["ffmpeg", "-hide_banner", "-nostdin", "-v", "error", "-y"] if feed is None \
        else ["ffmpeg", "-hide_banner", "-v", "error", "-y"]
    cmd += args
    say("  ffmpeg", " ".join(os.path.basename(a) if os.path.isabs(a) else a for a in args))
    if feed is None:
        subprocess.run(cmd, check=True)
        return
    with subprocess.Popen(cmd, stdin=subprocess.PIPE) as run:
        for chunk in feed:
            run.stdin.write(chunk)
        run.stdin.close()
        if run.wait():
            raise SystemExit("ffmpeg failed")


def write_wav(path, sound, rate):
    with wave.open(path, "wb") as w:
        w.setnchannels(2)
        w.setsampwidth(2)
        w.setframerate(rate)
        w.writeframes(np.round(np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())


def clean(title):
    """Only the tags we want: no dates, no encoder's name."""
    return ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact",
            "-metadata", "title=" + title, "-metadata", "artist=clipfit",
            "-metadata", "copyright=" + LICENCE]


def make_film(film, sound, outdir, tmp):
    path = os.path.join(outdir, film["file"])
    (w, h), rate = film["size"], film["rate"]
    say("Drawing", film["file"], "(%d frames)" % film["frames"])
    wav = os.path.join(tmp, "sound.wav")
    soft = [first + length // 2 for first, length in film["dissolves"]]
    keys = [n for n, _, _ in film["scenes"] if n not in soft + film["unkeyed"]]
    write_wav(wav, sound(film), rate)

    def frames():
        c, spare = Canvas(w, h), Canvas(w, h)
        for n in range(film["frames"]):
            draw(film, n, c, spare)
            if n % 300 == 0:
                say("  frame", n)
            yield c.px.tobytes()

    ffmpeg(["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "%dx%d" % (w, h), "-r", str(FPS), "-i", "pipe:0",
            "-i", wav, "-map", "0:v", "-map", "1:a",
            "-vf", "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int,format=yuv420p",
            "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv",
            "-c:v", "libx264", "-profile:v", "high", "-preset", "slow", "-crf", film["crf"], "-threads", "2",
            "-flags:v", "+bitexact+cgop", "-g", "250", "-force_key_frames", ",".join("%.4f" % (n / FPS) for n in keys), "-bf", "3", "-x264-params",
            "b-pyramid=normal:open-gop=0:scenecut=0:aq-mode=3", "-bsf:v", "filter_units=remove_types=6",
            "-c:a", "aac", "-b:a", film["audio"], "-ar", str(rate), "-movflags", "+faststart",
            *clean(film["title"]), path], frames())


def make_song(name, title, ext, compose, outdir, tmp):
    say("Playing", name)
    s = compose()
    wav = os.path.join(tmp, "song.wav")
    write_wav(wav, s.finish(), RATE)
    codec = ["-c:a", "aac", "-b:a", "96k"] if ext == ".m4a" else ["-c:a", "libvorbis", "-q:a", "2"]
    if ext == ".m4a":
        codec += ["-movflags", "+faststart"]
    else:
        codec += ["-serial_offset", "1", "-metadata", "license=" + LICENCE]
    path = "music/" + name + ext
    ffmpeg(["-i", wav, *codec, *clean(title), os.path.join(outdir, path)])
    return {"file": path, "title": title, "bpm": s.bpm, "time_signature": "4/4", "bars": s.bars, "beats": s.beats,
            "chords": s.chords, "first_downbeat_seconds": 0.0, "beat_seconds": round(60 / s.bpm, 6),
            "bar_seconds": round(240 / s.bpm, 6), "samples": s.n, "sample_rate": RATE,
            "duration_seconds": round(s.n / RATE, 6), "loops": True}


def probe_keyframes(path):
    out = subprocess.run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-skip_frame", "nokey",
                          "-show_entries", "frame=pts_time", "-of", "csv=p=0", path],
                         check=True, capture_output=True, text=True).stdout
    return [round(float(line.split(",")[0]) * FPS) for line in out.split() if line.strip(",")]


def film_facts(film, outdir):
    sec = lambda n: round(n / FPS, 4)
    starts = [s[0] for s in film["scenes"]]
    ends = starts[1:] + [film["frames"]]
    soft = {first + length // 2: (first, length) for first, length in film["dissolves"]}
    facts = {
        "file": film["file"], "title": film["title"], "width": film["size"][0], "height": film["size"][1],
        "fps": FPS, "frames": film["frames"], "duration_seconds": sec(film["frames"]),
        "audio": {"codec": "aac", "sample_rate": film["rate"], "channels": 2},
        "marker_source": film["source"],
        "scenes": [{"number": i + 1, "name": name.lower(), "first_frame": a, "frames": b - a,
                    "start_seconds": sec(a), "end_seconds": sec(b)}
                   for i, ((a, name, _), b) in enumerate(zip(film["scenes"], ends))],
        "cut_frames": [n for n in starts[1:] if n not in soft],
        "cut_seconds": [sec(n) for n in starts[1:] if n not in soft],
        "dissolves": [{"first_frame": a, "frames": n, "start_seconds": sec(a), "end_seconds": sec(a + n),
                       "middle_seconds": sec(a + n // 2)} for a, n in film["dissolves"]],
        "keyframes": probe_keyframes(os.path.join(outdir, film["file"])),
    }
    if film is KOPI:
        facts["fade_out"] = {"first_frame": film["frames"] - film["fade_out"],
                             "start_seconds": sec(film["frames"] - film["fade_out"])}
        facts["black"] = {"start_seconds": sec(1000), "end_seconds": sec(1045)}
        facts["still"] = {"start_seconds": sec(1640), "end_seconds": sec(1766)}
        facts["sound"] = {"silent": [[sec(1000), sec(1045)]], "quiet": [[55.0, 58.0]],
                          "rain": [[sec(1045), sec(1045) + 7.6]],
                          "drums": {"start_seconds": sec(1260), "end_seconds": sec(1463), "bpm": 120},
                          "loud_peak_seconds": LOUD_AT, "ticks_seconds": [15, 16, 17, 18, 19]}
    return facts


def main():
    if len(sys.argv) != 2:
        raise SystemExit("usage: make-samples.py OUTDIR")
    outdir = sys.argv[1]
    for sub in ("samples", "music"):
        os.makedirs(os.path.join(outdir, sub), exist_ok=True)
    with tempfile.TemporaryDirectory() as tmp:
        songs = [make_song(*m, outdir, tmp) for m in MUSIC]
        make_film(BATIK, batik_sound, outdir, tmp)
        make_film(KOPI, kopi_sound, outdir, tmp)
    facts = {
        "licence": LICENCE,
        "marker": {
            "x": MARK_X, "y": MARK_Y, "block_size": MARK_SIZE, "blocks": MARK_FRAME_BITS + MARK_SOURCE_BITS + 1,
            "direction": "left to right", "bit_order": "most significant bit first", "white": 1, "black": 0,
            "fields": [{"name": "frame", "first_block": 0, "blocks": MARK_FRAME_BITS},
                       {"name": "source", "first_block": MARK_FRAME_BITS, "blocks": MARK_SOURCE_BITS},
                       {"name": "parity", "first_block": MARK_FRAME_BITS + MARK_SOURCE_BITS, "blocks": 1,
                        "rule": "the number of white blocks is odd"}]},
        "second_tones": {"tens_hz": TENS, "units_hz": UNITS,
                         "rule": "during second s, tens_hz[s / 10] and units_hz[s % 10] sound together"},
        "videos": [film_facts(KOPI, outdir), film_facts(BATIK, outdir)],
        "music": songs,
    }
    with open(os.path.join(outdir, "samples.json"), "w") as out:
        json.dump(facts, out, indent=1)
        out.write("\n")
    for root, _, names in sorted(os.walk(outdir)):
        for name in sorted(names):
            if name.endswith((".mp4", ".m4a", ".ogg", ".json")):
                path = os.path.join(root, name)
                say("%9d  %s" % (os.path.getsize(path), os.path.relpath(path, outdir)))


if __name__ == "__main__":
    main()
