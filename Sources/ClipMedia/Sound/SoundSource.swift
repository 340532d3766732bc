internal import ClipCore
internal import LibAV

/// Decodes a sound track from a moment on: 48 kHz stereo, every sample in place, gaps silent.
final class SoundSource {
    /// Sample rate of everything that is mixed.
    static let rate = TimeBase(1, 48000)
    /// Its samples in 100 ms: loudness is read so often.
    static let tenth = 4800

    private let input: MediaInput
    private let stream: StreamFacts
    private let decoder: Decoder
    private let packet: Packet
    private let frame: Frame
    private var converter: StereoConverter?
    private var start: MediaTime
    /// Sample rate of the converter's input.
    private var rate: Int64 = 48000
    /// Samples sent to the converter, at the source's rate.
    private var taken: Int64 = 0
    private var clock: SoundClock
    /// Samples of the decoded frame that wait for the converter, and the silence before them.
    private var waiting: Range<Int64>?
    private var silence: Int64 = 0
    /// Samples of that silence already sent.
    private var hushed: Int64 = 0
    /// Seconds of silence used to fill gaps, and their limit.
    private var filled = 0.0
    private let mostSilence: Double
    /// Samples at 48 kHz returned so far, without skipped silence.
    private(set) var given: Int64 = 0
    private var sentBytes = 0
    private var framesSent: Int64 = 0
    private var state = State.seeking
    private(set) var packets = 0
    private(set) var damagedPackets = 0
    /// Seconds inside the track that no packet covers.
    private(set) var missing = 0.0

    private enum State { case seeking, running, changing, over }

    /// - Parameters:
    ///   - input: a demuxer that nobody else reads from meanwhile.
    ///   - start: the first sample's time on the file's presentation clock.
    ///   - mostSilence: seconds of gaps to fill before the packets' times count as damaged.
    init(
        _ input: MediaInput, _ stream: StreamFacts, from start: MediaTime, mostSilence: Double = 86_400
    ) throws(AVFailure) {
        (self.input, self.stream, self.start, self.mostSilence) = (input, stream, start, mostSilence)
        clock = SoundClock(stream)
        decoder = try Decoder.open(input.file, stream: stream.index)
        packet = try Packet()
        frame = try Frame()
    }

    /// Fills `samples` from the start. Returns the number of samples; fewer than fit only at the track's end.
    func read(into samples: UnsafeMutableBufferPointer<SIMD2<Float>>) throws(AVFailure) -> Int {
        var place = 0
        while place < samples.count {
            let count = try pull(UnsafeMutableBufferPointer(rebasing: samples[place...]))
            place += count
            given += Int64(count)
            if count > 0 { continue }
            switch state {
            case .seeking: try seek()
            case .running: try advance()
            case .changing: try change()
            case .over: return place
            }
        }
        return place
    }

    /// Skips up to `most` whole seconds of coming silence without computing them. Only deep inside a gap, so
    /// that everything that looks back up to 3 s sees only silence.
    ///
    /// - Returns: seconds skipped; 0 if sound is near.
    func skipSilence(upTo most: Int64) -> Int64 {
        guard hushed >= 4 * rate, silence > 2 * rate, most > 0 else { return 0 }
        let seconds = min(most, silence / rate - 1)
        taken += seconds * rate
        silence -= seconds * rate
        return seconds
    }

    private func pull(_ samples: UnsafeMutableBufferPointer<SIMD2<Float>>) throws(AVFailure) -> Int {
        guard converter != nil else { return 0 }
        return try converter!.pull(into: samples, isOver: state == .over || state == .changing)
    }

    private func seek() throws(AVFailure) {
        state = .running
        input.file.select([stream.index])
        let second = max(1, stream.base.denominator / stream.base.numerator)
        // Vorbis timestamps are so uneven that the true position emerges only over a longer time.
        let target = start.ticksRoundedDown(in: stream.base) - (stream.codec == "vorbis" ? 8 : 2) * second
        if try !input.file.seek(stream: stream.index, to: target) {
            _ = try input.file.seek(stream: stream.index, to: stream.start ?? 0)
        }
    }

    private func advance() throws(AVFailure) {
        if silence > 0 { return try pushSilence() }
        if let part = waiting { return try push(part) }
        switch try decoder.receive(into: frame) {
        case .frame: try accept()
        case .damage: damagedPackets += 1
        case .end: state = .over
        case .needsMore: try feed()
        }
    }

    private func feed() throws(AVFailure) {
        if try sendRest() { return }
        if try !input.file.read(into: packet) { return try decoder.finish() }
        guard packet.stream == stream.index else { return }
        sentBytes = 0
        _ = try sendRest()
    }

    /// Sends the packet or its next AMR frame. False when the packet is used up.
    private func sendRest() throws(AVFailure) -> Bool {
        guard sentBytes < packet.size else { return false }
        let from = sentBytes
        sentBytes = min(
            packet.size, from + (AMRFrames.size(codec: stream.codec, packet, at: from) ?? packet.size))
        if from == 0 && sentBytes == packet.size {
            count(try decoder.send(packet))
            return true
        }
        let part = try packet.share()
        part.keepBytes(from: from, count: sentBytes - from)
        part.presentation = packet.presentation.map { $0 + AMRFrames.ticks(stream) * framesSent }
        framesSent = sentBytes == packet.size ? 0 : framesSent + 1
        count(try decoder.send(part))
        return true
    }

    private func count(_ isGood: Bool) {
        guard let time = packet.presentation, MediaTime(ticks: time, timeBase: stream.base) >= start else {
            return
        }
        packets += 1
        if !isGood { damagedPackets += 1 }
    }

    /// Finds the new samples of the decoded frame, and the gap before them.
    private func accept() throws(AVFailure) {
        if converter == nil {
            converter = try StereoConverter.open(for: frame)
            rate = Int64(max(1, frame.sampleRate))
        }
        guard converter!.fits(frame) else {
            state = .changing
            return
        }
        guard let time = frame.presentation else { return }
        if time <= (stream.start ?? 0) + max(1, stream.base.denominator / stream.base.numerator / 20) {
            clock.settle()
        }
        let stamp = (MediaTime(ticks: time, timeBase: stream.base) - start).ticksNearest(
            in: TimeBase(1, rate))
        let position = clock.position(of: stamp, count: frame.sampleCount, rate: frame.sampleRate)
        let first = max(0, taken - position)
        guard first < Int64(frame.sampleCount) else { return }
        (silence, hushed) = (max(0, position - taken), 0)
        if taken > 0 { missing += Double(silence) / Double(rate) }
        filled += Double(silence) / Double(rate)
        guard filled <= mostSilence else {
            throw AVFailure.damaged("fill gaps of \(Int(min(1e12, filled) / 3600)) hours in the sound")
        }
        waiting = first..<Int64(frame.sampleCount)
    }

    /// In portions: a gap can be as long as a film.
    private func pushSilence() throws(AVFailure) {
        let count = min(silence, 4800)
        try converter!.pushSilence(Int(count))
        taken += count
        silence -= count
        hushed += count
    }

    private func push(_ part: Range<Int64>) throws(AVFailure) {
        try converter!.push(frame, from: Int(part.lowerBound), count: part.count)
        taken += Int64(part.count)
        waiting = nil
    }

    /// Continues in the new format (rate, channels), after all of the old one was returned.
    private func change() throws(AVFailure) {
        start = start + MediaTime(ticks: taken, timescale: rate)
        converter = nil
        (taken, clock, state) = (0, SoundClock(stream), .running)
        clock.settle()
        try accept()
    }
}
