"""What a clip truly holds, from FFmpeg's tools and GStreamer: nothing here asks clipfit. Times are Fractions."""

import bisect
import functools
import hashlib
import json
import os
import re
import subprocess
import tempfile
from fractions import Fraction

import numpy

from common import run

QUIET = ["-nostdin", "-v", "error"]


class OracleError(Exception):
    pass


class Stream:
    """One stream as its packets say: `start` and `end` of what is presented, hidden packets and priming left out."""

    def __init__(self, facts, packets):
        self.facts, self.packets = facts, packets
        self.index, self.kind = facts["index"], facts["codec_type"]
        self.codec = facts.get("codec_name")
        self.tick = Fraction(facts["time_base"])
        shown = [p for p in packets if "D" not in p["flags"] and p.get("pts") is not None]
        self.hidden = sum("D" in p["flags"] for p in packets)
        self.times = sorted(p["pts"] * self.tick for p in shown)
        self.usual = self._usual_duration(shown)
        self.start = self.end = None
        if not shown:
            return
        starts, ends = [min(self.times)], []
        rate = int(facts.get("sample_rate") or 0)
        for packet in packets:
            if packet.get("pts") is None:
                continue
            end = packet["pts"] * self.tick + (packet["duration"] * self.tick if packet.get("duration") else self.usual)
            for side in packet.get("side_data_list", []):
                if side.get("side_data_type") == "Skip Samples" and rate:
                    if side.get("skip_samples"):
                        starts.append(packet["pts"] * self.tick + Fraction(side["skip_samples"], rate))
                    end -= Fraction(side.get("discard_padding", 0), rate) if not packet.get("shortened") else 0
            if "D" not in packet["flags"]:
                ends.append(end)
        # Skipped samples count at the start alone: a stream's first second.
        self.start = max(t for t in starts if t <= min(self.times) + 1)
        self.end = max(ends)

    def _usual_duration(self, shown):
        """A packet's length where the container does not tell it: the middle one, else from the rate."""
        told = sorted(p["duration"] for p in shown if p.get("duration"))
        if told:
            return told[len(told) // 2] * self.tick
        rate = Fraction(self.facts.get("avg_frame_rate", "0/1").replace("/0", "/1"))
        return 1 / rate if rate else Fraction(0)


class Clip:
    """A file as ffprobe's packets tell it; frames are decoded on demand and kept as (time, ticks, md5), with its fields
    made into whole pictures where `deinterlaced`."""

    def __init__(self, path, cache=None, deinterlaced=False):
        self.path, self.cache = path, cache
        self.extension = os.path.splitext(path)[1].lower()
        done = run(["ffprobe", "-v", "error", "-show_streams", "-show_format", "-show_packets", "-of", "json", "file:" + path])
        if done.code:
            raise OracleError(done.err.decode(errors="replace").strip()[:200])
        told = json.loads(done.out)
        grouped = {}
        for packet in told.get("packets", []):
            grouped.setdefault(packet["stream_index"], []).append(packet)
        self.streams = [Stream(facts, grouped.get(facts["index"], [])) for facts in told["streams"]
                        if facts.get("codec_type") in ("video", "audio") and not facts.get("disposition", {}).get("attached_pic")]
        self.video = next((s for s in self.streams if s.kind == "video" and s.start is not None), None)
        audio = [s for s in self.streams if s.kind == "audio" and s.start is not None]
        self.audios = sorted(audio, key=lambda s: (not s.facts.get("disposition", {}).get("default"), s.index))
        self.audio = self.audios[0] if self.audios else None
        for stream in audio:
            if stream.codec == "opus" and stream.times[0] < 0:
                stream.start = first_decoded(path, stream)  # the priming stands in the codec's header, not in the packets
        present = [s for s in self.streams if s.start is not None]
        self.start = min((s.start for s in present), default=Fraction(0))
        self.end = max((s.end for s in present), default=Fraction(0))
        self.filters = f"bwdif=mode=send_frame,settb={self.video.tick}" if deinterlaced else None
        self._frames = None

    @property
    def duration(self):
        return self.end - self.start

    def frames(self):
        """All presented pictures: [(time, ticks, md5)] with true presentation times."""
        if self._frames is None:
            self._frames, self.frame_errors = self._kept() or decoded_frames(self.path, self.filters)
            if self.cache and not os.path.exists(self._cache_name):
                rows = [[str(time), ticks, md5] for time, ticks, md5 in self._frames]
                with open(self._cache_name, "w", encoding="utf-8") as file:
                    json.dump([rows, self.frame_errors], file)
        return self._frames

    @functools.cached_property
    def deinterlaced(self):
        """The same clip, its fields made into whole pictures."""
        return Clip(self.path, self.cache, deinterlaced=True)

    def forget(self):
        """Lets go of the decoded frames' lists."""
        self._frames = None
        self.__dict__.pop("deinterlaced", None)

    @property
    def _cache_name(self):
        facts = os.stat(self.path)
        name = hashlib.md5(f"{self.path} {self.filters or ''} {facts.st_size} {facts.st_mtime_ns}".encode()).hexdigest()
        return os.path.join(self.cache, f"frames-{name}.json")

    def _kept(self):
        if not self.cache or not os.path.exists(self._cache_name):
            return None
        with open(self._cache_name, encoding="utf-8") as file:
            rows, errors = json.load(file)
        return [(Fraction(time), ticks, md5) for time, ticks, md5 in rows], errors

    @property
    def rotation(self):
        for side in self.video.facts.get("side_data_list", []):
            if "rotation" in side:
                return int(side["rotation"]) % 360
        return 0


def first_decoded(path, stream):
    """When the first decoded sample of a stream is presented."""
    done = run(["ffprobe", "-v", "error", "-select_streams", str(stream.index), "-read_intervals", "%+1",
                "-show_entries", "frame=pts", "-of", "csv=p=0", "file:" + path])
    return int(done.out.split()[0].strip(b",")) * stream.tick


def decoded_frames(path, filters=None):
    """Decodes every presented picture. Returns ([(time, ticks, md5)], what FFmpeg complained about)."""
    done = run(["ffmpeg", *QUIET, "-noautorotate", "-copyts", "-i", "file:" + path, "-map", "0:v:0", "-autoscale", "0",
                *(["-vf", filters] if filters else []), "-vsync", "passthrough", "-enc_time_base", "-1", "-f", "framemd5", "-"])
    frames, tick = [], None
    for line in done.out.decode().splitlines():
        if line.startswith("#tb 0:"):
            tick = Fraction(line.split(":")[1].strip())
        elif not line.startswith("#"):
            cells = [cell.strip() for cell in line.split(",")]
            frames.append((int(cells[2]) * tick, int(cells[2]), cells[5]))
    return frames, done.err.decode(errors="replace").strip()


def raw_frames(path, first, last, pixel_format=None, seek=None, filters=None):
    """Streams the pictures with ticks in [first, last] as raw bytes, one at a time."""
    facts = json.loads(run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width,height,pix_fmt",
                            "-of", "json", "file:" + path]).out)["streams"][0]
    size = frame_size(pixel_format or facts["pix_fmt"], facts["width"], facts["height"])
    command = ["ffmpeg", *QUIET, "-noautorotate", "-copyts"]
    if seek is not None:
        command += ["-noaccurate_seek", "-ss", f"{float(seek):.6f}"]
    chosen = f"select=between(pts\\,{first}\\,{last})"
    command += ["-i", "file:" + path, "-map", "0:v:0", "-vf", f"{filters},{chosen}" if filters else chosen, "-autoscale", "0",
                "-vsync", "passthrough", "-enc_time_base", "-1", "-f", "rawvideo"]
    if pixel_format:
        command += ["-pix_fmt", pixel_format]
    with subprocess.Popen(command + ["-"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        try:
            while len(block := child.stdout.read(size)) == size:
                yield block
        finally:
            child.kill()


def frame_size(pixel_format, width, height):
    """Bytes of one raw picture without padding, for the formats that cameras make."""
    name = pixel_format.replace("yuvj", "yuv")
    bytes_each = 2 if re.search(r"(10|12|16)(le|be)$", name) else 1
    half_width, half_height = (width + 1) // 2, (height + 1) // 2
    if name.startswith(("yuv420", "nv12", "p010")):
        samples = width * height + 2 * half_width * half_height
    elif name.startswith("yuv422"):
        samples = width * height + 2 * half_width * height
    elif name.startswith("yuv444"):
        samples = 3 * width * height
    elif name.startswith("gray"):
        samples = width * height
    else:
        raise OracleError(f"pixel format {pixel_format} is not known here")
    return samples * bytes_each


def psnr(one, other, deep):
    """Over all samples of all planes; infinite where identical."""
    kind, peak = (numpy.uint16, 1023) if deep else (numpy.uint8, 255)
    a, b = numpy.frombuffer(one, kind), numpy.frombuffer(other, kind)
    difference = numpy.subtract(a, b, dtype=numpy.int32 if deep else numpy.int16, casting="unsafe").astype(numpy.float32)
    mean = float(numpy.dot(difference, difference)) / difference.size
    return float("inf") if mean == 0 else 10 * numpy.log10(peak * peak / mean)


class Comparison:
    """Pictures of `output` against those of `source`, pair by pair."""

    def __init__(self, identical, scores, moved, seen_moving):
        self.identical = identical          # how many are equal to the bit
        self.scores = scores                # {position: PSNR} of the others
        self.moved = moved                  # positions that are closer to a neighbour than to their own picture
        self.moving = seen_moving           # how many of the compared ones move enough to tell


def compare_pictures(source, wanted, output, got):
    """`wanted` and `got` are frame lists of equal length. Only differing pictures are fetched."""
    different = [i for i, (s, o) in enumerate(zip(wanted, got)) if s[2] != o[2]]
    if not different:
        return Comparison(len(wanted), {}, [], 0)
    low, high = max(0, different[0] - 1), min(len(wanted) - 1, different[-1] + 1)
    pixel_format = source.video.facts["pix_fmt"]
    deep = bool(re.search(r"10(le|be)$", pixel_format))
    told = output.video.facts["pix_fmt"]
    convert = None if told.replace("yuvj", "yuv") == pixel_format.replace("yuvj", "yuv") else pixel_format
    seek = wanted[low][0] - source.start - 12
    for begin in ((seek, None) if seek > 0 else (None,)):
        try:
            return _compare(source, wanted, output, got, set(different), low, high, convert, deep, begin)
        except SeekMissed:
            continue
    raise OracleError("the source's pictures could not be fetched a second time")


class SeekMissed(Exception):
    """The pictures after a seek are not those of a decode from the start."""


def _compare(source, wanted, output, got, different, low, high, convert, deep, seek):
    scores, moved, moving = {}, [], 0
    originals = raw_frames(source.path, wanted[low][1], wanted[high][1], seek=seek, filters=source.filters)
    results = raw_frames(output.path, got[low][1], got[high][1], pixel_format=convert)
    held = {}

    def fetch(position):
        if position in held or position > high:
            return held.get(position)
        block = next(originals, None)
        if block is None or hashlib.md5(block).hexdigest() != wanted[position][2]:
            raise SeekMissed
        held[position] = block
        return block

    try:
        for position in range(low, high + 1):
            fetch(position)
            fetch(position + 1)
            picture = next(results, None)
            if picture is None:
                raise OracleError(f"picture {position} of the output did not come a second time")
            if position in different:
                own = psnr(picture, held[position], deep)
                scores[position] = own
                rivals = []
                for other in (position - 1, position + 1):
                    if other in held and psnr(held[other], held[position], deep) < 40:
                        rivals.append(psnr(picture, held[other], deep))
                if rivals:
                    moving += 1
                    if max(rivals) > own:
                        moved.append(position)
            held.pop(position - 1, None)
        return Comparison(len(wanted) - len(different), scores, moved, moving)
    finally:
        originals.close()
        results.close()


class Sound:
    """Decoded samples, mono. `start` is where the even time line has the first, `told` what the first block itself says, `jitter`
    how far the blocks' times lie around the even line, either way, `blocks` the (start, end) of each on that line."""

    def __init__(self, start, end, samples, rate, told, jitter, blocks):
        self.start, self.end, self.samples, self.rate, self.told, self.jitter = start, end, samples, rate, told, jitter
        self.blocks = blocks

    def heard_from(self, moment):
        """When the first sample at or after `moment` is heard: packets may decode to nothing, and there may be a gap."""
        return next((max(start, moment) for start, end in self.blocks if end > moment), moment)


def sound(path, stream, scratch, begin=None, end=None, rate=None):
    """Decodes one audio stream with presentation times; None when nothing is presented there."""
    path, index, shift = unpacked(path, stream, scratch)
    filters = []
    if begin is not None:
        begin, end = begin - shift, end - shift
        filters.append(f"atrim=start={float(begin):.6f}:end={float(end):.6f}")
    if rate:
        filters.append(f"aresample={rate}")
    filters.append("aformat=sample_fmts=flt")
    chain = ["-map", f"0:{index}", "-af", ",".join(filters), "-c:a", "pcm_f32le"]
    raw, log = os.path.join(scratch, "sound.f32"), os.path.join(scratch, "sound.crc")
    done = run(["ffmpeg", *QUIET, "-y", "-copyts", "-vn", "-i", "file:" + path, *chain, "-f", "f32le", raw, *chain,
                "-f", "framecrc", log])
    if done.code:
        raise OracleError("sound: " + done.err.decode(errors="replace").strip()[:160])
    tick, sampling, blocks = None, 48000, []
    with open(log, encoding="utf-8") as file:
        for line in file:
            if line.startswith("#tb 0:"):
                tick = Fraction(line.split(":")[1].strip())
            elif line.startswith("#sample_rate 0:"):
                sampling = int(line.split(":")[1])
            elif not line.startswith("#"):
                cells = line.split(",")
                blocks.append((int(cells[2]) * tick, int(cells[4])))
    data = numpy.fromfile(raw, numpy.float32)
    os.remove(raw)
    os.remove(log)
    if not blocks:
        return None
    channels = max(1, round(data.size * 4 * channels_of(path, index) / max(1, sum(size for _, size in blocks))))
    data = data[: data.size // channels * channels].reshape(-1, channels).mean(axis=1)
    lengths = [size // 4 // channels for _, size in blocks]
    times = [time for time, _ in blocks]
    if stream.codec == "vorbis" and stamps_are_ends(path, index):
        times = [time - Fraction(count, sampling) for time, count in zip(times, lengths)]
    anchors = anchored(times, lengths, sampling)
    first = anchors[0]
    away = [time - at for time, at in zip(times, anchors)]
    jitter = (max(away) - min(away)) / 2
    line = numpy.zeros(max(round((at - first) * sampling) + count for at, count in zip(anchors, lengths)), numpy.float32)
    place = 0
    for at, count in zip(anchors, lengths):
        part, to = data[place:place + count], max(0, round((at - first) * sampling))
        line[to:to + part.size] = part
        place += count
    length = line.size
    spans = [(at + shift, at + shift + Fraction(count, sampling)) for at, count in zip(anchors, lengths)]
    return Sound(first + shift, first + shift + Fraction(length, sampling), line, sampling, times[0] + shift, jitter, spans)


@functools.cache
def stamps_are_ends(path, index):
    """Whether the blocks of a Vorbis stream are stamped with their ends, as FFmpeg's Matroska muxer did up to 2012: blocks differ in
    length, and from stamp to stamp passes the length of the later one."""
    done = run(["ffmpeg", *QUIET, "-copyts", "-vn", "-i", "file:" + path, "-map", f"0:{index}", "-ac", "1", "-c:a", "pcm_s16le",
                "-f", "framecrc", "-"])
    tick, rate, blocks = Fraction(1), 48000, []
    for line in done.out.decode().splitlines():
        if line.startswith("#tb 0:"):
            tick = Fraction(line.split(":")[1].strip())
        elif line.startswith("#sample_rate 0:"):
            rate = int(line.split(":")[1])
        elif not line.startswith("#"):
            cells = line.split(",")
            blocks.append((int(cells[2]) * tick, Fraction(int(cells[4]), 2 * rate)))
    pairs = [pair for pair in zip(blocks, blocks[1:]) if pair[0][1] != pair[1][1]]
    as_starts = sum(abs(after - before - length) for (before, length), (after, _) in pairs)
    as_ends = sum(abs(after - before - length) for (before, _), (after, length) in pairs)
    return as_ends * 2 < as_starts


def anchored(times, lengths, rate):
    """Each block's place on an even time line. Containers round, and some writers' times jitter by 10 ms around samples that follow
    each other: what jumps by less than 30 ms is taken as one run, which lies where its blocks' times have it in the middle."""
    runs, expected = [], None
    for time, count in zip(times, lengths):
        if expected is None or abs(time - expected) > Fraction(30, 1000):
            runs.append([])
        runs[-1].append((time, count))
        expected = time + Fraction(count, rate)
    placed = []
    for blocks in runs:
        passed, leads = 0, []
        for time, count in blocks:
            leads.append(time - Fraction(passed, rate))
            passed += count
        at = sorted(leads)[len(leads) // 2]
        for _, count in blocks:
            placed.append(at)
            at += Fraction(count, rate)
    return placed


def unpacked(path, stream, scratch):
    """AMR with its frames one by one: FFmpeg's decoder takes only the first of the several that a 3GP packet may hold.
    (path, index, what to add to its times)."""
    if not (stream.codec or "").startswith("amr"):
        return path, stream.index, Fraction(0)
    alone = os.path.join(scratch, "sound.amr")
    done = run(["ffmpeg", *QUIET, "-y", "-i", "file:" + path, "-map", f"0:{stream.index}", "-c", "copy", alone])
    if done.code:
        raise OracleError("amr: " + done.err.decode(errors="replace").strip()[:160])
    return alone, 0, stream.start


def channels_of(path, index):
    told = json.loads(run(["ffprobe", "-v", "error", "-show_entries", "stream=index,channels", "-of", "json", "file:" + path]).out)
    return next(int(s["channels"]) for s in told["streams"] if s["index"] == index)


def offset(one, other, rate, reach=0.1):
    """(seconds that `other` is late against `one`, correlation there, loudness of `one`); None for silence.
    Both begin at the same time."""
    size = min(one.size, other.size)
    if size < rate // 20:
        return None
    a, b = one[:size].astype(numpy.float64), other[:size].astype(numpy.float64)
    loud = float(numpy.sqrt((a * a).mean()))
    if loud < 3e-4 or numpy.sqrt((b * b).mean()) < 3e-5:
        return None
    # The difference of neighbours stands out sharper than rumble does.
    x, y = numpy.diff(a), numpy.diff(b)
    points = 1 << (2 * size).bit_length()
    found = numpy.fft.irfft(numpy.fft.rfft(y, points) * numpy.conj(numpy.fft.rfft(x, points)), points)
    span = min(int(reach * rate), size // 2)
    lags = numpy.concatenate((numpy.arange(0, span + 1), numpy.arange(-span, 0)))
    values = numpy.concatenate((found[:span + 1], found[points - span:]))
    # Of equally good places (a steady tone) the nearest counts.
    good = numpy.flatnonzero(values >= values.max() * 0.999)
    lag = int(lags[good[numpy.argmin(numpy.abs(lags[good]))]])
    p, q = (a[:size - lag], b[lag:]) if lag >= 0 else (a[-lag:], b[:size + lag])
    level = numpy.sqrt((p * p).sum() * (q * q).sum())
    return lag / rate, float((p * q).sum() / level) if level else 0.0, loud


def nearest(times, wanted):
    """The position of the time nearest to `wanted` in a sorted list."""
    place = bisect.bisect_left(times, wanted)
    choices = [i for i in (place - 1, place) if 0 <= i < len(times)]
    return min(choices, key=lambda i: abs(times[i] - wanted))


# GStreamer's plugin of libde265 hangs or crashes on ten bits; see libde265_frames.
INDEPENDENT = "openh264dec:MAX,libde265dec:NONE,vp8dec:MAX,vp9dec:MAX,av1dec:MAX"


def gstreamer_frames(path, with_sound, independent):
    """([md5], complaint): what GStreamer plays of a file. `independent` prefers decoders that are not FFmpeg's."""
    environment = dict(os.environ)
    if independent:
        environment["GST_PLUGIN_FEATURE_RANK"] = INDEPENDENT
    command = ["gst-launch-1.0", "-q", "filesrc", "location=" + path, "!", "decodebin", "name=d",
               "d.", "!", "queue", "!", "video/x-raw", "!", "checksumsink", "hash=md5", "sync=false"]
    if with_sound:
        command += ["d.", "!", "queue", "!", "audio/x-raw", "!", "fakesink", "sync=false"]
    done = run(command, limit=240, env=environment)
    lines = re.findall(rb"^\d+:\d\d:\d\d\.\d+ ([0-9a-f]{32})$", done.out, re.M)
    complaint = ""
    errors = [line for line in done.err.decode(errors="replace").splitlines() if re.search(r"\bERROR\b|^ERROR|CRITICAL", line)]
    if done.code or errors:
        complaint = (errors or [f"exit {done.code}"])[0][:120]
    return [line.decode() for line in lines], complaint


def libde265_frames(path):
    """How many pictures of HEVC libde265 decodes; what it warns of is no error, for it warns of leading pictures, too."""
    with tempfile.NamedTemporaryFile(suffix=".hevc") as bare:
        run(["ffmpeg", *QUIET, "-y", "-i", "file:" + path, "-map", "0:v:0", "-c", "copy", "-bsf:v", "hevc_mp4toannexb", "-f", "hevc", bare.name])
        done = run(["libde265-dec265", "-q", bare.name], limit=240)
    counts = re.findall(rb"nFrames decoded: (\d+)", done.out + done.err)
    return int(counts[0]) if counts else 0
