/// A post with its figures, as an export tells them. What is nil or empty is not known.
public struct Post: Hashable, Codable, Sendable {
    /// The platform's id, or the file's own.
    public var id: String
    /// Whose it is; "" where that is not said.
    public var creator: String
    /// When it was posted, in seconds since 1970, UTC.
    public var posted: Double
    /// When its figures were taken, in seconds since 1970, UTC.
    public var measured: Double?
    /// Followers at that time.
    public var followers: Double?
    /// Seconds.
    public var duration: Double?
    /// How often it was seen.
    public var views: Double
    /// Likes.
    public var likes: Double?
    /// Comments.
    public var comments: Double?
    /// Shares.
    public var shares: Double?
    /// How often it was saved.
    public var saves: Double?
    /// The share of its comments that count, from 0 to 1; all of them where it is not known.
    public var cleanComments: Double?
    /// For how many seconds it was watched on average.
    public var watchAverage: Double?
    /// The share of its viewers that saw all of it, from 0 to 1.
    public var completion: Double?
    /// The id of its sound; "" for none.
    public var music: String
    /// In how many posts that sound was used.
    public var musicUses: Double?
    /// Whether the sound is its own.
    public var isOriginalSound: Bool?
    /// The look's name; "" for none.
    public var look: String
    /// What it is about; "" where that is not said.
    public var category: String
    /// In lower case, without `#`, each once.
    public var hashtags: [String]

    /// A post of which nothing else is known.
    public init(id: String, posted: Double, views: Double) {
        (self.id, self.posted, self.views) = (id, posted, views)
        (creator, music, look, category, hashtags) = ("", "", "", "", [])
        (followers, duration, likes, comments, shares, saves) = (nil, nil, nil, nil, nil, nil)
        (musicUses, isOriginalSound, measured) = (nil, nil, nil)
        (cleanComments, watchAverage, completion) = (nil, nil, nil)
    }
}
