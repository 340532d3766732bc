/// A post with its figures from an export. Nil and empty values are unknown.
public struct Post: Hashable, Codable, Sendable {
    /// The platform's id, or the file's own.
    public var id: String
    /// Its creator; "" if unknown.
    public var creator: String
    /// Time of posting, in seconds since 1970, UTC.
    public var posted: Double
    /// Time of measurement, in seconds since 1970, UTC.
    public var measured: Double?
    /// Followers at that time.
    public var followers: Double?
    /// Length in seconds.
    public var duration: Double?
    /// Views.
    public var views: Double
    /// Likes.
    public var likes: Double?
    /// Comments.
    public var comments: Double?
    /// Shares.
    public var shares: Double?
    /// Saves.
    public var saves: Double?
    /// The share of its comments that count, from 0 to 1; nil counts all.
    public var cleanComments: Double?
    /// Average watch time in seconds.
    public var watchAverage: Double?
    /// The share of viewers that watched to the end, from 0 to 1.
    public var completion: Double?
    /// The share of views that ended within the first seconds, from 0 to 1.
    public var skipped: Double?
    /// Id of its sound; "" for none.
    public var music: String
    /// Number of posts with that sound.
    public var musicUses: Double?
    /// The sound is its own.
    public var isOriginalSound: Bool?
    /// Name of its look; "" for none.
    public var look: String
    /// Its category; "" if unknown.
    public var category: String
    /// In lower case, without `#` and duplicates.
    public var hashtags: [String]

    /// Creates a post without further facts.
    public init(id: String, posted: Double, views: Double) {
        (self.id, self.posted, self.views) = (id, posted, views)
        (creator, music, look, category, hashtags) = ("", "", "", "", [])
        (followers, duration, likes, comments, shares, saves) = (nil, nil, nil, nil, nil, nil)
        (musicUses, isOriginalSound, measured) = (nil, nil, nil)
        (cleanComments, watchAverage, completion, skipped) = (nil, nil, nil, nil)
    }
}
