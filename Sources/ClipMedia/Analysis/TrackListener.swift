internal import ClipCore
internal import ClipSignal
internal import LibAV
internal import SystemLibrary

/// Decodes a track once from start to end and collects what its analysis needs.
final class TrackListener {
    private let file: MusicFile
    private let isPart: Bool
    private let sound: SoundSource
    private let meter: LoudnessMeter
    private var peak = PeakMeter()
    private let spectra: SpectrumReader
    private var onsets = Onsets(centres: SpectrumReader.bands.centres)
    private var texture = Texture(centres: SpectrumReader.bands.centres)
    private var edges = SoundEdges()
    /// Signal power of each second.
    private var powers: [Double] = []
    /// Samples so far.
    private var position: Int64 = 0
    /// A tenth of a second.
    private var buffer = [SIMD2<Float>](repeating: .zero, count: 4800)

    /// Samples after which it stops.
    private let end: Int64

    /// - Parameter part: of a clip's own sound, on the clip's clock; nil for all of it.
    init(_ file: MusicFile, _ part: TimeRange? = nil) throws {
        self.file = file
        isPart = part != nil
        end = part?.duration.ticksRoundedUp(in: SoundSource.rate) ?? .max
        let from = part.map { max(.zero, $0.start - file.delay).ticksRoundedDown(in: SoundSource.rate) } ?? 0
        // Half an hour of gaps: memory grows by 20 kB per second.
        sound = try file.sound(from: from, mostSilence: 1800)
        meter = try LoudnessMeter(.loudnessAndRange)
        spectra = try SpectrumReader()
    }

    /// Decodes all of it.
    ///
    /// - Throws: if it is too short, silent or damaged.
    func listen() throws {
        repeat { try Interruption.check("read the sound", .reading) } while try hear()
        peak.finish()
        spectra.finish(note)
        texture.finish()
        try check()
    }

    private func hear() throws -> Bool {
        let sound = sound
        let got = try buffer.withUnsafeMutableBufferPointer { buffer throws(AVFailure) in
            try sound.read(into: buffer)
        }
        guard got > 0, position < end else { return false }
        try buffer.withUnsafeBufferPointer { buffer throws(AVFailure) in
            let heard = UnsafeBufferPointer(rebasing: buffer[..<got])
            try meter.add(heard)
            edges.note(heard, at: position)
            peak.add(heard)
            measure(heard)
            spectra.add(heard, note)
        }
        position += Int64(got)
        let seconds = sound.skipSilence(upTo: .max)
        Self.silence.withUnsafeBufferPointer { bands in
            for _ in 0..<(seconds * Int64(Onsets.rate)) { note(bands) }
        }
        position += seconds * 48000
        return true
    }

    private static let silence = [Float](repeating: 0, count: SpectrumReader.bands.centres.count)

    private func note(_ bands: UnsafeBufferPointer<Float>) {
        onsets.add(bands)
        texture.add(bands)
    }

    private func measure(_ samples: UnsafeBufferPointer<SIMD2<Float>>) {
        var power = SIMD2<Float>.zero
        for sample in samples { power += sample * sample }
        let second = Int(position / 48000)
        while second >= powers.count { powers.append(0) }
        powers[second] += Double(power.sum()) / 2
    }

    private func check() throws(Failure) {
        if !isPart { try file.check(length: position) }
        // Gaps are usual in a clip's sound and no reason to refuse it.
        try file.check(packets: sound.packets, damaged: sound.damagedPackets, missing: 0)
        guard edges.first != nil else {
            throw Failure(.unusable, file.path, "it is silent (all below -60 dBFS)")
        }
    }

    /// Normalised onset strengths.
    func strengths() -> [[Float]] { onsets.normalised() }

    func analysis() -> TrackAnalysis {
        let delay = file.delay.seconds
        let length = Double(position) / 48000
        var analysis = TrackAnalysis(duration: delay + length)
        let strengths = strengths()
        let beats = Beats(strengths, hint: file.statedTempo)
        (analysis.tempo, analysis.tempoConfidence) = (beats.tempo, beats.confidence)
        analysis.alternatives = beats.alternatives
        analysis.beats = beats.times.map { $0 + delay }
        let downbeats = Downbeats(beats: beats.times, onsets: strengths, texture: texture)
        (analysis.metre, analysis.downbeatConfidence) = (downbeats.metre, downbeats.confidence)
        analysis.downbeats = downbeats.indices.map { beats.times[$0] + delay }
        analysis.sections = Sections(at: places(beats.times, downbeats), texture: texture).starts.map {
            $0 > 0 ? $0 + delay : 0
        }
        let liveliness = Liveliness(levels: levels(length), onsets: onsets.flux, texture: texture)
        (analysis.energy, analysis.brightness) = (liveliness.energy, liveliness.brightness)
        analysis.energyCurve = liveliness.curve
        analysis.loudness = meter.integrated
        analysis.loudnessRange = meter.range
        analysis.truePeak = peak.truePeak
        analysis.leadingSilence = delay + Double(edges.first!) / 48000
        analysis.trailingSilence = Double(position - 1 - edges.last!) / 48000
        return analysis
    }

    /// Where a part may begin: at downbeats, else at beats, else at whole seconds.
    private func places(_ beats: [Double], _ downbeats: Downbeats) -> [Double] {
        guard !beats.isEmpty else { return powers.indices.map(Double.init) }
        return downbeats.indices.isEmpty ? beats : downbeats.indices.map { beats[$0] }
    }

    /// The level of every second in dBFS; nil for silence.
    private func levels(_ length: Double) -> [Double?] {
        powers.enumerated().map { second, power in
            let samples = min(1, length - Double(second)) * 48000
            return power / samples > 1e-6 ? 10 * log10(power / samples) : nil
        }
    }
}

/// Tracks the highest true peak of a stream; passages far below it are not oversampled.
struct PeakMeter {
    private var highest: Float = 0
    private var line = [SIMD2<Float>](repeating: .zero, count: TruePeak.before + TruePeak.after)

    private static let around = TruePeak.before + TruePeak.after

    mutating func add(_ samples: UnsafeBufferPointer<SIMD2<Float>>) {
        line += samples
        highest = line.withUnsafeBufferPointer {
            TruePeak.highest(of: $0, count: $0.count - Self.around, orMore: highest)
        }
        line.removeFirst(line.count - Self.around)
    }

    /// Adds the silence after the last sample.
    mutating func finish() {
        [SIMD2<Float>](repeating: .zero, count: TruePeak.after).withUnsafeBufferPointer { add($0) }
    }

    /// In dBTP; nil for digital silence.
    var truePeak: Double? { highest > 0 ? 20 * log10(Double(highest)) : nil }
}
