/// Something that posts have in common, and that has an effect of its own in a ``MixedModel``.
public struct PostToken: Hashable, Sendable {
    /// Tokens of a group share a penalty.
    public enum Group: String, Hashable, Codable, CaseIterable, Sendable {
        /// Where a number lies: length, followers, uses of the sound, hour, number of hashtags.
        case bin
        /// Two bins together.
        case crossing
        /// Whose it is.
        case creator
        /// Its sound.
        case music
        /// Its look.
        case look
        /// A hashtag.
        case hashtag
        /// Four or five letters of a hashtag: what hashtags that were never seen share with others.
        case piece
        /// What it is about.
        case category
    }

    /// Its group.
    public let group: Group
    /// Its name within the group.
    public let name: String

    /// A token of that name.
    public init(_ group: Group, _ name: String) { (self.group, self.name) = (group, name) }
}
