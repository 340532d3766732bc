/// Word lists to classify comments, in lower case, for all languages together.
public struct CommentWords: Hashable, Sendable {
    /// Words that insult, threaten or harass.
    public var harmful: Set<String>
    /// Words that advertise; entries of several words match in sequence.
    public var spam: Set<String>
    /// Abbreviations and colloquial forms, with the words that they stand for.
    public var slang: [String: String]
    /// Harmless words that resemble harmful ones after folding.
    public var innocent: Set<String>

    /// Creates empty lists.
    public init() { (harmful, spam, slang, innocent) = ([], [], [:], []) }
}
