/// Output container formats.
public enum Container: String, Hashable, Codable, Sendable, CaseIterable {
    case mp4, mov, matroska, webm, mpegts

    /// The container of a file extension (lower case, without dot).
    public init?(fileExtension: String) {
        switch fileExtension {
        case "mp4", "m4v": self = .mp4
        case "mov", "qt": self = .mov
        case "mkv": self = .matroska
        case "webm": self = .webm
        case "ts", "mts", "m2ts": self = .mpegts
        default: return nil
        }
    }

    /// The source's container if clipfit writes it, else MP4.
    public init(ofSource info: MediaInfo, fileExtension: String) {
        let format = info.container
        switch format {
        case "mp4", "mov", "webm", "mpegts", "matroska": self = Container(rawValue: format)!
        default: self = .mp4
        }
    }

    /// The extension in lower case, without dot; ``init(fileExtension:)`` parses it.
    public var fileExtension: String {
        switch self {
        case .mp4: "mp4"
        case .mov: "mov"
        case .matroska: "mkv"
        case .webm: "webm"
        case .mpegts: "ts"
        }
    }

    /// The display name, e.g. `MPEG-TS`.
    public var name: String {
        switch self {
        case .mp4: "MP4"
        case .mov: "QuickTime"
        case .matroska: "Matroska"
        case .webm: "WebM"
        case .mpegts: "MPEG-TS"
        }
    }

    /// The default codec of a re-encode.
    public var videoCodec: String { self == .webm ? "vp9" : "h264" }
    /// The codec of a re-encode that leaves the picture unchanged: what phones play stays.
    public func videoCodec(reencoding codec: String) -> String {
        ["hevc", "vp9", "av1"].contains(codec) && holdsVideo(codec) ? codec : videoCodec
    }
    /// One track can hold pictures of two encoders. In MP4, AV1's sequence header must not change (AV1 in ISOBMFF, 2.3).
    public func joinsEncodings(of codec: String) -> Bool {
        codec != "av1" || self == .matroska || self == .webm
    }
    /// FFmpeg's name of the default audio codec of a re-encode.
    public var audioCodec: String { self == .webm ? "opus" : "aac" }

    /// Copyable video codecs that the container can hold.
    public func holdsVideo(_ codec: String) -> Bool {
        switch self {
        case .mp4: ["h264", "hevc", "av1", "vp9"].contains(codec)
        case .mov: ["h264", "hevc", "prores", "dnxhd", "mjpeg", "png"].contains(codec)
        case .matroska:
            ["h264", "hevc", "av1", "vp8", "vp9", "prores", "mjpeg", "png", "ffv1", "mpeg2video"].contains(
                codec)
        case .webm: ["vp8", "vp9", "av1"].contains(codec)
        case .mpegts: ["h264", "hevc", "mpeg2video"].contains(codec)
        }
    }

    /// Uncompressed sound that QuickTime has a name for; discs and cameras have other forms as well.
    private static let quickTimeSamples = Set(
        ["s8", "u8", "alaw", "mulaw"].map { "pcm_" + $0 }
            + ["s16", "s24", "s32", "f32", "f64"].flatMap { ["pcm_\($0)le", "pcm_\($0)be"] })

    /// Sound of this codec can be cut sample-exactly by copying packets. If ``skipsSound(_:)`` is false, the
    /// cut must be at a packet's start.
    public func copiesAudio(_ codec: String) -> Bool {
        switch self {
        case .mp4: codec == "aac"
        case .mov: codec == "aac" || Self.quickTimeSamples.contains(codec)
        case .matroska: codec == "aac" || codec == "opus"
        case .webm: codec == "opus"
        case .mpegts: codec == "aac"
        }
    }

    /// Sound of this codec is kept by ``TrimRequest/Method/copy``, which need not be sample-exact.
    public func holdsAudio(_ codec: String) -> Bool {
        copiesAudio(codec) || (self != .webm && ["mp3", "ac3", "eac3"].contains(codec))
    }

    /// The container can mark the first samples of copied sound as skipped; else a copy starts with a whole packet.
    public func skipsSound(_ codec: String) -> Bool {
        switch self {
        case .mp4, .mov: true
        case .matroska, .webm: codec == "opus"
        case .mpegts: false
        }
    }

    /// The container can store the picture's rotation.
    public var holdsRotation: Bool { self == .mp4 || self == .mov }
}
