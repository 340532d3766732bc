/// What a platform accepts. Rules that are nil are not known, or there is none.
public struct Platform: Hashable, Codable, Sendable {
    /// Pixels of a 1080x1920 frame that the platform's own buttons and words cover.
    public struct Margins: Hashable, Codable, Sendable {
        /// Rows from the top.
        public var top: Int
        /// Rows from the bottom.
        public var bottom: Int
        /// Columns from the left.
        public var left: Int
        /// Columns from the right.
        public var right: Int

        /// Margins of these pixels.
        public init(top: Int, bottom: Int, left: Int, right: Int) {
            (self.top, self.bottom, self.left, self.right) = (top, bottom, left, right)
        }
    }

    /// What users type, e.g. `tiktok`.
    public var id: String
    /// What people call it, e.g. `TikTok`.
    public var name: String
    /// The shortest clip in seconds.
    public var minimumLength: Rule<MediaTime>?
    /// The longest clip in seconds.
    public var maximumLength: Rule<MediaTime>?
    /// The fewest pixels of either side.
    public var minimumSide: Rule<Int>?
    /// The most pixels of either side.
    public var maximumSide: Rule<Int>?
    /// The lowest frame rate.
    public var minimumFrameRate: Rule<Double>?
    /// The highest frame rate.
    public var maximumFrameRate: Rule<Double>?
    /// The most bytes of a file.
    public var maximumBytes: Rule<Int64>?
    /// The most bits a second of the picture.
    public var maximumBitsPerSecond: Rule<Int>?
    /// Integrated loudness in LUFS.
    public var loudness: Rule<Double>?
    /// The highest true peak in dBTP.
    public var truePeak: Rule<Double>?
    /// What its own buttons and words cover.
    public var safeZone: Rule<Margins>?
    /// UTF-16 units of a caption.
    public var captionLength: Rule<Int>?
    /// Hashtags of a post.
    public var hashtags: Rule<Int>?
    /// What it asks of a file besides: of its container, its codecs, its shape.
    public var others: [Rule<Requirement>] = []

    /// A platform that asks for nothing yet.
    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

extension Platform {
    /// All that it asks of a file or a post, but what only planning needs (``safeZone``).
    public var demands: [Rule<Requirement>] {
        let numbers: [Rule<Requirement>?] = [
            minimumLength?.map(Requirement.minimumLength), maximumLength?.map(Requirement.maximumLength),
            minimumSide?.map(Requirement.minimumSide), maximumSide?.map(Requirement.maximumSide),
            minimumFrameRate?.map(Requirement.minimumFrameRate),
            maximumFrameRate?.map(Requirement.maximumFrameRate),
            maximumBytes?.map(Requirement.maximumBytes),
            maximumBitsPerSecond?.map(Requirement.maximumBitsPerSecond),
            loudness?.map(Requirement.loudness), truePeak?.map(Requirement.truePeak),
            captionLength?.map(Requirement.captionLength), hashtags?.map(Requirement.hashtags),
        ]
        return others + numbers.compactMap { $0 }
    }
}
