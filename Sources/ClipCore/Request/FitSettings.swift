/// How to fit a clip to the requested length, and whether to remove silences.
public struct FitSettings: Hashable, Codable, Sendable {
    /// How to fit a clip of another length.
    public enum Fit: String, Hashable, Codable, Sendable, CaseIterable {
        /// Takes a window; keeps a shorter clip whole.
        case trim
        /// Plays it slower or faster and keeps the pitch.
        case speed
        /// Repeats a shorter clip.
        case loop
        /// Holds the last picture of a shorter clip.
        case freeze
        /// Joins its best segments.
        case montage
    }

    /// Silence kept around sounds.
    public struct Margin: Hashable, Codable, Sendable {
        /// Before a sound; not negative.
        public var before: MediaTime
        /// After a sound; not negative.
        public var behind: MediaTime

        package init(_ both: MediaTime) { (before, behind) = (both, both) }

        package init(before: MediaTime, behind: MediaTime) { (self.before, self.behind) = (before, behind) }
    }

    /// How to fit a clip of another length.
    public var fit = Fit.trim
    /// Removes silences except for this margin; nil to keep them.
    public var margin: Margin?

    /// Creates the default: trim only.
    public init() {}

    var needsAnalysis: Bool { margin != nil || fit == .montage }

    /// Some setting differs from the default.
    public var isAsked: Bool { self != FitSettings() }
}
