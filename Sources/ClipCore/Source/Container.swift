/// The containers that clipfit writes.
public enum Container: String, Hashable, Codable, Sendable, CaseIterable {
    case mp4, mov, matroska, webm, mpegts

    /// The container that a file name's extension (lower case, no dot) stands for.
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

    /// The container of a source that can hold the result too; MP4 for all others.
    public init(ofSource info: MediaInfo, fileExtension: String) {
        let format = info.container
        switch format {
        case "mp4", "mov", "webm", "mpegts", "matroska": self = Container(rawValue: format)!
        default: self = .mp4
        }
    }

    /// Lower case, without the dot; ``init(fileExtension:)`` reads it back.
    public var fileExtension: String {
        switch self {
        case .mp4: "mp4"
        case .mov: "mov"
        case .matroska: "mkv"
        case .webm: "webm"
        case .mpegts: "ts"
        }
    }

    /// The container's name for people, e.g. `MPEG-TS`.
    public var name: String {
        switch self {
        case .mp4: "MP4"
        case .mov: "QuickTime"
        case .matroska: "Matroska"
        case .webm: "WebM"
        case .mpegts: "MPEG-TS"
        }
    }

    /// What a re-encode puts into it.
    public var videoCodec: String { self == .webm ? "vp9" : "h264" }
    /// What a picture of that codec becomes where it is re-encoded but stays as it is: phones play HEVC.
    public func videoCodec(reencoding codec: String) -> String {
        codec == "hevc" && holdsVideo(codec) ? codec : videoCodec
    }
    /// FFmpeg's name of the sound codec that a re-encode puts into it.
    public var audioCodec: String { self == .webm ? "opus" : "aac" }

    /// Video codecs that it can hold as they are, of those that are ever copied.
    public func holdsVideo(_ codec: String) -> Bool {
        switch self {
        case .mp4, .mov: ["h264", "hevc", "av1"].contains(codec) || (self == .mp4 && codec == "vp9")
        case .matroska: ["h264", "hevc", "av1", "vp8", "vp9"].contains(codec)
        case .webm: ["vp8", "vp9", "av1"].contains(codec)
        case .mpegts: ["h264", "hevc"].contains(codec)
        }
    }

    /// Sound that can be cut by copying packets, in sync to the sample; where ``skipsSound(_:)`` is false it must
    /// begin with a packet.
    public func copiesAudio(_ codec: String) -> Bool {
        switch self {
        case .mp4: codec == "aac"
        case .mov: codec == "aac" || codec.hasPrefix("pcm_")
        case .matroska: codec == "aac" || codec == "opus"
        case .webm: codec == "opus"
        case .mpegts: codec == "aac"
        }
    }

    /// Sound that ``TrimRequest/Method/copy`` keeps as it is, besides what can be cut exactly.
    public func holdsAudio(_ codec: String) -> Bool {
        copiesAudio(codec) || (self != .webm && ["mp3", "ac3", "eac3"].contains(codec))
    }

    /// It can say that the first samples of copied sound are not to be heard. Else a copy begins with a whole packet.
    public func skipsSound(_ codec: String) -> Bool {
        switch self {
        case .mp4, .mov: true
        case .matroska, .webm: codec == "opus"
        case .mpegts: false
        }
    }

    /// It can say that the picture is to be turned.
    public var holdsRotation: Bool { self == .mp4 || self == .mov }
}
