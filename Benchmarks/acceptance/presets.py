#!/usr/bin/env python3
"""Presets made wrong on purpose: `clipfit preset lint` must refuse each with the right line and exit code, take those
that are sound, and agree with check-jsonschema on the published schema wherever a schema can say it.

Each case changes one thing of a built-in preset, line by line and without a YAML library, so that the line to be told
is known beforehand. Needs check-jsonschema (PyPI).
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import common

REPOSITORY = common.ROOT
SCHEMA = os.path.join(REPOSITORY, "Presets", "schema", "preset.schema.json")
FOLDERS = ("brands", "delivery")
DUPLICATE, ANCHOR, FILES, OTHERS, ORDER, YAML, LIMIT = (
    "a key that stands twice", "anchors and tags", "files and links", "what other presets and looks say",
    "two values beside each other", "what YAML readers take differently", "bounds of the file")


class Case:
    """A preset of one fault. `line` is the one to be told (None: sound), `unsaid` why no schema can express it."""

    def __init__(self, kind, base, text, line, unsaid=None, code=78, beside=None, asked=True):
        self.asked = asked
        self.kind, self.base, self.line, self.unsaid, self.code = kind, base, line, unsaid, code
        self.text = text if isinstance(text, bytes) else text.encode()
        self.beside = beside or {}      # more files in the folder: name -> content, or ("link", target)


def appended(lines, *more):
    """The lines with others behind them, and the number of the last one."""
    text = lines + list(more)
    return "\n".join(text) + "\n", len(text)


def key_line(lines, key):
    return next(i for i, line in enumerate(lines) if re.match(rf"{key}:", line))


def replaced(lines, key, *value):
    """The lines with other ones in the place of a top-level key and what belongs to it; the key's number."""
    at = key_line(lines, key)
    end = at + 1
    while end < len(lines) and lines[end].startswith(" "):
        end += 1
    return "\n".join(lines[:at] + list(value) + lines[end:]) + "\n", at + 1


def without(lines, *keys):
    for key in keys:
        if any(re.match(rf"{key}:", line) for line in lines):
            lines = replaced(lines, key)[0].splitlines()
    return lines


# --- faults of one line behind a preset that does not have the key: (kind, key, line)

VALUES = [
    ("out of range", "quality", "quality: 52"), ("out of range", "quality", "quality: -0.1"),
    ("out of range", "loudness", "loudness: -4"), ("out of range", "true-peak", "true-peak: 0.5"),
    ("out of range", "fade-in", "fade-in: -1"), ("out of range", "fade-out", "fade-out: 61"),
    ("out of range", "fps", "fps: 121"), ("out of range", "audience", "audience: { minimum-age: 22 }"),
    ("out of range", "logo", "logo: { opacity: 1.5 }"), ("out of range", "logo", "logo: { size: 0 }"),
    ("out of range", "music", "music: { tempo: [5, 100] }"), ("out of range", "lengths", "lengths: [15, 0]"),
    ("out of range", "lengths", "lengths: [3601]"), ("no whole number", "audience", "audience: { minimum-age: 12.5 }"),
    ("wrong type", "quality", "quality: high"), ("wrong type", "quality", "quality: '21'"),
    ("wrong type", "mute", "mute: yes"), ("wrong type", "mute", "mute: 1"), ("wrong type", "look", "look: [warm-cafe]"),
    ("wrong type", "lengths", "lengths: 15"), ("wrong type", "platforms", "platforms: tiktok"),
    ("wrong type", "music", "music: duck"), ("wrong type", "hashtags", "hashtags: ['#a']"),
    ("wrong type", "description", "description: 15"), ("wrong type", "description", "description: true"),
    ("wrong type", "fps", "fps: [30]"), ("wrong type", "lock", "lock: look"), ("wrong type", "extends", "extends: 5"),
    ("nothing", "look", "look:"), ("nothing", "music", "music:"), ("nothing", "speed", "speed: null"),
    ("nothing", "lengths", "lengths: [15, ~]"),
    ("bad word", "reframe", "reframe: fill"), ("bad word", "speed", "speed: warp"), ("bad word", "method", "method: magic"),
    ("bad word", "platforms", "platforms: [tiktok, myspace]"), ("bad word", "music", "music: { mix: loud }"),
    ("bad word", "music", "music: { licence: [free] }"), ("bad word", "logo", "logo: { corner: middle }"),
    ("bad word", "disclosure", "disclosure: { labels: [advert] }"), ("bad word", "aspect", "aspect: '3:7'"),
    ("bad word", "fps", "fps: 30000/1002"), ("bad word", "lock", "lock: [colour]"),
    ("pattern", "size", "size: 1081x1920"), ("pattern", "size", "size: 1080x5000"), ("pattern", "look", "look: Warm Cafe"),
    ("pattern", "hashtags", "hashtags: { always: [kopi] }"), ("pattern", "hashtags", "hashtags: { never: ['#a b'] }"),
    ("pattern", "music", "music: { moods: [Calm] }"), ("pattern", "output", "output: 'clips/{stem}'"),
    ("pattern", "output", "output: '{stem}.mp4'"), ("pattern", "output", "output: '{stem}-{brand}'"),
    ("pattern", "output", "output: '../{stem}'"), ("pattern", "output", "output: '{stem'"),
    ("too long", "description", f"description: {'a' * 121}"), ("too long", "hashtags", f"hashtags: {{ never: ['#{'a' * 100}'] }}"),
    ("too many", "lengths", "lengths: [1, 2, 3, 4, 5, 6, 7, 8, 9]"), ("too many", "music", "music: { tempo: [70, 90, 100] }"),
    ("too few", "platforms", "platforms: []"), ("too few", "music", "music: { tempo: [70] }"),
    ("twice in a list", "lengths", "lengths: [15, 15.0]"), ("twice in a list", "platforms", "platforms: [reels, reels]"),
    ("twice in a list", "lock", "lock: [look, look]"),
    ("no text without quotes", "description", "description: 0x1F"), ("no text without quotes", "description", "description: .inf"),
    ("control character", "description", 'description: "a\\u001b[31m"'), ("control character", "output", 'output: "a\\n{stem}"'),
    ("control character", "disclosure", 'disclosure: { note: "\\u202etxt.exe" }'),
    ("out of the folder", "lut", "lut: ../secret.cube"), ("out of the folder", "lut", "lut: a/../../secret.cube"),
    ("out of the folder", "logo", "logo: { file: /etc/passwd }"), ("out of the folder", "extends", "extends: ../base.yaml"),
]
SOUND = [
    ("quality", "quality: 0"), ("quality", "quality: 51.0"), ("fps", "fps: 30000/1001"), ("fps", "fps: source"), ("fps", "fps: 120"),
    ("size", "size: 4096x16"), ("aspect", "aspect: 9:16"), ("mute", "mute: True"), ("lengths", "lengths: [0.1, 3600]"),
    ("output", "output: '{stem}.{n}'"), ("hashtags", "hashtags: { always: ['#ngopi', '#Кофе', '#コーヒー'] }"),
    ("description", 'description: "tab is no word: \\u00e9"'), ("music", "music: {}"), ("music", "music: { tempo: [90, 90] }"),
    ("lut", "lut: none"), ("lock", "lock: [music, look, logo.file]"), ("audience", "audience: { minimum-age: 13 }"),
    ("loudness", "loudness: -40"), ("look", "look: none"), ("description", f"description: {'é' * 120}"),
]


def value_cases(bases):
    for number, (kind, key, line) in enumerate(VALUES):
        base, lines = bases[number % len(bases)]
        lines = without(lines, key, *({"aspect", "size"} if key in ("aspect", "size") else ()))
        yield Case(kind, base, *appended(lines, line))
    for number, (key, line) in enumerate(SOUND):
        base, lines = bases[number % len(bases)]
        lines = without(lines, key, *(("lock",) if key in ("music", "look", "hashtags", "audience") else ()))
        yield Case("sound", base, appended(lines, line)[0], None)


# --- faults of keys, of YAML itself, of files and of other presets

def key_cases(bases, chance):
    for base, lines in bases:
        keys = [line.split(":")[0] for line in lines if re.match(r"[a-z]", line)]
        key = chance.choice(keys)
        at = key_line(lines, key)
        wrong = key[:2] + key[3:]
        yield Case("unknown key", base, "\n".join(lines[:at] + [wrong + lines[at][len(key):]] + lines[at + 1:]) + "\n", at + 1)
        # The first of both is told, with the words that it stands again below.
        first = key_line(lines, "description")
        yield Case("a key twice", base, appended(lines, lines[first])[0], first + 1, DUPLICATE)
    base, lines = bases[0]
    inside = next(i for i, line in enumerate(lines) if line.startswith("  mix:"))
    yield Case("unknown key inside", base, "\n".join(lines[:inside] + ["  mixx: duck"] + lines[inside + 1:]) + "\n", inside + 1)
    yield Case("unknown key inside", base, "\n".join(lines[:inside] + ["  look: none"] + lines[inside + 1:]) + "\n", inside + 1)
    yield Case("a key twice", base, "\n".join(lines[:inside] + ["  mix: under"] + lines[inside:]) + "\n", inside + 1, DUPLICATE)
    for wrong in ("fade_out: 1", "Quality: 21", "name: a", "1: x", "true: x", "'': x"):
        yield Case("unknown key", base, *appended(lines, wrong))
    both, line = appended(without(lines, "aspect", "size"), "aspect: '9:16'", "size: 1080x1920")
    yield Case("aspect and size", base, both, line)


def yaml_cases(base, lines):
    make = lambda kind, more, **rest: Case(kind, base, *appended(plain, *more), **rest)
    bare = lambda kind, text, line=1, **rest: Case(kind, base, text, line, **rest)
    plain = without(lines, "look", "lengths", "description")
    yield Case("anchor", base, *appended(plain, "look: &a warm-cafe"), unsaid=ANCHOR)
    text, line = appended(plain, "lengths: &a [15]", "look: *a")
    yield Case("alias", base, text, line - 1)
    yield Case("tag", base, *appended(plain, "look: !!str warm-cafe"), unsaid=ANCHOR)
    yield Case("tag", base, *appended(plain, "lengths: !!python/tuple [15]"), unsaid=ANCHOR)
    yield Case("merge key", base, *appended(plain, "<<: { look: none }"), unsaid=ANCHOR)
    bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"] + [f"{n}: &{n} [{', '.join(['*' + m] * 9)}]" for m, n in zip("abcdefgh", "bcdefghi")]
    yield bare("bomb", "\n".join(bomb) + "\n", 1, unsaid=LIMIT, asked=False)   # check-jsonschema takes minutes for it
    yield make("tab", ["logo:", "\tcorner: top-left"])
    yield make("nested too deep", ["description: " + "[" * 40 + "]" * 40])
    yield make("nested too deep", ["description: " + "{a: " * 9 + "1" + "}" * 9])
    yield bare("too large", "# " + "a" * 66_000 + "\n" + "\n".join(lines) + "\n", unsaid=LIMIT)
    yield make("too long", ["fade-in: '" + "a" * 3000 + "'"])
    text, line = appended(plain, "---", "quality: 20")
    yield Case("two documents", base, text, line - 1)
    yield bare("no mapping", "- look: none\n")
    yield bare("no mapping", "look\n")
    yield bare("empty", "")
    yield bare("empty", "# nothing\n")
    yield make("open bracket", ["fps: [30"])
    yield make("open quote", ["output: '{stem}"])
    yield Case("bad indent", base, *appended(lines, "logo:", "  corner: top-left", " size: 10"))
    yield bare("not UTF-8", b"description: caf\xe9\n")
    yield bare("control character", b"# one\ndescription: a\x1b[0m\n", 2)
    yield bare("control character", b"# one\nlook: a\x00\n", 2)
    yield bare("UTF-16", "look: none\n".encode("utf-16"), unsaid=YAML)
    yield bare("turned text", "# one\nlook: none # \u202e\n", 2, unsaid=YAML)


def other_cases(base, lines):
    plain = without(lines, "look", "lock", "hashtags", "music")
    make = lambda kind, more, why, **rest: Case(kind, base, *appended(plain, *more), unsaid=why, **rest)
    yield make("circle", ["extends: ./self.yaml"], OTHERS, beside={"self.yaml": "extends: main.yaml\n"})
    yield make("circle", ["extends: ./main.yaml"], OTHERS)
    yield make("chain too long", ["extends: p1.yaml"], OTHERS,
               beside={f"p{n}.yaml": f"extends: p{n + 1}.yaml\n" for n in range(1, 12)})
    yield make("no such preset", ["extends: kopi-sunset"], OTHERS)
    yield make("no such preset", ["extends: base.yaml"], FILES)
    yield make("wrong parent", ["extends: base.yaml"], OTHERS, beside={"base.yaml": "look: none\nqualty: 20\n"})
    yield make("locked", ["extends: kopi-senja", "look: none"], OTHERS, code=77)
    yield make("locked", ["extends: kopi-senja", "music: { licence: [personal] }"], OTHERS, code=77)
    yield make("locked", ["extends: base.yaml", "size: 720x1280"], OTHERS, code=77,
               beside={"base.yaml": "aspect: '9:16'\nlock: [aspect]\n"})
    yield make("no such look", ["look: warm-coffee"], OTHERS)
    yield make("no such file", ["lut: colours.cube"], FILES)
    yield make("a folder", ["lut: ."], FILES)
    yield make("link out of the folder", ["lut: colours.cube"], FILES, beside={"colours.cube": ("link", "/etc/hostname")})
    yield make("link out of the folder", ["lut: sub/hostname"], FILES, beside={"sub": ("link", "/etc")})
    yield make("link out of the folder", ["extends: base.yaml"], FILES, beside={"base.yaml": ("link", "/etc/hostname")})
    yield make("wanted and forbidden", ["hashtags: { never: ['#Kopi'], always: ['#kopi'] }"], ORDER)
    yield make("tempo upside down", ["music: { tempo: [120, 90] }"], ORDER)


def cases():
    bases = []
    for folder in FOLDERS:
        place = os.path.join(REPOSITORY, "Presets", folder)
        for name in sorted(os.listdir(place)):
            with open(os.path.join(place, name), encoding="utf-8") as file:
                bases.append((name, file.read().splitlines()))
    chance = random.Random(3)
    return ([Case("sound", name, "\n".join(lines) + "\n", None) for name, lines in bases]
            + list(value_cases(bases)) + list(key_cases(bases, chance)) + list(yaml_cases(*bases[0])) + list(other_cases(*bases[1])))


def write(case, folder):
    os.makedirs(folder)
    for name, content in {"main.yaml": case.text, **case.beside}.items():
        path = os.path.join(folder, name)
        if isinstance(content, tuple):
            os.symlink(content[1], path)
        else:
            with open(path, "wb") as file:
                file.write(content if isinstance(content, bytes) else content.encode())
    return os.path.join(folder, "main.yaml")


def schema_verdicts(checker, paths):
    """Whether check-jsonschema takes each file. One that it fails on ends its run: such are found by halves."""
    def ask(some):
        done = subprocess.run([checker, "--schemafile", SCHEMA, "-o", "JSON", *some], capture_output=True, text=True)
        try:
            report = json.loads(done.stdout)
        except ValueError:
            if len(some) == 1:
                return set(some)
            half = len(some) // 2
            return ask(some[:half]) | ask(some[half:])
        return {entry["filename"] for key in ("errors", "parse_errors") for entry in report.get(key, [])}
    refused = ask(paths)
    return [path not in refused for path in paths]


def judge(case, taken, path, lint):
    """What is wrong with clipfit's verdict."""
    faults = []
    first = (lint["problems"] or [{"line": None, "file": path}])[0]
    if case.line is None:
        return [] if lint["isSound"] else [f"refused: {first['message']}"]
    if lint["isSound"]:
        return ["taken"]
    if lint["exit"] != case.code:
        faults.append(f"exit {lint['exit']}")
    # What is wrong in a preset that this one builds on has its place there.
    elsewhere = case.kind in ("circle", "chain too long") and not first["file"].endswith("main.yaml")
    at = 2 if case.kind == "wrong parent" else 1 if elsewhere else case.line
    if first["line"] != at:
        faults.append(f"line {first['line']} instead of {at}: {first['message']}")
    if first["file"] != path and case.kind not in ("wrong parent", "circle", "chain too long"):
        faults.append(f"told of {first['file']}")
    return faults


def main():
    options = common.parser(__doc__)
    options.add_argument("--checker", default=shutil.which("check-jsonschema"), metavar="PATH", help="check-jsonschema")
    options = options.parse_args()
    if not options.checker:
        sys.exit("check-jsonschema is missing: pip install check-jsonschema, or say --checker PATH")
    scratch = options.scratch or tempfile.mkdtemp(prefix="clipfit-presets-")
    all_cases = cases()
    paths = [write(case, os.path.join(scratch, f"{n:03}")) for n, case in enumerate(all_cases)]
    environment = dict(os.environ, XDG_CONFIG_HOME=os.path.join(scratch, "config"))
    done = common.run([os.path.abspath(options.clipfit), "preset", "lint", "--json", *paths], env=environment)
    lints = [json.loads(line) for line in done.out.splitlines()]
    if len(lints) != len(all_cases):
        sys.exit(f"lint told {len(lints)} of {len(all_cases)} verdicts, exit {done.code}: {common.printable(done.err[-400:])}")
    verdicts = iter(schema_verdicts(options.checker, [path for path, case in zip(paths, all_cases) if case.asked]))
    taken = [next(verdicts) if case.asked else None for case in all_cases]
    rows, wrong, unlike, unsaid = [], 0, 0, {}
    for case, path, lint, schema in zip(all_cases, paths, lints, taken):
        faults = judge(case, schema, path, lint)
        wrong += bool(faults)
        if case.unsaid:
            unsaid.setdefault(case.unsaid, []).append(schema)
        elif schema != lint["isSound"]:
            unlike += 1
            faults.append(f"check-jsonschema {'takes' if schema else 'refuses'} it")
        if faults:
            rows.append([os.path.relpath(path, scratch), case.kind, case.base, "; ".join(faults)])
    if rows:
        common.table(rows, ["file", "kind", "made of", "fault"])
    faulty = [case for case in all_cases if case.line is not None]
    compared = [case for case in all_cases if not case.unsaid]
    print(f"{len(faulty)} faulty presets of {len({c.kind for c in faulty})} kinds and {len(all_cases) - len(faulty)} sound ones; "
          f"clipfit judges {wrong} wrongly; lint took {done.wall:.2f} s and {done.rss:.0f} MB for all")
    print(f"check-jsonschema: compared on {len(compared)}, {unlike} verdicts differ; no schema can express:")
    for reason, verdicts in unsaid.items():
        print(f"  {reason}: {len(verdicts)} faults, {verdicts.count(True)} of them taken by check-jsonschema, "
              f"{verdicts.count(None)} not shown to it")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"faulty": len(faulty), "wrong": wrong, "compared": len(compared), "differ": unlike, "rows": rows}, file)
    if options.scratch is None:
        shutil.rmtree(scratch, ignore_errors=True)
    return 1 if wrong or unlike else 0


if __name__ == "__main__":
    sys.exit(main())
