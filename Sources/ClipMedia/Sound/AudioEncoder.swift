internal import ClipCore
internal import LibAV

/// Decodes sound, cuts it to the sample, and encodes it.
final class AudioEncoder: AudioCutter {
    private let input: MediaInput
    private let stream: StreamFacts
    private let container: Container
    private let encoder: Encoder
    private let decoder: Decoder
    private let packet: Packet
    private let frame: Frame
    private var resampler: Resampler?
    /// Samples consumed since ``start``, at the source's rate.
    private var taken: Int64 = 0
    private var wanted: Int64 = 0
    /// Sample rate of the resampler's input.
    private var rate: Int64 = 1
    /// Time of the encoder's first sample, and start of the sound in its current format.
    private let first: MediaTime
    private var start: MediaTime
    private let window: TimeRange
    /// The time at which the user's clock reads 0.
    private let origin: MediaTime
    private var changes = FormChanges()
    /// The window's end on the encoder's clock.
    private let end: Int64
    private let dropsLead: Bool
    private var sent: Int64 = 0
    private var clock: SoundClock
    private var stampsAreEnds = false
    private var sentBytes = 0
    private var framesSent: Int64 = 0
    private var state = State.seeking
    private var isInputOver = false
    private(set) var audibleStart: MediaTime?
    private(set) var damagedPackets = 0

    private enum State { case seeking, running, changing, draining, finishing, done }

    init(
        _ input: MediaInput, _ stream: StreamFacts, _ codec: AudioCodec, _ container: Container,
        window: TimeRange, origin: MediaTime
    ) throws {
        (self.input, self.stream, self.container) = (input, stream, container)
        (self.window, self.origin) = (window, origin)
        clock = SoundClock(stream)
        decoder = try Decoder.open(input.file, stream: stream.index)
        encoder = try Encoder.openAudio(
            codec, like: input.file, stream: stream.index,
            bitsPerSecondAChannel: codec == .opus ? 64_000 : 80_000)
        packet = try Packet()
        frame = try Frame()
        // If the container cannot mark samples as skipped, the encoder also gets one priming length of sound
        // before the window, and the packets before the window are dropped: the first kept one begins exactly
        // at 0. It overlaps nothing, so players fade it in.
        let hidden = container == .mpegts || (container == .matroska && codec == .aac)
        let lead =
            hidden ? MediaTime(ticks: Int64(encoder.priming), timescale: Int64(encoder.sampleRate)) : .zero
        (dropsLead, first, start) = (hidden, window.start - lead, window.start - lead)
        sent = hidden ? -Int64(encoder.priming) : 0
        end = window.duration.ticksNearest(in: TimeBase(1, Int64(encoder.sampleRate)))
    }

    var deviation: String? { changes.text("sound", became: encoder.soundForm.text, origin: origin) }

    var base: TimeBase { TimeBase(1, Int64(encoder.sampleRate)) }

    func addStream(to output: borrowing OutputFile) throws -> Int {
        let index = try output.addStream(encodedBy: encoder, like: input.file, stream: stream.index)
        if !(container == .webm || container == .matroska) || dropsLead { output.setPriming(0, of: index) }
        return index
    }

    func next(into packet: borrowing Packet) throws -> Bool {
        while try encoded(into: packet) {
            if dropsLead, let time = packet.presentation, time < 0 || time >= end { continue }
            if audibleStart == nil { audibleStart = .zero }
            if container == .matroska, encoder.frameSize > 0, let time = packet.presentation {
                let excess = time + Int64(encoder.frameSize) - end
                // The Opus encoder sets it by itself.
                if excess > 0, packet.skippedSamples.end == 0 { try packet.setSkippedAtEnd(Int(excess)) }
            }
            return true
        }
        return false
    }

    private func encoded(into packet: borrowing Packet) throws -> Bool {
        while try !encoder.receive(into: packet) {
            // An encoder takes a portion or two before it must output: a gap or long block makes many.
            if try give() { continue }
            switch state {
            case .seeking: try seek()
            case .running: try run()
            case .changing: try change()
            case .draining: try drain()
            case .finishing: try finish()
            case .done: return false
            }
        }
        return true
    }

    private func seek() throws {
        state = .running
        input.file.select([stream.index])
        stampsAreEnds = try stream.codec == "vorbis" && areStampsEnds()
        let second = max(1, stream.base.denominator / stream.base.numerator)
        // Vorbis timestamps are so uneven that the true position emerges only over a longer time.
        let target = first.ticksRoundedDown(in: stream.base) - (stream.codec == "vorbis" ? 8 : 2) * second
        if try !input.file.seek(stream: stream.index, to: target) {
            _ = try input.file.seek(stream: stream.index, to: stream.start ?? 0)
        }
    }

    /// Scans the start of the sound until enough block lengths changed to decide.
    private func areStampsEnds() throws -> Bool {
        var stamps = BlockStamps()
        let packet = try Packet()
        var packets = 0
        while packets < 2000, stamps.changes < 32, try input.file.read(into: packet) {
            guard packet.stream == stream.index, let time = packet.presentation else { continue }
            stamps.add(time, length: packet.duration)
            packets += 1
        }
        return stamps.areEnds
    }

    private func run() throws {
        if let part = waiting { return try push(part) }
        switch try decoder.receive(into: frame) {
        case .frame: try accept()
        case .damage: damagedPackets += 1
        case .end: try endInput()
        case .needsMore:
            if isInputOver { return try endInput() }
            if try sendRest() { return }
            if try input.file.read(into: packet) {
                guard packet.stream == stream.index else { return }
                sentBytes = 0
                _ = try sendRest()
            } else {
                isInputOver = true
                try decoder.finish()
            }
        }
    }

    /// Sends the packet or its next frame: 3GP files put several AMR frames into one packet, of which
    /// FFmpeg's decoder would take only the first. False when the packet is used up.
    private func sendRest() throws -> Bool {
        guard sentBytes < packet.size else { return false }
        let from = sentBytes
        let size = AMRFrames.size(codec: stream.codec, packet, at: from) ?? packet.size
        sentBytes = min(packet.size, from + size)
        let isInside =
            packet.presentation.map { MediaTime(ticks: $0, timeBase: stream.base) >= first } ?? false
        if from == 0 && sentBytes == packet.size {
            if try !decoder.send(packet), isInside { damagedPackets += 1 }
            return true
        }
        let part = try packet.share()
        part.keepBytes(from: from, count: sentBytes - from)
        part.presentation = packet.presentation.map { $0 + AMRFrames.ticks(stream) * framesSent }
        framesSent = sentBytes == packet.size ? 0 : framesSent + 1
        if try !decoder.send(part), isInside { damagedPackets += 1 }
        return true
    }

    /// Keeps the decoded samples that lie in the window and are new.
    private func accept() throws {
        guard let time = frame.presentation else { return }
        if resampler == nil {
            resampler = try Resampler.open(from: frame, to: encoder)
            begin()
        }
        guard resampler!.fits(frame) else {
            let place = MediaTime(ticks: time, timeBase: stream.base)
            if place >= first { changes.note(frame.soundForm.text, at: place) }
            try resampler!.finish()
            state = .changing
            return
        }
        if time <= (stream.start ?? 0) + max(1, stream.base.denominator / stream.base.numerator / 20) {
            clock.settle()
        }
        let told = (MediaTime(ticks: time, timeBase: stream.base) - start).ticksNearest(in: TimeBase(1, rate))
        let stamp = stampsAreEnds ? told - Int64(frame.sampleCount) : told
        let position = clock.position(of: stamp, count: frame.sampleCount, rate: frame.sampleRate)
        let first = max(0, taken - position)
        let last = min(Int64(frame.sampleCount), wanted - position)
        guard last > first else {
            if position >= wanted { try endInput() }
            return
        }
        waiting = (first..<last, position)
    }

    /// New samples of the decoded frame, and the frame's start; waits while the gap before it is filled.
    private var waiting: (part: Range<Int64>, position: Int64)?

    /// In portions: a gap can be as long as a film.
    private func push(_ next: (part: Range<Int64>, position: Int64)) throws {
        let gap = next.position + next.part.lowerBound - taken
        guard gap <= 0 else {
            let count = min(gap, 4800)
            try resampler!.pushSilence(Int(count))
            taken += count
            return
        }
        waiting = nil
        try resampler!.push(frame, from: Int(next.part.lowerBound), count: next.part.count)
        taken = next.position + next.part.upperBound
        if taken >= wanted { try endInput() }
    }

    /// Continues in the new format, after all of the old one went to the encoder.
    private func change() throws {
        try resampler!.follow(frame)
        begin()
        (clock, state) = (SoundClock(stream), .running)
        clock.settle()
        try accept()
    }

    /// Restarts the sample count at the decoded frame's rate, from the end of the consumed sound.
    private func begin() {
        start = start + MediaTime(ticks: taken, timescale: rate)
        (taken, rate) = (0, Int64(max(1, frame.sampleRate)))
        wanted = max(0, (window.end - start).ticksNearest(in: TimeBase(1, rate)))
    }

    private func endInput() throws {
        guard state == .running else { return }
        state = .draining
    }

    private func drain() throws {
        state = .finishing
        if resampler != nil { try resampler!.finish() }
    }

    private func finish() throws {
        state = .done
        try encoder.finish()
    }

    /// Sends the encoder the next portion; false if there is none yet.
    private func give() throws -> Bool {
        guard state != .done, resampler != nil, let portion = try resampler!.pull(flush: state == .finishing)
        else { return false }
        portion.presentation = sent
        sent += Int64(portion.sampleCount)
        try encoder.send(portion)
        return true
    }
}
