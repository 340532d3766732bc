/// A source of a joined post, and what is shown of it: part of a ``Plan`` and of the post's facts.
public struct ReelSource: Hashable, Codable, Sendable {
    /// What a source is.
    public enum Kind: String, Hashable, Codable, Sendable {
        /// A clip, of which a part is shown.
        case clip
        /// A photo, shown with a slow zoom.
        case photo
        /// The preset's picture or clip at the start.
        case intro
        /// The preset's picture or clip at the end.
        case outro

        /// The preset names it, not the user.
        public var isCard: Bool { self == .intro || self == .outro }
    }

    /// The file.
    public var file: PlannedPath
    /// What it is.
    public var kind: Kind
    /// What is shown, on the source's clock; a photo's begins at 0.
    public var range: TimeRange
    /// Where it begins in the post, from its start.
    public var start: MediaTime

    /// Creates a source with its place.
    public init(file: PlannedPath, kind: Kind, range: TimeRange, start: MediaTime) {
        (self.file, self.kind, self.range, self.start) = (file, kind, range, start)
    }
}
