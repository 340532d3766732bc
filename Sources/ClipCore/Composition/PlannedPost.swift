/// Music, look and post text chosen for a clip, with reasons: an input of its plan.
public struct PlannedPost: Hashable, Codable, Sendable {
    /// One reason for a choice.
    public struct Reason: Hashable, Codable, Sendable {
        /// Its factor, e.g. `tempo`.
        public var factor: String
        /// Its contribution to the score.
        public var effect: Double
        /// Number of measurements, chart entries or posts behind it; 0 for a mere rule.
        public var evidence: Int
        /// A short explanation.
        public var note: String
        /// The same as a sentence in the brand's language; nil if it says nothing to people.
        public var text: String?

        package init(factor: String, effect: Double, evidence: Int, note: String, text: String? = nil) {
            (self.factor, self.effect, self.evidence) = (factor, effect, evidence)
            (self.note, self.text) = (note, text)
        }
    }

    /// A chosen track or look.
    public struct Choice: Hashable, Codable, Sendable {
        /// Track id or look name.
        public var id: String
        /// Display name.
        public var name: String
        /// Sum of the reasons' effects; 0 if the user named it.
        public var score: Double
        /// The reasons; empty if the user named it.
        public var reasons: [Reason]
        /// The main reasons as sentences, at most three.
        public var why: [String]?

        package init(id: String, name: String, score: Double = 0, reasons: [Reason] = []) {
            (self.id, self.name, self.score, self.reasons) = (id, name, score, reasons)
        }
    }

    /// The music; nil if none was chosen.
    public var music: Choice?
    /// Its licence, e.g. `cc-by`.
    public var licence: String?
    /// The attribution line that credits its author.
    public var attribution: String?
    /// The look, suggested or named by the user; nil for none.
    public var look: Choice?
    /// Hashtags without `#`, in caption order.
    public var hashtags: [String] = []
    /// The post's text: at most 2,200 UTF-16 units.
    public var caption = ""
    /// Required labels of the post: `own-brand`, `paid-partnership`, `ai-generated`; nil for none.
    public var labels: [String]?
    /// Name of the preset; "" for none.
    public var brand: String
    /// Equal seeds give equal choices.
    public var seed: UInt64

    /// A rising song to add in the platform's app; nil for none.
    public var trend: Trend?

    /// A song in a chart.
    public struct Trend: Hashable, Codable, Sendable {
        /// The song.
        public var name: String
        /// Its artist.
        public var author: String
        /// What it did in its chart.
        public var past: String
        /// Where in the song, in seconds, the clip begins; nil if the song's sound is unknown.
        public var from: Double?

        package init(name: String, author: String, past: String) {
            (self.name, self.author, self.past) = (name, author, past)
        }
    }

    /// The experiment that it is part of; nil for none.
    public var experiment: Experiment?

    /// One of several outputs of a clip that differ in one thing.
    public struct Experiment: Hashable, Codable, Sendable {
        /// What outputs of an experiment differ in.
        public enum Kind: String, Hashable, Codable, CaseIterable, Sendable {
            /// Their look, their music, their length, or their cover.
            case look, music, length, cover
        }

        /// The same for all of them: 8 hexadecimal digits.
        public var id: String
        /// What they differ in.
        public var kind: Kind
        /// The value of this one, e.g. `warm-cafe`.
        public var variant: String

        /// Creates a part of an experiment.
        public init(id: String, kind: Kind, variant: String) {
            (self.id, self.kind, self.variant) = (id, kind, variant)
        }
    }

    package init(brand: String, seed: UInt64) { (self.brand, self.seed) = (brand, seed) }
}
