/// Words of comments that do not count as engagement, in lower case, for all languages together.
public struct CommentWords: Hashable, Sendable {
    /// A comment that holds one of them insults, threatens or harasses.
    public var harmful: Set<String>
    /// A comment that holds one of them advertises. Several words are found one behind the other.
    public var spam: Set<String>
    /// What words are in short, or as they are spoken.
    public var slang: [String: String]
    /// Words that look like harmful ones when letters are folded, and are not.
    public var innocent: Set<String>

    /// Nothing is listed.
    public init() { (harmful, spam, slang, innocent) = ([], [], [:], []) }
}
