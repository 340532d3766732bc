/// Music, look and words that were chosen to go with a clip, and why: an input of its plan.
public struct PlannedPost: Hashable, Codable, Sendable {
    /// One reason.
    public struct Reason: Hashable, Codable, Sendable {
        /// What it is about, e.g. `tempo`.
        public var factor: String
        /// What it adds to the score.
        public var effect: Double
        /// How many measurements, listings or posts it is from; 0 where it is nothing but a rule.
        public var evidence: Int
        /// In a few words.
        public var note: String

        /// A reason of these facts.
        public init(factor: String, effect: Double, evidence: Int, note: String) {
            (self.factor, self.effect, self.evidence, self.note) = (factor, effect, evidence, note)
        }
    }

    /// One thing that was chosen.
    public struct Choice: Hashable, Codable, Sendable {
        /// The music's id, or the look's name.
        public var id: String
        /// What people call it.
        public var name: String
        /// The sum of the reasons' effects; 0 where the user named it.
        public var score: Double
        /// Why; empty where the user named it.
        public var reasons: [Reason]

        /// A choice of these facts.
        public init(id: String, name: String, score: Double = 0, reasons: [Reason] = []) {
            (self.id, self.name, self.score, self.reasons) = (id, name, score, reasons)
        }
    }

    /// The music; nil where none was chosen.
    public var music: Choice?
    /// Its licence, e.g. `cc-by`.
    public var licence: String?
    /// The line that names who made it.
    public var attribution: String?
    /// The look, suggested or named; nil for none.
    public var look: Choice?
    /// Hashtags without `#`, in the order in which they stand in the caption.
    public var hashtags: [String] = []
    /// The text of a post: at most 2,200 UTF-16 units.
    public var caption = ""
    /// What the post has to be marked as: `own-brand`, `paid-partnership`, `ai-generated`; nil for nothing.
    public var labels: [String]?
    /// The preset's name; "" where there is none.
    public var brand: String
    /// Equal seeds give equal choices.
    public var seed: UInt64

    /// Nothing chosen yet.
    public init(brand: String, seed: UInt64) { (self.brand, self.seed) = (brand, seed) }
}
