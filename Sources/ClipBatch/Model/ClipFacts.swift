public import ClipCore

/// Figures of a file, for comparison with another.
public struct ClipFacts: Hashable, Codable, Sendable {
    /// The container's name, e.g. `mp4`.
    public var container: String
    /// Latest end of a stream minus earliest start.
    public var duration: MediaTime
    /// The file's length in bytes.
    public var sizeBytes: Int64
    /// Display size in pixels; nil without a picture.
    public var size: Picture.Size?
    /// The picture's codec.
    public var videoCodec: String?
    /// Frames per second, the average if they vary.
    public var frameRate: Double?
    /// Whether frames are unevenly spaced.
    public var hasVariableRate = false
    /// The main sound track's codec; nil without sound.
    public var audioCodec: String?
    /// Integrated loudness in LUFS; nil if not measured, and for silence.
    public var loudness: Double?
    /// The highest true peak in dBTP; nil likewise.
    public var truePeak: Double?

    /// Creates facts from probing, without loudness.
    public init(_ info: MediaInfo) {
        (container, duration, sizeBytes) = (info.container, info.duration, info.sizeBytes)
        if let video = info.video {
            size = Picture.Size(width: video.displayWidth, height: video.displayHeight)
            (videoCodec, hasVariableRate) = (video.codec, video.hasVariableRate)
            frameRate = (video.hasVariableRate ? video.averageFrameRate : video.frameRate)?.value
        }
        audioCodec = info.mainAudio?.codec
    }
}
