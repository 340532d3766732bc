public import SystemPackage

/// What probing found in a file. Times are exact; those named in seconds are on the file's own clock,
/// which reads 0 where the earliest stream begins.
public struct MediaInfo: Hashable, Sendable {
    public struct Video: Hashable, Sendable {
        public var stream: Int
        public var codec: String
        public var profile: String?
        public var width: Int
        public var height: Int
        /// As a player shows it: sample aspect ratio and rotation applied.
        public var displayWidth: Int
        public var displayHeight: Int
        /// Clockwise degrees that a player turns the picture by: 0, 90, 180 or 270.
        public var rotation: Int
        public var isMirrored: Bool
        /// The rate that the frames keep, e.g. 30000/1001; nil where it varies.
        public var frameRate: Fraction?
        public var averageFrameRate: Fraction?
        public var hasVariableRate: Bool
        /// Presented frames; nil where the container does not tell and nobody counted.
        public var frames: Int?
        public var span: TimeRange?
        public var pixelFormat: String?
        public var bitDepth: Int
        public var isInterlaced: Bool
        public var colour: Colour
        public var timeBase: TimeBase
        public var deep: Deep?

        public init(stream: Int, codec: String, width: Int, height: Int, timeBase: TimeBase) {
            (self.stream, self.codec, self.timeBase) = (stream, codec, timeBase)
            (self.width, self.height) = (width, height)
            (displayWidth, displayHeight) = (width, height)
            (rotation, isMirrored, hasVariableRate, bitDepth, isInterlaced) = (0, false, false, 8, false)
            colour = Colour()
        }
    }

    public struct Colour: Hashable, Sendable {
        public var range: String?
        public var primaries: String?
        public var transfer: String?
        public var matrix: String?

        public init(range: String? = nil, primaries: String? = nil, transfer: String? = nil, matrix: String? = nil) {
            self.range = range
            self.primaries = primaries
            self.transfer = transfer
            self.matrix = matrix
        }

        public var isHDR: Bool { transfer == "smpte2084" || transfer == "arib-std-b67" }
    }

    /// What only reading the whole file tells.
    public struct Deep: Hashable, Sendable {
        /// Times of the keyframes on the file's clock.
        public var keyframes: [MediaTime]
        /// Frames of a later group are shown before its keyframe (an open GOP).
        public var hasOpenGOP: Bool
        /// Frames from one keyframe to the next: the most and the mean.
        public var longestGOP: Int
        public var meanGOP: Double
        /// The shortest and the longest time from one frame to the next.
        public var shortestFrame: MediaTime?
        public var longestFrame: MediaTime?

        public init(keyframes: [MediaTime], hasOpenGOP: Bool, longestGOP: Int, meanGOP: Double) {
            (self.keyframes, self.hasOpenGOP) = (keyframes, hasOpenGOP)
            (self.longestGOP, self.meanGOP) = (longestGOP, meanGOP)
        }
    }

    public struct Audio: Hashable, Sendable {
        public var stream: Int
        public var codec: String
        public var profile: String?
        public var sampleRate: Int
        public var channels: Int
        public var layout: String?
        public var span: TimeRange?
        public var language: String?
        public var isDefault: Bool
        public var timeBase: TimeBase

        public init(stream: Int, codec: String, sampleRate: Int, channels: Int, isDefault: Bool, timeBase: TimeBase) {
            (self.stream, self.codec, self.timeBase) = (stream, codec, timeBase)
            (self.sampleRate, self.channels, self.isDefault) = (sampleRate, channels, isDefault)
        }
    }

    public var path: FilePath
    public var container: String
    public var sizeBytes: Int64
    /// The presentation time at which the earliest stream begins.
    public var origin: MediaTime
    /// Latest stream end minus earliest stream start.
    public var duration: MediaTime
    /// What the header claims, where it differs from ``duration`` by more than half a second.
    public var claimedDuration: MediaTime?
    /// The index (`moov`) comes before the media data; nil for containers that have none.
    public var isFastStart: Bool?
    public var hasEditList: Bool?
    public var isFragmented: Bool
    /// Where it was recorded, as the file says (ISO 6709), for a warning about privacy.
    public var location: String?
    public var video: Video?
    public var audio: [Audio]
    /// Streams that clipfit does not carry over: subtitles, data, cover pictures.
    public var otherStreams: [String]
    public var warnings: [String]

    public init(path: FilePath, container: String, sizeBytes: Int64, origin: MediaTime, duration: MediaTime) {
        (self.path, self.container, self.sizeBytes) = (path, container, sizeBytes)
        (self.origin, self.duration) = (origin, duration)
        (isFragmented, audio, otherStreams, warnings) = (false, [], [], [])
    }

    /// Bits a second over the whole file.
    public var bitsPerSecond: Int? {
        duration.seconds > 0 ? Int((Double(sizeBytes) * 8 / duration.seconds).rounded()) : nil
    }

    /// The sound track that is kept when only one is: the one marked as default, else the first.
    public var mainAudio: Audio? { audio.first(where: \.isDefault) ?? audio.first }
}

/// A ratio of two whole numbers, e.g. a frame rate.
public struct Fraction: Hashable, Codable, Sendable {
    public var numerator: Int
    public var denominator: Int

    /// Nil for 0/0 and the like.
    public init?(_ numerator: Int, _ denominator: Int) {
        guard numerator > 0, denominator > 0 else { return nil }
        self.numerator = numerator
        self.denominator = denominator
    }

    public var value: Double { Double(numerator) / Double(denominator) }
}
