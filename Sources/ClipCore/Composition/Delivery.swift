/// Target platforms of a file and their combined limits; the finished file is checked against them.
public struct Delivery: Hashable, Codable, Sendable {
    /// Platform ids, in the order named.
    public var platforms: [String]
    /// The maximum length including sound; nil for no limit.
    public var maximumLength: MediaTime?
    /// The maximum file size in bytes; nil for no limit.
    public var maximumBytes: Int64?
    /// The maximum video bit rate in bits per second; nil for no limit.
    public var maximumBitsPerSecond: Int?

    /// The word for output names: `tiktok+reels+shorts`.
    public var name: String { platforms.joined(separator: "+") }
}
