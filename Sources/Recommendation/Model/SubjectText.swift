/// A text that says what a clip is about.
public struct SubjectText: Hashable, Codable, Sendable {
    /// The origin of a text, most trusted first.
    public enum Source: String, Hashable, Codable, CaseIterable, Sendable {
        /// The user describes the clip.
        case about
        /// The clip's title tag.
        case title
        /// The clip's file name.
        case name
        /// The clip's captions.
        case captions
        /// The brand's description of all its clips.
        case brand
    }

    /// Its origin.
    public var source: Source
    /// The text.
    public var text: String

    /// Creates a text.
    public init(_ source: Source, _ text: String) { (self.source, self.text) = (source, text) }
}
