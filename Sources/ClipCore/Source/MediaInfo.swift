public import SystemPackage

/// The result of probing a file. Times are exact; times in seconds are on the file's own clock, which reads 0
/// at the start of the earliest stream.
public struct MediaInfo: Hashable, Sendable {
    /// The video stream: the default one, else the first.
    public struct Video: Hashable, Sendable {
        /// Index of the stream in the file, from 0.
        public var stream: Int
        /// FFmpeg's codec name, e.g. `h264`.
        public var codec: String
        /// FFmpeg's profile name, e.g. `High`; nil if unknown or the codec has none.
        public var profile: String?
        /// Coded width in pixels, before rotation and sample aspect.
        public var width: Int
        /// Coded height in pixels, before rotation and sample aspect.
        public var height: Int
        /// Displayed width in pixels: sample aspect ratio and rotation applied.
        public var displayWidth: Int
        /// Displayed height in pixels, likewise.
        public var displayHeight: Int
        /// Clockwise rotation by the player in degrees: 0, 90, 180 or 270.
        public var rotation: Int
        /// The display matrix mirrors the picture.
        public var isMirrored: Bool
        /// Constant frame rate, e.g. 30000/1001; nil if it varies.
        public var frameRate: Fraction?
        /// Mean frames per second as the container states, else its base rate; nil if both are unknown.
        public var averageFrameRate: Fraction?
        /// Frame intervals differ by more than rounding; a guess if only some were read.
        public var hasVariableRate: Bool
        /// Number of shown frames; nil if the container does not state it and they were not counted.
        public var frames: Int?
        /// Presentation range on the file's clock, end excluded; nil without packets.
        public var span: TimeRange?
        /// FFmpeg's name, e.g. `yuv420p10le`; nil if unknown.
        public var pixelFormat: String?
        /// Bits per sample of the first component; 0 if unknown.
        public var bitDepth: Int
        /// Frames hold two fields; false also if the header does not state it.
        public var isInterlaced: Bool
        /// Colour properties.
        public var colour: Colour
        /// Seconds per tick of the stream.
        public var timeBase: TimeBase
        /// Facts from reading all packets; nil if only some were read.
        public var deep: Deep?

        /// Creates a progressive 8-bit video of constant frame rate, displayed as coded; optional values are nil.
        public init(stream: Int, codec: String, width: Int, height: Int, timeBase: TimeBase) {
            (self.stream, self.codec, self.timeBase) = (stream, codec, timeBase)
            (self.width, self.height) = (width, height)
            (displayWidth, displayHeight) = (width, height)
            (rotation, isMirrored, hasVariableRate, bitDepth, isInterlaced) = (0, false, false, 8, false)
            colour = Colour()
        }
    }

    /// Colour properties (ISO/IEC 23091-2) by FFmpeg's names; nil if the stream does not state them.
    public struct Colour: Hashable, Sendable {
        /// `tv` for limited range, `pc` for full.
        public var range: String?
        /// Chromaticities of the primaries and of white, e.g. `bt709`.
        public var primaries: String?
        /// Transfer characteristics, e.g. `bt709` or, for HDR, `smpte2084`.
        public var transfer: String?
        /// Matrix from RGB to luma and chroma, e.g. `bt709`.
        public var matrix: String?
        /// Peak luminance in cd/m² as the container states.
        public var peak: Double?

        /// Creates colour properties; nil for values that the stream does not state.
        public init(
            range: String? = nil, primaries: String? = nil, transfer: String? = nil, matrix: String? = nil
        ) {
            (self.range, self.primaries, self.transfer, self.matrix) = (range, primaries, transfer, matrix)
        }

        /// High dynamic range: PQ (SMPTE ST 2084) or HLG (ARIB STD-B67).
        public var isHDR: Bool { transfer == "smpte2084" || transfer == "arib-std-b67" }
    }

    /// Facts that need the whole file to be read.
    public struct Deep: Hashable, Sendable {
        /// Times of the keyframes on the file's clock.
        public var keyframes: [MediaTime]
        /// Frames of a later GOP are shown before its keyframe (an open GOP).
        public var hasOpenGOP: Bool
        /// The most frames from one keyframe to the next.
        public var longestGOP: Int
        /// Mean frames from one keyframe to the next; 0 without keyframes.
        public var meanGOP: Double
        /// The shortest frame interval; nil with fewer than two frames.
        public var shortestFrame: MediaTime?
        /// The longest frame interval; nil with fewer than two frames.
        public var longestFrame: MediaTime?

        /// Creates deep facts; both frame intervals are nil.
        public init(keyframes: [MediaTime], hasOpenGOP: Bool, longestGOP: Int, meanGOP: Double) {
            (self.keyframes, self.hasOpenGOP) = (keyframes, hasOpenGOP)
            (self.longestGOP, self.meanGOP) = (longestGOP, meanGOP)
        }
    }

    /// A sound track.
    public struct Audio: Hashable, Sendable {
        /// Index of the stream in the file, from 0.
        public var stream: Int
        /// FFmpeg's codec name, e.g. `aac`.
        public var codec: String
        /// FFmpeg's profile name, e.g. `LC`; nil if unknown or the codec has none.
        public var profile: String?
        /// Samples per second and channel.
        public var sampleRate: Int
        /// Number of channels; probing omits tracks with none.
        public var channels: Int
        /// FFmpeg's channel layout name, e.g. `stereo` or `5.1(side)`; nil if it has none.
        public var layout: String?
        /// Audible range on the file's clock, priming and end excluded; nil if there is none.
        public var span: TimeRange?
        /// Language tag, mostly ISO 639-2, e.g. `deu` or `und`; nil without a tag.
        public var language: String?
        /// The container marks it as the default track.
        public var isDefault: Bool
        /// Seconds per tick of the stream.
        public var timeBase: TimeBase

        /// Creates a track; profile, layout, span and language are nil.
        public init(
            stream: Int, codec: String, sampleRate: Int, channels: Int, isDefault: Bool, timeBase: TimeBase
        ) {
            (self.stream, self.codec, self.timeBase) = (stream, codec, timeBase)
            (self.sampleRate, self.channels, self.isDefault) = (sampleRate, channels, isDefault)
        }
    }

    /// The file, as the user named it.
    public var path: FilePath
    /// `mp4`, `mov`, `3gp`, `matroska` or `webm`, else the first of FFmpeg's names, e.g. `mpegts`.
    public var container: String
    /// File size in bytes.
    public var sizeBytes: Int64
    /// Start of the earliest stream in presentation time.
    public var origin: MediaTime
    /// Latest stream end minus earliest stream start.
    public var duration: MediaTime
    /// Bytes of all packets; nil if only some were read.
    public var packetBytes: Int64?
    /// Where another recording follows whose times begin anew; nil if none is known of.
    package var clockRestart: MediaTime?
    /// The header's duration, if it differs from ``duration`` by more than half a second.
    public var claimedDuration: MediaTime?
    /// The index (`moov`) precedes the media data; nil for containers without one.
    public var isFastStart: Bool?
    /// Some track has an edit list (`elst`); nil for containers without them.
    public var hasEditList: Bool?
    /// The media are in movie fragments (`moof`, announced by `mvex`); false for other containers.
    public var isFragmented: Bool
    /// The title tag.
    public var title: String?
    /// SMPTE timecode of the first frame, e.g. `01:00:00;00`; `;` if it drops frames.
    public var timecode: String?
    /// Location of the recording (ISO 6709), for a privacy warning.
    public var location: String?
    /// How the file says it was made.
    public var provenance = Provenance()
    /// The video; nil if there is none, or it has no frames.
    public var video: Video?
    /// FFmpeg's name of the codec of pictures that clipfit does not read, where there are no others.
    public var unreadCodec: String?
    /// Audible sound tracks, in stream order.
    public var audio: [Audio]
    /// Streams that clipfit does not keep: subtitles, data, cover pictures.
    public var otherStreams: [String]
    /// Warnings about the file: a sentence each, lower case, without full stop.
    public var warnings: [String]

    /// Creates a file without streams; optional values are nil.
    public init(path: FilePath, container: String, sizeBytes: Int64, origin: MediaTime, duration: MediaTime) {
        (self.path, self.container, self.sizeBytes) = (path, container, sizeBytes)
        (self.origin, self.duration) = (origin, duration)
        (isFragmented, audio, otherStreams, warnings) = (false, [], [], [])
    }

    /// Mean bit rate of the whole file in bits per second.
    public var bitsPerSecond: Int? {
        duration.seconds > 0 ? Int((Double(sizeBytes) * 8 / duration.seconds).rounded()) : nil
    }

    /// Why there is nothing to trim in a file without ``video``, and what helps.
    public var lackOfPicture: (reason: String, hint: String) {
        if let unreadCodec {
            return (
                "clipfit does not read its pictures (\(unreadCodec))",
                "convert it first: ffmpeg -i FILE FILE.mp4"
            )
        }
        return (
            audio.isEmpty ? "it has neither picture nor sound" : "it has sound but no picture",
            "clipfit trims video; sound alone is nothing to trim"
        )
    }

    /// Why no time names one place in a file of several recordings, and what helps; nil if it does.
    package var lackOfClock: (reason: String, hint: String)? {
        clockRestart.map {
            (
                "its times begin anew after \($0.text) s: it is several recordings in one file",
                "split it, and name the parts one after another with --join"
            )
        }
    }

    /// The sound track to keep if only one is kept: the default one, else the first.
    public var mainAudio: Audio? { audio.first(where: \.isDefault) ?? audio.first }
}

/// A ratio of two whole numbers, e.g. a frame rate.
public struct Fraction: Hashable, Codable, Sendable {
    /// Positive.
    public var numerator: Int
    /// Positive.
    public var denominator: Int

    /// Creates a fraction; nil unless both are positive.
    public init?(_ numerator: Int, _ denominator: Int) {
        guard numerator > 0, denominator > 0 else { return nil }
        (self.numerator, self.denominator) = (numerator, denominator)
    }

    /// The nearest double.
    public var value: Double { Double(numerator) / Double(denominator) }
    /// The written form: `25` or `30000/1001`.
    public var text: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}
