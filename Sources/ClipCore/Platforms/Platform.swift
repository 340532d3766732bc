/// The rules of a platform; a rule is nil if it is unknown or does not exist.
public struct Platform: Hashable, Codable, Sendable {
    /// Pixels of a 1080x1920 frame that the platform's user interface covers.
    public struct Margins: Hashable, Codable, Sendable {
        /// Rows from the top.
        public var top: Int
        /// Rows from the bottom.
        public var bottom: Int
        /// Columns from the left.
        public var left: Int
        /// Columns from the right.
        public var right: Int

        package init(top: Int, bottom: Int, left: Int, right: Int) {
            (self.top, self.bottom, self.left, self.right) = (top, bottom, left, right)
        }
    }

    /// The id that users type, e.g. `tiktok`.
    public var id: String
    /// The display name, e.g. `TikTok`.
    public var name: String
    /// The minimum length in seconds.
    public var minimumLength: Rule<MediaTime>?
    /// The maximum length in seconds.
    public var maximumLength: Rule<MediaTime>?
    /// The minimum of both sides, in pixels.
    public var minimumSide: Rule<Int>?
    /// The maximum of both sides, in pixels.
    public var maximumSide: Rule<Int>?
    /// The lowest frame rate.
    public var minimumFrameRate: Rule<Double>?
    /// The highest frame rate.
    public var maximumFrameRate: Rule<Double>?
    /// The maximum file size in bytes.
    public var maximumBytes: Rule<Int64>?
    /// The maximum video bit rate in bits per second.
    public var maximumBitsPerSecond: Rule<Int>?
    /// Integrated loudness in LUFS.
    public var loudness: Rule<Double>?
    /// The highest true peak in dBTP.
    public var truePeak: Rule<Double>?
    /// The area that its user interface covers.
    public var safeZone: Rule<Margins>?
    /// The maximum caption length in UTF-16 units.
    public var captionLength: Rule<Int>?
    /// The maximum number of hashtags per post.
    public var hashtags: Rule<Int>?
    /// Other requirements for a file: container, codecs, aspect ratio.
    public var others: [Rule<Requirement>] = []

    package init(id: String, name: String) { (self.id, self.name) = (id, name) }
}

extension Platform {
    /// All requirements for a file or a post, without ``safeZone``, which only planning needs.
    public var demands: [Rule<Requirement>] {
        let numbers: [Rule<Requirement>?] = [
            minimumLength?.map(Requirement.minimumLength), maximumLength?.map(Requirement.maximumLength),
            minimumSide?.map(Requirement.minimumSide), maximumSide?.map(Requirement.maximumSide),
            minimumFrameRate?.map(Requirement.minimumFrameRate),
            maximumFrameRate?.map(Requirement.maximumFrameRate), maximumBytes?.map(Requirement.maximumBytes),
            maximumBitsPerSecond?.map(Requirement.maximumBitsPerSecond), loudness?.map(Requirement.loudness),
            truePeak?.map(Requirement.truePeak), captionLength?.map(Requirement.captionLength),
            hashtags?.map(Requirement.hashtags),
        ]
        return others + numbers.compactMap { $0 }
    }
}
