/// What hashtags are about, and words that they are held against. All without `#`, in lower case.
public struct HashtagTable: Hashable, Sendable {
    /// Tags by the code of their language.
    public typealias Tags = [String: [String]]

    /// Something that posts are about.
    public struct Category: Hashable, Sendable {
        /// Its id, e.g. `food`.
        public var id: String
        /// Words that point to it.
        public var words: [String]
        /// What boards call it.
        public var industries: [String]
        /// Tags that everybody uses.
        public var broad: Tags
        /// Tags that are usual for it.
        public var usual: Tags
        /// Tags of a few.
        public var narrow: Tags

        /// A category without words.
        public init(id: String) {
            self.id = id
            (words, industries, broad, usual, narrow) = ([], [], [:], [:], [:])
        }
    }

    /// The lists of words by what they are for.
    public enum List: String, Hashable, CaseIterable, Sendable {
        /// Never used.
        case never
        /// To be looked at by a person.
        case review
        /// Begging for followers.
        case spam
        /// Not for people under 18.
        case alcohol, tobacco, gambling
        /// Not for people under 18.
        case weightLoss = "weight-loss"
        /// Not for people under 18.
        case dating
        /// Words that only look as if they held one of the others.
        case innocent

        /// Lists that hold where people under 18 are among those whom posts are for.
        public static let forMinors: [List] = [.alcohol, .tobacco, .gambling, .weightLoss, .dating]
    }

    /// What posts can be about.
    public var categories: [Category]
    /// Words that tags are held against.
    public var lists: [List: Set<String>]

    /// A table of these.
    public init(categories: [Category] = [], lists: [List: Set<String>] = [:]) {
        (self.categories, self.lists) = (categories, lists)
    }
}
