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
        /// Two to four letters of a hashtag, its beginning and end among them: what hashtags that were never seen share with
        /// others.
        case piece
        /// What it is about.
        case category
        /// Whose it is together with its sound or look.
        case creatorItem = "creator item"
        /// What it is about together with its sound, look or a hashtag.
        case categoryItem = "category item"
    }

    /// Its group.
    public let group: Group
    /// Its name within the group.
    public let name: String

    /// Something that is chosen for a post.
    public enum Item: String, Hashable, Codable, CaseIterable, Sendable {
        /// Its sound.
        case music
        /// Its look.
        case look
        /// A hashtag.
        case hashtag
    }

    /// The token of what was chosen.
    public static func item(_ item: Item, _ name: String) -> PostToken {
        switch item {
        case .music: PostToken(.music, name)
        case .look: PostToken(.look, name)
        case .hashtag: PostToken(.hashtag, name)
        }
    }

    /// The token of what one creator chose.
    public static func item(_ item: Item, _ name: String, of creator: String) -> PostToken {
        PostToken(.creatorItem, "\(creator)\u{1F}\(item.rawValue)\u{1F}\(name)")
    }

    /// The token of what was chosen for posts of one category.
    public static func item(_ item: Item, _ name: String, about category: String) -> PostToken {
        PostToken(.categoryItem, "\(category)\u{1F}\(item.rawValue)\u{1F}\(name)")
    }

    /// A token of that name.
    public init(_ group: Group, _ name: String) { (self.group, self.name) = (group, name) }
}
