#!/usr/bin/env python3
"""Count how often the letters of languages are, to tell in which encoding a text is.

    letters.py build DICT > ../../Sources/ClipCore/Text/letters.txt
    letters.py held-out FOLDER      write SRT files of sentences that were not counted, NAME.ENCODING.srt, to measure by

Reads the translations (.mo) of the Debian packages that are installed, those below /usr/share/locale and wherever else dpkg
knows of some. Half of the sentences, by their hash, are counted; the other half stays for measuring. What is kept is how
frequent characters are, nothing of the texts. DICT is dict.txt of the PyPI package jieba 0.42.1 (MIT): everyday Chinese,
which the messages of programs lack, is half of what is counted."""

import collections
import hashlib
import math
import random
import re
import struct
import subprocess
import sys
import unicodedata
from pathlib import Path

# Language of the .mo files, glibc's names of the encodings that its texts come in, how many characters are kept.
TABLES = [
    ("zh_CN", "GB18030", 700), ("zh_TW", "BIG5-HKSCS", 450), ("ja", "CP932,EUC-JP", 450), ("ko", "CP949", 450),
    ("ru", "CP1251,KOI8-R", 90), ("uk", "CP1251", 90), ("bg", "CP1251", 90), ("sr", "CP1251", 90),
    ("ar", "CP1256", 90), ("fa", "CP1256", 90), ("th", "CP874", 90), ("el", "CP1253", 90), ("he", "CP1255", 90),
    ("tr", "CP1254", 60), ("pl", "CP1250", 60), ("cs", "CP1250", 60), ("hu", "CP1250", 60), ("ro", "CP1250", 60),
    ("hr", "CP1250", 60), ("fr", "CP1252", 60), ("de", "CP1252", 60), ("es", "CP1252", 60), ("pt_BR", "CP1252", 60),
    ("it", "CP1252", 60), ("sv", "CP1252", 60), ("da", "CP1252", 60), ("lt", "CP1257", 60), ("lv", "CP1257", 60),
    ("vi", "CP1258", 140),
]
# A level is this many natural logarithms.
STEP = 0.25
LEVELS = "0123456789abcdefghijklmnopqrstuvwxyz"
PYTHON = {"BIG5-HKSCS": "big5hkscs"}


def files():
    listed = subprocess.run(["dpkg-query", "-S", "*.mo"], capture_output=True, text=True).stdout
    owner = {}
    for line in listed.splitlines():
        package, _, path = line.partition(": ")
        if path.endswith(".mo"):
            owner[path] = package.split(",")[0].split(":")[0]
    return owner


def strings(path):
    data = Path(path).read_bytes()
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    _, _, count, _, table = struct.unpack(order + "5I", data[:20])
    header = ""
    for number in range(count):
        length, offset = struct.unpack_from(order + "2I", data, table + 8 * number)
        raw = data[offset:offset + length]
        if number == 0:
            header = raw.decode("latin-1")
            continue
        charset = re.search(r"charset=([\w-]+)", header)
        try:
            yield from raw.decode(charset.group(1) if charset else "utf-8").split("\0")
        except (LookupError, UnicodeDecodeError):
            pass


def sentences(language, owner, used):
    found = set()
    for path, package in owner.items():
        if f"/{language}/LC_MESSAGES/" not in path or not Path(path).exists():
            continue
        for text in strings(path):
            for line in text.splitlines():
                line = re.sub(r"<[^>]*>|&\w+;|%[-\d.$]*\w+|\(_\w\)|[_&~$\\{}]|\b\w*://\S*", "", line)
                line = unicodedata.normalize("NFC", " ".join(line.split()))
                high = sum(c > "\x7f" for c in line)
                if language == "ro":
                    # Windows' pages have the cedilla alone.
                    line = line.translate(str.maketrans("șțȘȚ", "şţŞŢ"))
                if 4 <= len(line) <= 80 and high >= 2 and (high * 2 > len(line) or len(line) > 12):
                    found.add(line)
                    used.add(package)
    if language == "sr":
        found = {line for line in found if any("а" <= c <= "я" for c in line)}
    return sorted(found)


def is_counted(line):
    return hashlib.sha256(line.encode()).digest()[0] % 2 == 0


def everyday(path):
    counts = collections.Counter()
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        word, count = line.split()[:2]
        counts.update({c: int(count) * word.count(c) for c in set(word) if c > "\x7f" and encode(c, "GB2312")})
    return counts


def build(dictionary):
    owner, used = files(), set()
    lines = []
    for language, encodings, most in TABLES:
        counts = collections.Counter()
        for line in filter(is_counted, sentences(language, owner, used)):
            counts.update(c for c in line if c > "\x7f")
        if language == "zh_CN":
            other = everyday(dictionary)
            share = counts.total() / other.total()
            counts.update({c: count * share for c, count in other.items()})
        first = encodings.split(",")[0]
        total = sum(counts.values())
        levels = collections.defaultdict(list)
        for letter, count in counts.most_common(most):
            if encode(letter, first) is not None:
                levels[min(35, round(-math.log(count / total) / STEP))].append(letter)
        text = "".join(LEVELS[level] + "".join(levels[level]) for level in sorted(levels))
        lines.append(f"{language.split('_')[0]} {encodings} {text}")
    print("# How often the letters of languages are, by letters.py in Media/encodings: language, encodings, and for each level")
    print("# (0 to z, quarters of a natural logarithm below 1) the characters that are that frequent.")
    print("\n".join(lines))
    versions = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *sorted(used)], capture_output=True, text=True).stdout
    Path(__file__).with_name("packages.txt").write_text(versions)


def encode(text, encoding):
    if encoding == "CP1258":
        # Tones stand behind their letters.
        text = "".join(
            c if c.encode("cp1258", "ignore") else unicodedata.normalize("NFC", letters[:-1]) + letters[-1]
            for c in text for letters in [tone_last(c)])
    try:
        return text.encode(PYTHON.get(encoding, encoding.lower()))
    except UnicodeEncodeError:
        return None


def tone_last(letter):
    parts = unicodedata.normalize("NFD", letter)
    tones = [c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323"]
    return "".join(c for c in parts if c not in tones) + "".join(tones) if tones else parts


def held_out(folder):
    owner, chance = files(), random.Random(7)
    folder = Path(folder)
    folder.mkdir(exist_ok=True)
    for language, encodings, _ in TABLES:
        lines = [line for line in sentences(language, owner, set()) if not is_counted(line)]
        for encoding in encodings.split(","):
            able = [line for line in lines if encode(line, encoding) is not None]
            for size in (1, 3, 10, 30):
                for number in range(25):
                    said = chance.sample(able, min(size, len(able)))
                    text = "".join(
                        f"{n + 1}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{line}\n\n" for n, line in enumerate(said))
                    name = f"{language}-{size}-{number}.{encoding}.srt"
                    (folder / name).write_bytes(encode(text, encoding))


if sys.argv[1:2] == ["build"] and len(sys.argv) == 3:
    build(sys.argv[2])
elif sys.argv[1:2] == ["held-out"] and len(sys.argv) == 3:
    held_out(sys.argv[2])
else:
    sys.exit(__doc__)
