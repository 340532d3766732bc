internal import ClipCore
internal import LibAV

/// Copies sound packets. If the container supports it, pre-roll packets with negative times precede the
/// window, so that the first audible sample is the window's first. Otherwise sound begins with the first
/// packet inside the window.
final class AudioCopier: AudioCutter {
    private let input: MediaInput
    private let stream: StreamFacts
    private let container: Container
    private let start: Int64
    private let end: Int64
    private var held: Packet?
    private var form: CodedSound
    private let path: FilePath
    private var firstTime: Int64?
    private var state = State.seeking
    private(set) var audibleStart: MediaTime?
    private(set) var deviation: String?
    let damagedPackets = 0

    private enum State { case seeking, copying, done }

    /// - Parameter path: the source's path, for errors.
    init(
        _ input: MediaInput, _ stream: StreamFacts, _ container: Container, window: TimeRange, path: FilePath
    ) {
        (self.input, self.stream, self.container) = (input, stream, container)
        start = window.start.ticksNearest(in: stream.base)
        end = window.end.ticksNearest(in: stream.base)
        (form, self.path) = (CodedSound(stream), path)
    }

    var base: TimeBase { stream.base }

    func addStream(to output: borrowing OutputFile) throws -> Int {
        if state == .seeking { try seek() }
        // The tags of other codecs differ between QuickTime and MP4, and a camera's `lpcm` is none that FFmpeg writes.
        let isLikeSource =
            (container == .mp4 || container == .mov) && input.file.formatName.hasPrefix("mov")
            && stream.codec == "aac"
        guard stream.codec == "opus", let firstTime else {
            return try output.addStream(copying: input.file, stream: stream.index, keepTag: isLikeSource)
        }
        // Opus stores the number of samples to skip, at 48 kHz, in its header (RFC 7845, 4.2 and 5.1).
        let skipped = MediaTime(ticks: max(0, start - firstTime), timeBase: base).ticksNearest(
            in: TimeBase(1, 48000))
        var header = stream.header
        if header.count >= 12 {
            header[10] = UInt8(clamping: skipped & 0xFF)
            header[11] = UInt8(clamping: skipped >> 8)
        }
        let index = try output.addStream(
            copying: input.file, stream: stream.index, header: header, keepTag: false)
        output.setPriming(Int(skipped), of: index)
        return index
    }

    private var isPCM: Bool { stream.codec.hasPrefix("pcm_") }

    /// Sound that a decoder needs before the window to produce correct samples: one AAC packet overlaps the
    /// next; Opus needs 80 ms (RFC 7845, 4.6).
    private var preroll: Preroll {
        switch (stream.codec, container) {
        case ("opus", _): .time(MediaTime(ticks: 80, timescale: 1000))
        case ("aac", .mp4), ("aac", .mov): .packet
        // An MP3 frame may begin in earlier frames' bytes, up to 511 bytes back.
        case ("mp3", .mp4), ("mp3", .mov): .time(MediaTime(ticks: 80, timescale: 1000))
        case ("ac3", .mp4), ("ac3", .mov), ("eac3", .mp4), ("eac3", .mov): .packet
        default: .none
        }
    }

    private enum Preroll {
        case none, packet
        case time(MediaTime)
    }

    /// Finds the first packet to copy and stores it in `held`.
    private func seek() throws {
        state = .copying
        input.file.select([stream.index])
        let second = max(1, base.denominator / base.numerator)
        if try !input.file.seek(stream: stream.index, to: start - 2 * second) {
            _ = try input.file.seek(stream: stream.index, to: stream.start ?? 0)
        }
        let packet = try Packet()
        var left: Int64?
        while try input.file.read(into: packet) {
            guard packet.stream == stream.index, let time = packet.presentation else { continue }
            if isFirst(time, packet.duration) {
                held = try packet.share()
                firstTime = time
                if time > start, let left, left > start { tellLateStart(at: time) }
                return
            }
            left = time + packet.duration
        }
        state = .done
    }

    /// Reports late sound: a packet that begins before the window had to be left out.
    private func tellLateStart(at time: Int64) {
        let late = MediaTime(ticks: time - start, timeBase: base)
        guard late > MediaTime(ticks: 1, timescale: 1000) else { return }
        deviation =
            "sound begins \(late.text) s after the picture: \(container.name) cannot skip the start of a packet"
    }

    private func isFirst(_ time: Int64, _ duration: Int64) -> Bool {
        switch preroll {
        case .none where isPCM: return time + duration > start
        case .none:
            // A packet that begins within the clock's rounding begins at the window.
            return MediaTime(ticks: start - time, timeBase: base) <= MediaTime(ticks: 1, timescale: 1000)
        case .packet: return time + 2 * duration > start
        case .time(let length):
            return MediaTime(ticks: time + duration, timeBase: base) > MediaTime(ticks: start, timeBase: base)
                - length
        }
    }

    func damagedInSource() throws -> Int? {
        guard start < end else { return 0 }
        let decoding = try CleanDecoding(input, stream, start..<end)
        try decoding.run()
        return decoding.damaged.count + (decoding.entersDamaged ? 1 : 0)
    }

    func next(into packet: borrowing Packet) throws -> Bool {
        if state == .seeking { try seek() }
        guard state == .copying, let next = held.take() else { return false }
        guard let time = next.presentation, time < end else {
            state = .done
            return false
        }
        packet.take(next)
        if let change = form.difference(in: packet) {
            throw Failure(
                .unusable, path, "the sound changes in mid-stream (\(change)) and cannot be copied",
                hint: "plan again, or use --method encode")
        }
        held = try following()
        if held == nil { state = .done }
        if standsAlone(packet, at: time) { return try self.next(into: packet) }
        try cut(packet, at: time)
        return true
    }

    /// Whether pre-roll is followed by a gap: it then overlaps nothing, and would be heard in the gap's place.
    private func standsAlone(_ packet: borrowing Packet, at time: Int64) -> Bool {
        guard case .packet = preroll, packet.duration > 0, time + packet.duration <= start,
            let next = held?.presentation
        else { return false }
        return 2 * (next - time) > 3 * packet.duration
    }

    private func following() throws -> Packet? {
        let packet = try Packet()
        while try input.file.read(into: packet) {
            if packet.stream == stream.index, packet.presentation != nil { return packet }
        }
        return nil
    }

    private func cut(_ packet: borrowing Packet, at time: Int64) throws {
        var (from, until) = (time, time + packet.duration)
        packet.dropSideData()
        if isPCM { (from, until) = trimSamples(packet, from, until) }
        if until > end {
            let excess = MediaTime(ticks: until - end, timeBase: base)
            if container == .matroska || container == .webm {
                let rate = Int64(max(1, stream.audio?.sampleRate ?? 48000))
                try packet.setSkippedAtEnd(Int(excess.ticksNearest(in: TimeBase(1, rate))))
            }
            until = end
        }
        if until <= start { from = inaudibleStart(from) }
        packet.presentation = from - start
        packet.decode = from - start
        packet.duration = until - from
        packet.isKey = true
        if audibleStart == nil, until > start {
            audibleStart = MediaTime(ticks: max(0, from - start), timeBase: base)
        }
    }

    /// Players skip pre-roll by decoded samples. A packet stamped longer or shorter than the 1024 samples
    /// that AAC-LC decodes to (HE-AAC: 2048) would shift everything after it.
    private func inaudibleStart(_ time: Int64) -> Int64 {
        guard stream.codec == "aac", let next = held?.presentation, let audio = stream.audio else {
            return time
        }
        let rate = Int64(max(1, audio.sampleRate))
        let stamped = MediaTime(ticks: next - time, timeBase: base).ticksNearest(in: TimeBase(1, rate))
        let decoded = MediaTime(ticks: stamped < 1536 ? 1024 : 2048, timescale: rate)
        return next - decoded.ticksNearest(in: base)
    }

    private func trimSamples(_ packet: borrowing Packet, _ from: Int64, _ until: Int64) -> (Int64, Int64) {
        let count = until - from
        guard count > 0 else { return (from, until) }
        let (first, last) = (max(0, start - from), min(count, end - from))
        let size = packet.size / Int(count)
        packet.keepBytes(from: Int(first) * size, count: Int(last - first) * size)
        return (from + first, from + last)
    }
}
