/// One term of a window's score.
public struct WindowTerm: Hashable, Codable, Sendable {
    /// What the term measures.
    public enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
        /// Loudness and motion of the first three seconds.
        case hook
        /// Loudness, mostly of the loudest seconds.
        case loudness
        /// The steepest rise from quiet to loud.
        case rise
        /// Amount of motion.
        case motion
        /// Frequency of cuts.
        case rhythm
        /// Detail in the pictures.
        case sharpness
        /// Colourfulness.
        case colour
        /// The window ends in a pause of the sound.
        case pause
        /// The window starts or ends at a shot boundary.
        case scene
        /// The window starts with a keyframe; worth less the farther it moved.
        case keyframe
        /// The window starts on a beat.
        case beat
        /// The window starts in the middle of a sound.
        case midSound = "mid-sound"
        /// It begins or ends inside a word.
        case word
        /// Less than 400 ms of another shot show at an end.
        case stub
        /// Part of the window is black or frozen.
        case dead
    }

    /// What the term measures.
    public var kind: Kind
    /// What it adds to the score: 0.22 at most, -1.2 at least.
    public var effect: Double
    /// The measurement: a share of the clip's own range, from 0 to 1.
    public var measure: Double

    /// A term of `weight` times `measure`; 0 if that is not finite.
    init(_ kind: Kind, weight: Double, measure: Double) {
        let measure = measure.isFinite ? min(1, max(0, measure)) : 0
        (self.kind, self.effect, self.measure) = (kind, weight * measure, measure)
    }

    /// For people: `hook +0.18: the first 3 s reach 80 % of the clip's liveliest`.
    public var text: String { "\(short): \(note)" }

    /// Without the explanation: `hook +0.18`.
    public var short: String { "\(kind.rawValue) \(effect.signedHundredths)" }

    private var note: String {
        let share = "\(Int((measure * 100).rounded())) %"
        switch kind {
        case .hook: return "the first 3 s reach \(share) of the clip's liveliest"
        case .loudness: return "\(share) of the clip's loudest"
        case .rise: return "the sound rises by \(share) of the clip's range within 2 s"
        case .motion: return "\(share) of the clip's most"
        case .rhythm: return "\(share) of a change of shots every 3 s"
        case .sharpness, .colour: return "\(share) of the clip's best"
        case .pause: return "it ends in a pause"
        case .scene: return measure < 1 ? "it ends with a shot" : "it begins with a shot"
        case .keyframe: return "it begins with a keyframe, so that more is copied"
        case .beat: return "it begins on a beat"
        case .midSound: return "it begins in the middle of a sound"
        case .word: return "it begins or ends inside a word"
        case .stub: return "less than 400 ms of another shot show at an end"
        case .dead: return "\(share) of it is black or frozen"
        }
    }
}

/// A window with its score.
public struct RatedWindow: Hashable, Codable, Sendable {
    /// Its range, on the file's own clock.
    public var range: TimeRange
    /// The non-zero terms of its score.
    public var terms: [WindowTerm]

    /// The sum of its terms.
    public var score: Double { terms.map(\.effect).reduce(0, +) }

    /// For people: `12.4 s to 27.4 s, score 0.71`.
    public var text: String { "\(range.start.text) s to \(range.end.text) s, score \(score.hundredths)" }
}
