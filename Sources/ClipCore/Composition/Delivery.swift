/// The platforms that a file is made for, and what it has to keep to for all of them together: the finished file is
/// checked against it.
public struct Delivery: Hashable, Codable, Sendable {
    /// Ids of the platforms, in the order in which they were named.
    public var platforms: [String]
    /// The longest file, its sound included; nil for no limit.
    public var maximumLength: MediaTime?
    /// The most bytes; nil for no limit.
    public var maximumBytes: Int64?
    /// The most bits a second of the picture; nil for no limit.
    public var maximumBitsPerSecond: Int?

    /// A delivery without limits.
    public init(platforms: [String]) { self.platforms = platforms }

    /// `tiktok+reels+shorts`: the word for output names.
    public var name: String { platforms.joined(separator: "+") }
}
