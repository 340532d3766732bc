/// One of the reasons for which a window is good or bad; a window's score is the sum of them.
public struct WindowTerm: Hashable, Codable, Sendable {
    /// What is judged.
    public enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
        /// How loud and lively the first three seconds are.
        case hook
        /// How loud it is, its loudest seconds most.
        case loudness
        /// The steepest rise from quiet to loud.
        case rise
        /// How much moves.
        case motion
        /// How often the shot changes.
        case rhythm
        /// How much detail the pictures have.
        case sharpness
        /// How colourful they are.
        case colour
        /// It ends where the sound pauses.
        case pause
        /// It begins or ends on a change of shots.
        case scene
        /// It begins with a keyframe; the farther it moved for it, the less that is worth.
        case keyframe
        /// It begins on a beat.
        case beat
        /// It begins in the middle of a sound.
        case midSound = "mid-sound"
        /// It begins or ends inside a word.
        case word
        /// Less than 400 ms of another shot show at an end.
        case stub
        /// Seconds of it are black or frozen.
        case dead
    }

    /// What is judged.
    public var kind: Kind
    /// What it adds to the score: 0.22 at most, -1.2 at least.
    public var effect: Double
    /// What was measured: a share of the clip's own range, from 0 to 1.
    public var measure: Double

    /// A term that adds `weight` times `measure`; 0 where that is no number.
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

/// A part of a clip and what speaks for it.
public struct RatedWindow: Hashable, Codable, Sendable {
    /// The part, on the file's own clock.
    public var range: TimeRange
    /// What its score is made of; terms that add nothing are left out.
    public var terms: [WindowTerm]

    /// The sum of its terms.
    public var score: Double { terms.map(\.effect).reduce(0, +) }

    /// For people: `12.4 s to 27.4 s, score 0.71`.
    public var text: String {
        "\(range.start.text) s to \(range.end.text) s, score \(score.hundredths)"
    }
}
