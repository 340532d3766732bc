/// A property that posts share, with its own effect in a ``MixedModel``.
public struct PostToken: Hashable, Sendable {
    /// Groups of tokens that share a penalty.
    public enum Group: String, Hashable, Codable, CaseIterable, Sendable {
        /// A number's bin: length, followers, uses of the sound, hour, number of hashtags.
        case bin
        /// A pair of bins.
        case crossing
        /// Its creator.
        case creator
        /// Its sound.
        case music
        /// Its look.
        case look
        /// A hashtag.
        case hashtag
        /// Two to four letters of a hashtag, including its start and end, which unknown hashtags share with
        /// known ones.
        case piece
        /// Its category.
        case category
        /// Its creator with its sound or look.
        case creatorItem = "creator item"
        /// Its category with its sound, look or a hashtag.
        case categoryItem = "category item"
    }

    /// Its group.
    public let group: Group
    /// Its name within the group.
    public let name: String

    /// A kind of item that is chosen for a post.
    public enum Item: String, Hashable, Codable, CaseIterable, Sendable {
        /// Its sound.
        case music
        /// Its look.
        case look
        /// A hashtag.
        case hashtag
    }

    /// The token of an item.
    public static func item(_ item: Item, _ name: String) -> PostToken {
        switch item {
        case .music: PostToken(.music, name)
        case .look: PostToken(.look, name)
        case .hashtag: PostToken(.hashtag, name)
        }
    }

    /// The token of an item used by one creator.
    public static func item(_ item: Item, _ name: String, of creator: String) -> PostToken {
        PostToken(.creatorItem, "\(creator)\u{1F}\(item.rawValue)\u{1F}\(name)")
    }

    /// The token of an item in one category.
    public static func item(_ item: Item, _ name: String, about category: String) -> PostToken {
        PostToken(.categoryItem, "\(category)\u{1F}\(item.rawValue)\u{1F}\(name)")
    }

    /// Creates a token.
    public init(_ group: Group, _ name: String) { (self.group, self.name) = (group, name) }
}
