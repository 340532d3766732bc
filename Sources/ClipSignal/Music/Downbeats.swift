/// Finds the beats that start a bar, every third or fourth: those with bass and a change of harmony.
public struct Downbeats: Hashable, Sendable {
    /// Beats per bar; nil if unclear.
    public var metre: Int?
    /// Confidence of metre and first beats: 0 to 1.
    public var confidence: Double
    /// Indices into the list of beats, ascending.
    public var indices: [Int]

    /// - Parameters:
    ///   - beats: in seconds, ascending.
    ///   - onsets: strengths from ``Onsets/normalised()``.
    ///   - texture: of the same sound.
    public init(beats: [Double], onsets: [[Float]], texture: Texture) {
        (metre, confidence, indices) = (nil, 0, [])
        guard beats.count >= Self.fewest else { return }
        let accents = Self.accents(beats, onsets, texture)
        var readings = Self.metres.flatMap { metre in
            (0..<metre).map { Reading(metre: metre, first: $0, accents) }
        }
        readings.sort { ($0.contrast, $1.metre, $1.first) > ($1.contrast, $0.metre, $0.first) }
        let margin = readings[0].contrast - readings[1].contrast
        guard readings[0].contrast > 0, margin > 0 else { return }
        metre = readings[0].metre
        confidence = margin / (margin + 1)
        indices = Array(stride(from: readings[0].first, to: beats.count, by: readings[0].metre))
    }

    /// The least number of beats to find bars.
    private static let fewest = 8
    private static let metres = [4, 3]

    /// One possible placement of bars.
    private struct Reading {
        let metre: Int
        let first: Int
        /// How much stronger the first beats are than the others, in standard errors.
        let contrast: Double

        init(metre: Int, first: Int, _ accents: [Double]) {
            (self.metre, self.first) = (metre, first)
            let strong = stride(from: first, to: accents.count, by: metre).map { accents[$0] }
            let weak = accents.indices.filter { $0 % metre != first }.map { accents[$0] }
            let error = (Statistics(accents).variance * (1 / Double(strong.count) + 1 / Double(weak.count)))
                .squareRoot()
            // Triple metre is rare, and shorter bars fit chance better.
            let doubt = metre == 4 ? 0 : 2.0
            contrast = error > 0 ? (Statistics(strong).mean - Statistics(weak).mean) / error - doubt : 0
        }
    }

    /// Accent of each beat from bass and the change of spectrum around it, minus treble: the snare is on the
    /// other beats. The first and the last beat lack half of their surroundings and stay 0.
    private static func accents(_ beats: [Double], _ onsets: [[Float]], _ texture: Texture) -> [Double] {
        let chords = zip(beats, beats.dropFirst() + [2 * beats.last! - beats[beats.count - 2]]).map {
            texture.mean(from: $0, to: $1)
        }
        let features: [(weight: Double, values: [Double])] = [
            (1, beats.map { strength(onsets[0], at: $0) }), (-0.5, beats.map { strength(onsets[2], at: $0) }),
            (1, beats.map { strength(onsets.last!, at: $0) }),
            (1, beats.indices.map { change(chords, at: $0, over: 1) }),
            (1, beats.indices.map { change(chords, at: $0, over: 2) }),
        ]
        var accents = [Double](repeating: 0, count: beats.count)
        for feature in features {
            let inner = Array(feature.values.dropFirst().dropLast())
            for (index, value) in Statistics(inner).standardised(inner).enumerated() {
                accents[index + 1] += feature.weight * value
            }
        }
        return accents
    }

    private static func strength(_ onsets: [Float], at beat: Double) -> Double {
        let frame = Int((beat * Double(Onsets.rate)).rounded())
        let around = onsets[min(onsets.count, max(0, frame - 3))..<min(onsets.count, max(0, frame + 4))]
        return Double(around.max() ?? 0)
    }

    private static func change(_ chords: [[Float]], at beat: Int, over reach: Int) -> Double {
        let before = chords[max(0, beat - reach)..<beat]
        guard !before.isEmpty else { return 0 }
        return Texture.distance(Array(before), Array(chords[beat..<min(chords.count, beat + reach)]))
    }
}
