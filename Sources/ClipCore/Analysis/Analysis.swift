internal import SystemLibrary

/// Measurements of a clip over time: frame scores, sound levels, and the shots and silences derived from them.
public struct Analysis: Hashable, Codable, Sendable {
    /// The analysed range, on the file's own clock.
    public var span: TimeRange
    /// Scores of the analysed frames, in presentation order.
    public var pictures: [PictureScore]
    /// Scores of the sound every 100 ms; empty for a clip without sound.
    public var sound: [SoundScore]
    /// Where somebody speaks, on the file's own clock: in order, without overlaps.
    public var speech: [TimeRange] = []
    /// Faces in one or two frames per second, in presentation order; nil if they were not searched.
    public var faces: [FaceSample]?
    /// What was examined; nil for all of the span. Then ``pictures`` are those of the examined parts.
    public var survey: ClipSurvey?
    /// Filler around the picture in some frames, in presentation order.
    public var filler: [FillerSample] = []
    /// Integrated loudness in LUFS; nil for silence.
    public var loudness: Double?
    /// Loudness range in LU; nil for silence.
    public var loudnessRange: Double?
    /// The highest true peak in dBTP; nil for silence.
    public var truePeak: Double?

    /// Creates an analysis from scores; loudness values are unknown.
    public init(span: TimeRange, pictures: [PictureScore], sound: [SoundScore]) {
        (self.span, self.pictures, self.sound) = (span, pictures, sound)
        (loudness, loudnessRange, truePeak) = (nil, nil, nil)
    }

    /// Range and true peak were measured, or there is nothing to measure.
    public var hasLevels: Bool { loudness == nil || truePeak != nil }

    /// Shot boundaries.
    public var boundaries: [ShotBoundary] {
        guard let survey else { return ShotRule().boundaries(in: pictures) }
        return survey.examined.flatMap { range in
            let first = pictures.partitioningIndex { $0.time >= range.start }
            let end = pictures.partitioningIndex { $0.time >= range.end }
            return ShotRule().boundaries(in: Array(pictures[first..<end]))
        }
    }

    /// The shots, in order.
    public var shots: [Shot] { Shot.all(in: span, between: boundaries) }

    /// Ranges of at least 500 ms below -50 LUFS; the whole span if there is no sound.
    public var silences: [TimeRange] {
        guard !sound.isEmpty else { return [span] }
        var silences: [TimeRange] = []
        var start: MediaTime?
        for score in sound + [SoundScore(time: span.end, loudness: 0, speech: 0)] {
            if score.loudness < -50 {
                start = start ?? score.time
            } else if let from = start {
                if (score.time - from).seconds >= 0.5 {
                    silences.append(TimeRange(start: from, end: score.time))
                }
                start = nil
            }
        }
        return silences
    }
}

extension Analysis {
    /// The analysis of one range. Its loudness is gated over its 400 ms blocks as in EBU R 128 (ITU-R
    /// BS.1770-4); its loudness range and true peak are unknown.
    ///
    /// - Parameter part: on the file's own clock, clipped to ``span``. Returns nil if no frame is left, or not all
    ///   of it was examined.
    public func part(_ part: TimeRange) -> Analysis? {
        let start = max(part.start, span.start)
        let end = min(part.end, span.end)
        guard start < end else { return nil }
        let inside = TimeRange(start: start, end: end)
        guard survey?.covers(inside) != false else { return nil }
        var analysis = Analysis(
            span: inside, pictures: pictures.filter { inside.contains($0.time) },
            sound: sound.filter { part.contains($0.time) })
        guard !analysis.pictures.isEmpty else { return nil }
        analysis.faces = faces.map { $0.filter { inside.contains($0.time) } }
        analysis.filler = filler.filter { inside.contains($0.time) }
        // The 400 ms blocks of the first 300 ms still include sound from before the range.
        let blocks = analysis.sound.dropFirst(3).map { Double($0.loudness) }
        analysis.loudness = Self.gatedLoudness(blocks)
        analysis.speech = speech.compactMap { range in
            let (start, end) = (max(range.start, part.start), min(range.end, part.end))
            return start < end ? TimeRange(start: start, end: end) : nil
        }
        return analysis
    }

    /// Loudness in LUFS of 400 ms blocks, gated as in ITU-R BS.1770-4; nil for silence.
    public static func gatedLoudness(_ blocks: [Double]) -> Double? {
        gated(blocks, above: -70).flatMap { gated(blocks, above: $0 - 10) }
    }

    /// The share of the span in which somebody speaks, from 0 to 1; nil for a clip without sound.
    public var speechShare: Double? {
        sound.isEmpty || span.duration <= .zero ? nil : speech.share(of: span)
    }

    /// The loudness of the blocks above a level; nil where there is none.
    private static func gated(_ blocks: [Double], above level: Double) -> Double? {
        let powers = blocks.filter { $0 > level }.map { pow(10, $0 / 10) }
        return powers.isEmpty ? nil : 10 * log10(powers.reduce(0, +) / Double(powers.count))
    }
}
