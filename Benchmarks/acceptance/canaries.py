"""Clips with a unique word in every place that can hold one, and a search for those words in what clipfit makes of them."""

import os
import struct
import subprocess
import zlib

import boxes
import common

SEI = "086f3693-b7b3-4f2c-9653-21492feee5b8"
CALLS = {
    "rendered": (["--for", "tiktok,reels,shorts", "-s", "1.3", "-l", "5"], "mp4"),
    "square": (["--aspect", "1:1", "-s", "1.3", "-l", "5"], "mp4"),
    "smart cut": (["-s", "1.3", "-l", "5"], None),
    "packets": (["-s", "1.3", "-l", "5", "--method", "copy"], None),
    "encoded": (["-s", "1.3", "-l", "5", "--method", "encode"], None),
    "to Matroska": (["-s", "1.3", "-l", "5"], "mkv"),
    "to QuickTime": (["-s", "1.3", "-l", "5"], "mov"),
}


def word(place):
    """The word planted at a place: `Zq` + the place + `Xv`; no other bytes look like it."""
    return f"Zq{place}Xv"


def tool(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def png(path):
    """A small picture with a word in its text."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    rows = b"".join(b"\0" + bytes([200, n, 90] * 64) for n in range(64))
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0))
                   + chunk(b"tEXt", b"Comment\0" + word("cover").encode()) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def plain(folder, late=False):
    """A clip with sound, B-frames, a keyframe each second and a word in its user data.

    Where no frame has an SEI unit yet, ffmpeg 5.1 puts its own behind the slices, where no standard wants it: `late`."""
    path = os.path.join(folder, "late.mp4" if late else "plain.mp4")
    name = word("latesei" if late else "usersei")
    tool("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=9", "-f", "lavfi", "-i", "sine=440:d=9",
         "-c:v", "libx264", "-preset", "veryfast", "-g", "30", "-x264-params", f"pic-struct={0 if late else 1}", "-pix_fmt", "yuv420p",
         "-c:a", "aac", "-bsf:v", f"h264_metadata=sei_user_data={SEI}+{name}", "-map_metadata", "-1", path)
    return path


def tags(*keys):
    return [part for key in keys for part in ("-metadata", f"{key}={word('g' + key.replace('_', ''))}")]


def movie(folder, extension):
    """An MP4 or MOV: tags of ffmpeg's, chapters, timecode, subtitles, a cover, exiftool's tags, boxes of our own."""
    path = os.path.join(folder, f"canary.{extension}")
    chapters, words, cover = (os.path.join(folder, name) for name in ("chapters.txt", "words.srt", "cover.png"))
    with open(chapters, "w") as file:
        file.write(";FFMETADATA1\n" + "".join(
            f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={n * 4000}\nEND={n * 4000 + 4000}\ntitle={word(f'chapter{n}')}\n" for n in range(2)))
    with open(words, "w") as file:
        file.write(f"1\n00:00:00,500 --> 00:00:08,000\n{word('subtitle')}\n")
    png(cover)
    tool("ffmpeg", "-v", "error", "-y", "-i", plain(folder, late=extension == "mov"), "-i", chapters, "-i", words, "-i", cover, "-map", "0", "-map", "2", "-map", "3",
         "-c", "copy", "-c:s", "mov_text", "-disposition:v:1", "attached_pic", "-map_chapters", "1",
         *tags("title", "artist", "comment", "description", "copyright", "album", "genre", "show", "synopsis", "keywords", "encoder"),
         "-metadata:s:v:0", f"handler_name={word('vhandler')}", "-metadata:s:a:0", f"handler_name={word('ahandler')}",
         "-metadata:s:s:0", f"handler_name={word('shandler')}", "-metadata:s:a:0", f"title={word('atitle')}", "-metadata:s:a:0", "language=ind",
         "-metadata", "location=+12.3457-098.7653/", "-metadata", "creation_time=1999-03-04T05:06:07Z", "-timecode", "01:23:45:10", path)
    exif = ["-Keys:GPSCoordinates=12.3457, -98.7653, 77", *(f"-{group}:{name}={word(name)}" for group, name in (
        ("Keys", "Make"), ("Keys", "Model"), ("Keys", "Software"), ("Keys", "Author"), ("UserData", "Make"), ("UserData", "Model"),
        ("UserData", "Director"), ("XMP-dc", "Creator"), ("XMP-dc", "Rights"), ("XMP-xmp", "CreatorTool"), ("ItemList", "Composer")))]
    tool("exiftool", "-q", "-m", "-overwrite_original", *exif, path)
    own_boxes(path)
    return path


def own_boxes(path):
    """Words where no tool writes them: the name of the compressor, a `uuid`, a `free`, ID3 behind the last box."""
    with open(path, "rb") as file:
        data = bytearray(file.read())
    top = boxes.read(path)
    entry = next(box for box in top.all() if box.kind == b"stsd" and b"avc1" in box.body[:24])
    name = word("compressor").encode()
    at = entry.offset + 8 + 8 + 8 + 42
    data[at:at + 32] = bytes([len(name)]) + name.ljust(31, b"\0")
    def box(kind, body):
        return struct.pack(">I", 8 + len(body)) + kind + body
    id3 = b"ID3\x04\0\0\0\0\0\x30" + b"TIT2" + b"\0\0\0\x20\0\0\x03" + word("id3").encode()
    data += box(b"uuid", bytes(range(16)) + word("uuid").encode()) + box(b"free", word("free").encode())
    data += box(b"meta", b"\0\0\0\0" + box(b"hdlr", b"\0\0\0\0\0\0\0\0ID32" + b"\0" * 13) + box(b"ID32", b"\0\0\0\0\x15\xc7" + id3))
    with open(path, "wb") as file:
        file.write(data)


def matroska(folder):
    """A Matroska file: tags, titles of tracks, chapters, subtitles, an attachment."""
    path = os.path.join(folder, "canary.mkv")
    tool("ffmpeg", "-v", "error", "-y", "-i", os.path.join(folder, "plain.mp4"), "-i", os.path.join(folder, "chapters.txt"),
         "-i", os.path.join(folder, "words.srt"), "-map", "0", "-map", "2", "-c", "copy", "-map_chapters", "1",
         *tags("title", "artist", "comment", "location", "make", "model"), "-metadata:s:v:0", f"title={word('vtitle')}",
         "-metadata:s:a:0", f"title={word('atitle')}", "-metadata:s:v:0", f"custom={word('vcustom')}",
         "-attach", os.path.join(folder, "cover.png"), "-metadata:s:t:0", "mimetype=image/png",
         "-metadata:s:t:0", f"filename={word('attachment')}.png", path)
    return path


def transport(folder):
    """A transport stream: names of service and provider."""
    path = os.path.join(folder, "canary.ts")
    tool("ffmpeg", "-v", "error", "-y", "-i", os.path.join(folder, "plain.mp4"), "-c", "copy",
         "-metadata", f"service_name={word('service')}", "-metadata", f"service_provider={word('provider')}", path)
    return path


def planted(path):
    """The words in a file, by a search of its bytes and of what exiftool tells of it."""
    with open(path, "rb") as file:
        data = file.read()
    told = subprocess.run(["exiftool", "-a", "-u", "-U", "-ee", "-G1", "-s", "-api", "largefilesupport=1", path], capture_output=True).stdout
    found = set()
    for text in (data, data.replace(b"\0", b""), told):
        start = 0
        while (at := text.find(b"Zq", start)) >= 0:
            end = text.find(b"Xv", at, at + 40)
            name = text[at + 2:end] if end > 0 else b"\0"
            if name.isalnum():
                found.add(name.decode())
            start = at + 2
    if any(part in text for text in (data, told) for part in (b"12.3457", b"98.7653")):
        found.add("GPS")
    if b"tmcd" in data or b"01:23:45:10" in told:
        found.add("timecode")
    if b"1999:03:04" in told:
        found.add("date")
    return found


def check(options):
    folder = os.path.join(options.scratch, "canaries")
    os.makedirs(folder, exist_ok=True)
    rows, results, bad = [], [], 0
    for path in (movie(folder, "mp4"), movie(folder, "mov"), matroska(folder), transport(folder)):
        name = os.path.basename(path)
        before = planted(path)
        print(f"{name}: {len(before)} planted: {' '.join(sorted(before))}", flush=True)
        for call, (words, extension) in CALLS.items():
            output = os.path.join(folder, f"{name.replace('.', '-')}-{call.replace(' ', '-')}.{extension or name.split('.')[-1]}")
            run = common.run([options.clipfit, "trim", path, *words, "--speed", options.speed, "--overwrite", "-o", output])
            if run.code:
                rows.append([name, call, "", run.err.decode(errors="replace").strip()[:160]])
                bad += 1
                continue
            after = planted(output)
            bad += bool(after)
            rows.append([name, call, str(len(after)), " ".join(sorted(after)) or "ok"])
            results.append({"source": name, "call": call, "planted": sorted(before), "found": sorted(after)})
    common.table(rows, ["source", "call", "found", "which"])
    enough = any(len(result["planted"]) >= 20 for result in results)
    print(f"canaries: {len(rows) - bad} of {len(rows)} without any{'' if enough else ', but fewer than 20 were planted'}\n")
    return results, bad + (not enough)
