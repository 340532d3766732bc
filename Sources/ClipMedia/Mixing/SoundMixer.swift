internal import ClipCore
internal import LibAV
internal import SystemLibrary

/// Makes an output's sound track: mixes, adjusts loudness, encodes, and measures the decoded result.
///
/// ``prepare(_:)`` does the work and may run in parallel to the picture, on its own thread: nothing is
/// shared. Afterwards packets are served from memory.
///
/// The encoder starts one priming length into the window: its own silence fills that time, so the rest is in
/// sync without an edit list. The last packet ends in the window, less than one packet before its end.
final class SoundMixer: AudioCutter {
    /// Measurements of the decoded result, and deviations from the plan.
    struct Finding: Equatable {
        /// Integrated loudness in LUFS; nil for silence, and for less than 400 ms.
        var loudness: Double?
        /// Highest true peak in dBTP; nil for digital silence.
        var truePeak: Double?
        /// Nil without music.
        var mix: MixLevels?
        /// The largest sudden rise of loudness; nil if nothing rises.
        var loudnessJump: LoudnessJump?
        /// A sentence each.
        var deviations: [String] = []
    }

    private(set) var finding = Finding()
    private(set) var damagedPackets = 0
    let audibleStart: MediaTime? = .zero

    private let mix: SoundMix
    private let pieces: [EditSegment]
    private let codec: AudioCodec
    private let own: (input: MediaInput, stream: StreamFacts)?
    private let music: MusicFile?
    private let fades: Fades
    /// Where packets must end, in samples.
    private let end: Int64
    private var levels = MixBalance.Levels()
    private var balance = MixBalance()
    private var loop: MusicLoop?
    private var packets: SoundPackets
    private var share = (from: 0.0, to: 0.0)

    /// - Parameters:
    ///   - source: the clip, from which ``SoundMix/stream`` is read.
    ///   - pieces: audible segments of the clip, on its presentation clock.
    /// - Throws: `Failure` if the music is unusable; ``ProofFailure`` if the mix does not fit the clip.
    init(_ mix: SoundMix, source: borrowing SourceFile, pieces: [EditSegment], container: Container) throws {
        guard let codec = AudioCodec(rawValue: mix.codec) else {
            throw ProofFailure("cannot encode \(mix.codec)")
        }
        (self.mix, self.pieces, self.codec) = (mix, pieces, codec)
        music = try mix.music.map { try MusicFile($0.file.path) }
        let isUsed = music == nil || mix.mode != .replace
        own = try mix.stream.flatMap { isUsed ? $0 : nil }.map { try Self.open(source, $0) }
        let length = pieces.length.ticksNearest(in: SoundSource.rate)
        packets = try SoundPackets(codec, bitsPerSecond: mix.bitsPerSecond, start: 0, end: length)
        let priming = Int64(packets.encoder.priming)
        let size = Int64(max(1, packets.encoder.frameSize))
        // WebM players skip the priming themselves.
        let isHidden = !(codec == .opus && (container == .webm || container == .matroska))
        let shift = isHidden ? 0 : priming
        end = max(size, (length + shift) / size * size) - shift
        fades = Fades(
            (isHidden ? priming : 0)..<max(end, priming + 1),
            rise: mix.fadeIn.ticksNearest(in: SoundSource.rate),
            fall: mix.fadeOut.ticksNearest(in: SoundSource.rate))
    }

    private static func open(_ source: borrowing SourceFile, _ stream: Int) throws -> (
        MediaInput, StreamFacts
    ) {
        // In fragmented files only analysis finds packet durations.
        let isPlain = try MP4Boxes(source)?.isFragmented == false
        let input = try MediaInput(source.descriptor, isPlain ? .timesOnly : .everything)
        let facts = try input.stream(stream)
        guard facts.audio != nil else { throw ProofFailure("stream \(stream) is no sound") }
        return (input, facts)
    }

    // MARK: Packets

    var base: TimeBase { packets.base }

    func addStream(to output: borrowing OutputFile) throws -> Int {
        let index = try output.addStream(encodedBy: packets.encoder)
        if fades.span.lowerBound > 0 { output.setPriming(0, of: index) }
        return index
    }

    func next(into packet: borrowing Packet) throws -> Bool { try packets.next(into: packet) }

    // MARK: Passes

    /// Mixes and encodes everything.
    ///
    /// - Parameter progress: called now and then with progress from 0 to 1.
    /// - Throws: `Failure` about the music; a read failure concerns the clip.
    func prepare(_ progress: ProgressHandler = { _ in }) throws {
        try survey(progress)
        var search = LoudnessSearch(target: mix.loudness, truePeak: mix.truePeak, measured: nil)
        if mix.loudness != nil, own != nil || music != nil { search = try tried(progress) }
        var verdict = LoudnessSearch.Verdict.again
        for _ in 0..<4 where verdict == .again {
            try encode(search, progress)
            let done = search
            verdict = search.judge(loudness: packets.loudness, peak: packets.truePeak)
            if verdict == .again && search == done { break }
        }
        progress(1)
        finding.loudness = packets.loudness
        finding.truePeak = packets.truePeak
        finding.loudnessJump = packets.loudnessJump
        finding.mix = balance.report(levels, gain: search.gain)
        finding.deviations = deviations(search)
    }

    /// Measures what mixing needs: loudness of both, speech in the clip, end of the music.
    private func survey(_ progress: ProgressHandler) throws {
        guard let music else { return }
        share = (0, 0.2)
        let from = mix.music!.from.ticksNearest(in: SoundSource.rate)
        let survey = try MusicScan(music, from: from, count: end)
        loop = survey.loop
        levels.music = survey.loudness
        guard own != nil else {
            balance = MixBalance(mix.mode, levels, volume: mix.musicVolume ?? 0, count: end)
            return
        }
        var meter = try SpeechMeter()
        let sound = try reading(withMusic: false, fades: Fades(0..<end, rise: 0, fall: 0))
        try pass(sound, gain: 0, ceiling: nil, from: 0, progress) { try meter.add($0) }
        levels = meter.finish()
        levels.music = survey.loudness
        balance = MixBalance(mix.mode, levels, volume: mix.musicVolume ?? 0, count: end)
    }

    /// Measures the mix as it is, then, if the limiter will act, after limiting: that costs a third of
    /// encoding it.
    private func tried(_ progress: ProgressHandler) throws -> LoudnessSearch {
        let plain = try measured(gain: 0, ceiling: nil, progress)
        var search = LoudnessSearch(target: mix.loudness, truePeak: mix.truePeak, measured: plain.loudness)
        guard let peak = plain.peak, peak + search.gain > search.ceiling else { return search }
        for _ in 0..<4 {
            let limited = try measured(gain: search.gain, ceiling: search.ceiling, progress)
            if search.judge(loudness: limited.loudness, peak: nil, tolerance: 0.1) != .again { break }
        }
        return search
    }

    private func measured(gain: Double, ceiling: Double?, _ progress: ProgressHandler) throws -> (
        loudness: Double?, peak: Double?
    ) {
        let meter = try LoudnessMeter(ceiling == nil ? .loudnessAndPeaks : .loudness)
        try pass(try reading(), gain: gain, ceiling: ceiling, from: fades.span.lowerBound, progress) {
            try meter.add($0)
        }
        return (meter.integrated, meter.truePeak)
    }

    private func encode(_ search: LoudnessSearch, _ progress: ProgressHandler) throws {
        let start = fades.span.lowerBound
        packets = try SoundPackets(codec, bitsPerSecond: mix.bitsPerSecond, start: start, end: end)
        let sound = try reading()
        try pass(sound, gain: search.gain, ceiling: search.ceiling, from: start, progress) {
            try packets.add($0)
        }
        try packets.finish()
        damagedPackets = sound.damagedPackets
    }

    private func reading(withMusic: Bool = true, fades: Fades? = nil) throws -> Mixdown {
        let music = try music.flatMap { withMusic ? $0 : nil }.map {
            try MusicSource($0, from: mix.music!.from.ticksNearest(in: SoundSource.rate), loop: loop)
        }
        return Mixdown(
            own: try own.map { try SegmentAudio($0.input, $0.stream, pieces) }, music: music,
            balance, fades ?? self.fades)
    }

    /// Reads the mix once; hands `sink` everything from `start` to the end.
    ///
    /// - Parameter ceiling: limiter ceiling; nil for no limiter.
    private func pass(
        _ sound: Mixdown, gain: Double, ceiling: Double?, from start: Int64, _ progress: ProgressHandler,
        _ sink: (UnsafeBufferPointer<SIMD2<Float>>) throws -> Void
    ) throws {
        share = (share.to, share.to + (1 - share.to) * 0.4)
        var limiter = ceiling.map { Limiter(ceiling: $0) }
        var block = [SIMD2<Float>](repeating: .zero, count: 1024)
        var position = limiter == nil ? 0 : -Int64(Limiter.latency)
        let factor = Float(Decibel.ratio(gain))
        while position < end {
            try Interruption.check("mix the sound")
            try block.withUnsafeMutableBufferPointer { try sound.read(into: $0) }
            if factor != 1 { for index in block.indices { block[index] *= factor } }
            limiter?.limit(&block)
            let first = Int(max(0, start - position))
            let last = Int(min(1024, end - position))
            if first < last {
                try block.withUnsafeBufferPointer {
                    try sink(UnsafeBufferPointer(rebasing: $0[first..<last]))
                }
            }
            position += 1024
            progress(share.from + (share.to - share.from) * max(0, min(1, Double(position) / Double(end))))
        }
    }

    // MARK: Report

    private func deviations(_ search: LoudnessSearch) -> [String] {
        var found: [String] = []
        if let target = mix.loudness, own != nil || music != nil {
            if let loudness = packets.loudness {
                if abs(loudness - target) > LoudnessSearch.tolerance + 0.1 {
                    found.append(shortfall(search, loudness, target))
                }
            } else {
                found.append("the sound is silent or shorter than 0.4 s: its loudness was left as it is")
            }
        }
        if search.gain > LoudnessSearch.noisyGain, search.gain < LoudnessSearch.mostGain {
            found.append(
                "the sound is very quiet and was amplified by \(Decibel.text(search.gain)) dB: its noise is heard too"
            )
        }
        if let peak = packets.truePeak, peak > mix.truePeak {
            found.append(
                "the true peak is \(Decibel.text(peak)) dBTP instead of \(Decibel.text(mix.truePeak))")
        }
        return found
    }

    private func shortfall(_ search: LoudnessSearch, _ loudness: Double, _ target: Double) -> String {
        let came = "the loudness is \(Decibel.text(loudness)) LUFS instead of \(Decibel.text(target))"
        return search.gain >= LoudnessSearch.mostGain
            ? "\(came): the sound is too quiet, and was amplified by \(Decibel.text(search.gain)) dB and no more"
            : "\(came): its peaks leave no room"
    }
}

/// Conversion between amplitude ratios and decibels.
enum Decibel {
    /// The amplitude factor for `decibels`.
    static func ratio(_ decibels: Double) -> Double { pow(10, decibels / 20) }

    /// One decimal, e.g. `-14.2`.
    static func text(_ decibels: Double) -> String {
        let tenths = Int((decibels * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}
