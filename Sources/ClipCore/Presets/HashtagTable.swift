/// Hashtags by category, and word lists to check tags against. All in lower case and without `#`.
public struct HashtagTable: Hashable, Sendable {
    /// Tags by language code.
    public typealias Tags = [String: [String]]

    /// A subject of posts.
    public struct Category: Hashable, Sendable {
        /// Its id, e.g. `food`.
        public var id: String
        /// Words that indicate it.
        public var words: [String]
        /// Its names in charts.
        public var industries: [String]
        /// Very popular tags.
        public var broad: Tags
        /// Typical tags of the category.
        public var usual: Tags
        /// Niche tags.
        public var narrow: Tags

        /// Creates a category without words.
        public init(id: String) {
            self.id = id
            (words, industries, broad, usual, narrow) = ([], [], [:], [:], [:])
        }
    }

    /// Word lists by purpose.
    public enum List: String, Hashable, CaseIterable, Sendable {
        /// Never used.
        case never
        /// Needs review by a person.
        case review
        /// Begs for followers.
        case spam
        /// Not for people under 18.
        case alcohol, tobacco, gambling
        /// Not for people under 18.
        case weightLoss = "weight-loss"
        /// Not for people under 18.
        case dating
        /// Harmless words that contain a word of another list.
        case innocent

        /// Lists that apply if the audience includes people under 18.
        public static let forMinors: [List] = [.alcohol, .tobacco, .gambling, .weightLoss, .dating]
    }

    /// All categories.
    public var categories: [Category]
    /// Word lists to check tags against.
    public var lists: [List: Set<String>]

    /// Creates a table.
    public init(categories: [Category] = [], lists: [List: Set<String>] = [:]) {
        (self.categories, self.lists) = (categories, lists)
    }
}
