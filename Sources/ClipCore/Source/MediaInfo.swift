public import SystemPackage

/// What probing found in a file. Times are exact; those named in seconds are on the file's own clock,
/// which reads 0 where the earliest stream begins.
public struct MediaInfo: Hashable, Sendable {
    /// The moving picture: of several the default one, else the first.
    public struct Video: Hashable, Sendable {
        /// The stream's index in the file, from 0.
        public var stream: Int
        /// FFmpeg's name of the codec, e.g. `h264`.
        public var codec: String
        /// FFmpeg's name of the profile, e.g. `High`; nil where the codec has none or it is unknown.
        public var profile: String?
        /// Coded width in pixels, before rotation and sample aspect.
        public var width: Int
        /// Coded height in pixels, before rotation and sample aspect.
        public var height: Int
        /// As a player shows it: sample aspect ratio and rotation applied.
        public var displayWidth: Int
        /// Height in pixels as a player shows it, likewise.
        public var displayHeight: Int
        /// Clockwise degrees that a player turns the picture by: 0, 90, 180 or 270.
        public var rotation: Int
        /// The display matrix turns the picture over, as a mirror does.
        public var isMirrored: Bool
        /// The rate that the frames keep, e.g. 30000/1001; nil where it varies.
        public var frameRate: Fraction?
        /// Mean frames a second as the container tells, else its base rate; nil where both are unknown.
        public var averageFrameRate: Fraction?
        /// Steps from frame to frame differ by more than rounding; a guess where only some were seen.
        public var hasVariableRate: Bool
        /// Presented frames; nil where the container does not tell and nobody counted.
        public var frames: Int?
        /// When it is shown, on the file's clock, end not included; nil where no packet is.
        public var span: TimeRange?
        /// FFmpeg's name, e.g. `yuv420p10le`; nil where it is unknown.
        public var pixelFormat: String?
        /// Bits a sample of the first component; 0 where unknown.
        public var bitDepth: Int
        /// A picture holds two fields; false also where the header does not tell.
        public var isInterlaced: Bool
        /// How sample values stand for colours.
        public var colour: Colour
        /// Seconds a tick of the stream.
        public var timeBase: TimeBase
        /// What all of its packets tell; nil where only some were read.
        public var deep: Deep?

        /// A video of constant rate, progressive and 8-bit, shown as coded; what is optional is nil.
        public init(stream: Int, codec: String, width: Int, height: Int, timeBase: TimeBase) {
            (self.stream, self.codec, self.timeBase) = (stream, codec, timeBase)
            (self.width, self.height) = (width, height)
            (displayWidth, displayHeight) = (width, height)
            (rotation, isMirrored, hasVariableRate, bitDepth, isInterlaced) = (0, false, false, 8, false)
            colour = Colour()
        }
    }

    /// How sample values stand for colours (ISO/IEC 23091-2), in FFmpeg's names; nil where it is not told.
    public struct Colour: Hashable, Sendable {
        /// `tv` for limited range, `pc` for full.
        public var range: String?
        /// The chromaticities of the primaries and of white, e.g. `bt709`.
        public var primaries: String?
        /// The transfer characteristics, e.g. `bt709` or, for HDR, `smpte2084`.
        public var transfer: String?
        /// The matrix from RGB to luma and chroma, e.g. `bt709`.
        public var matrix: String?
        /// cd/m² of the brightest that it holds, as the container tells.
        public var peak: Double?

        /// A colour of these names; nil for what the stream does not tell.
        public init(
            range: String? = nil, primaries: String? = nil, transfer: String? = nil, matrix: String? = nil
        ) {
            self.range = range
            self.primaries = primaries
            self.transfer = transfer
            self.matrix = matrix
        }

        /// High dynamic range: PQ (SMPTE ST 2084) or HLG (ARIB STD-B67).
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
        /// Mean frames from one keyframe to the next; 0 where there is no keyframe.
        public var meanGOP: Double
        /// The shortest and the longest time from one frame to the next.
        public var shortestFrame: MediaTime?
        /// The longest time from one frame to the next; nil where fewer than two are shown.
        public var longestFrame: MediaTime?

        /// Facts of all packets; both frame times are nil.
        public init(keyframes: [MediaTime], hasOpenGOP: Bool, longestGOP: Int, meanGOP: Double) {
            (self.keyframes, self.hasOpenGOP) = (keyframes, hasOpenGOP)
            (self.longestGOP, self.meanGOP) = (longestGOP, meanGOP)
        }
    }

    /// A sound track.
    public struct Audio: Hashable, Sendable {
        /// The stream's index in the file, from 0.
        public var stream: Int
        /// FFmpeg's name of the codec, e.g. `aac`.
        public var codec: String
        /// FFmpeg's name of the profile, e.g. `LC`; nil where the codec has none or it is unknown.
        public var profile: String?
        /// Samples a second in each channel.
        public var sampleRate: Int
        /// How many channels it has; probing leaves out tracks with none.
        public var channels: Int
        /// FFmpeg's name of the channel layout, e.g. `stereo` or `5.1(side)`; nil where it has none.
        public var layout: String?
        /// When it is heard, on the file's clock, priming and end not included; nil where it is not.
        public var span: TimeRange?
        /// The language as tagged, mostly ISO 639-2, e.g. `deu` or `und`; nil where there is no tag.
        public var language: String?
        /// The container marks it as the track to play by default.
        public var isDefault: Bool
        /// Seconds a tick of the stream.
        public var timeBase: TimeBase

        /// A track of these facts; profile, layout, span and language are nil.
        public init(
            stream: Int, codec: String, sampleRate: Int, channels: Int, isDefault: Bool, timeBase: TimeBase
        ) {
            (self.stream, self.codec, self.timeBase) = (stream, codec, timeBase)
            (self.sampleRate, self.channels, self.isDefault) = (sampleRate, channels, isDefault)
        }
    }

    /// The file, as it was named.
    public var path: FilePath
    /// `mp4`, `mov`, `3gp`, `matroska` or `webm`, else the first of FFmpeg's names, e.g. `mpegts`.
    public var container: String
    /// The file's length in bytes.
    public var sizeBytes: Int64
    /// The presentation time at which the earliest stream begins.
    public var origin: MediaTime
    /// Latest stream end minus earliest stream start.
    public var duration: MediaTime
    /// Bytes of all packets that were read; nil where only some were.
    public var packetBytes: Int64?
    /// What the header claims, where it differs from ``duration`` by more than half a second.
    public var claimedDuration: MediaTime?
    /// The index (`moov`) comes before the media data; nil for containers that have none.
    public var isFastStart: Bool?
    /// Some track has an edit list (`elst`); nil for containers that have none.
    public var hasEditList: Bool?
    /// Its media lie in movie fragments (`moof`, announced by `mvex`); false for containers that have none.
    public var isFragmented: Bool
    /// Where it was recorded, as the file says (ISO 6709), for a warning about privacy.
    public var location: String?
    /// What it says of how it was made.
    public var provenance = Provenance()
    /// The moving picture; nil where there is none, or where it holds no frames.
    public var video: Video?
    /// The sound tracks that can be heard, in the order of their streams.
    public var audio: [Audio]
    /// Streams that clipfit does not carry over: subtitles, data, cover pictures.
    public var otherStreams: [String]
    /// What is odd about the file: a sentence each, lower case, no full stop.
    public var warnings: [String]

    /// A file of which no stream is known yet; what is optional is nil.
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
    /// Positive, from the initializer.
    public var numerator: Int
    /// Positive, from the initializer.
    public var denominator: Int

    /// Nil for 0/0 and the like.
    public init?(_ numerator: Int, _ denominator: Int) {
        guard numerator > 0, denominator > 0 else { return nil }
        self.numerator = numerator
        self.denominator = denominator
    }

    /// The nearest double.
    public var value: Double { Double(numerator) / Double(denominator) }
    /// `25`, or `30000/1001`.
    public var text: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}
