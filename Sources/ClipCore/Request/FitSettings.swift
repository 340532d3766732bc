/// What outputs are made of beyond one part of a clip as it is.
public struct FitSettings: Hashable, Codable, Sendable {
    /// What becomes of a clip that is not as long as the output.
    public enum Fit: String, Hashable, Codable, Sendable, CaseIterable {
        /// A part of it is taken; a shorter clip is kept whole.
        case trim
        /// It is played slower or faster, with its pitch.
        case speed
        /// A shorter clip is repeated.
        case loop
        /// A shorter clip's last picture is held.
        case freeze
        /// Its best pieces are joined.
        case montage
    }

    /// What is kept of a silence, beside what is heard.
    public struct Margin: Hashable, Codable, Sendable {
        /// Before a sound, not negative.
        public var before: MediaTime
        /// Behind a sound, not negative.
        public var behind: MediaTime

        /// The same on both sides.
        public init(_ both: MediaTime) { (before, behind) = (both, both) }

        /// One for each side.
        public init(before: MediaTime, behind: MediaTime) { (self.before, self.behind) = (before, behind) }
    }

    /// What becomes of a clip that is not as long as the output.
    public var fit = Fit.trim
    /// Silences are taken out, but for so much of them; nil where they stay.
    public var margin: Margin?

    /// Parts stay what they are.
    public init() {}

    /// Only an analysis tells what it asks for.
    var needsAnalysis: Bool { margin != nil || fit == .montage }

    /// Something is asked for.
    public var isAsked: Bool { self != FitSettings() }
}
