/// What hashtags are made of: subjects with their words and tags, regions, and word lists to check tags
/// against. All in lower case and without `#`.
public struct HashtagTable: Hashable, Sendable {
    /// Words or tags by language code.
    public typealias Tags = [String: [String]]

    /// A category of posts.
    public struct Category: Hashable, Sendable {
        /// Its id, e.g. `food`.
        public var id: String
        /// Words that indicate it.
        public var words: [String] = []
        /// Its names in charts.
        public var industries: [String] = []
        /// Its tags, the widest first.
        public var tags: Tags = [:]
    }

    /// A subject of clips.
    public struct Topic: Hashable, Sendable {
        /// Its id, e.g. `coffee`.
        public var id: String
        /// Id of its category.
        public var category = ""
        /// It often only qualifies another subject, e.g. "funny" in "funny cat".
        public var isWeak = false
        /// Terms that fit everything that indicates it; nil: the first of each language.
        public var general: [String]?
        /// Terms that indicate it, of one or several words.
        public var words: Tags = [:]
        /// Its tags, best first.
        public var tags: Tags = [:]
    }

    /// A region where posts are seen.
    public struct Region: Hashable, Sendable {
        /// ISO 3166 code in upper case.
        public var id: String
        /// ISO 639 code of the language that people read there; "" if unknown.
        public var language = ""
        /// Prefixes that make a tag from a city's tag, by category.
        public var prefixes: [String: String] = [:]
        /// Names of each city by its tag.
        public var cities: [(tag: String, names: [String])] = []

        /// Compares ids.
        public static func == (left: Region, right: Region) -> Bool { left.id == right.id }
        /// Hashes the id.
        public func hash(into hasher: inout Hasher) { hasher.combine(id) }
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
        /// Says that people or animals came to harm.
        case harm
        /// Several words that do not mean what they say one by one.
        case idioms
        /// Tags that say nothing about a clip.
        case filler
        /// First words of file names that cameras and apps give.
        case camera
        /// Words that name nothing.
        case english, indonesian

        /// Lists that apply if the audience includes people under 18.
        public static let forMinors: [List] = [.alcohol, .tobacco, .gambling, .weightLoss, .dating]
    }

    /// All categories.
    public var categories: [Category]
    /// All subjects.
    public var topics: [Topic]
    /// All known regions.
    public var regions: [Region]
    /// Word lists to check tags against.
    public var lists: [List: Set<String>]

    /// Creates a table.
    public init(
        categories: [Category] = [], topics: [Topic] = [], regions: [Region] = [],
        lists: [List: Set<String>] = [:]
    ) {
        (self.categories, self.topics, self.regions, self.lists) = (categories, topics, regions, lists)
    }
}
