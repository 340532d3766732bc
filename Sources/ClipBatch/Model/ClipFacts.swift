public import ClipCore

/// A file in numbers, to be laid beside another.
public struct ClipFacts: Hashable, Codable, Sendable {
    /// The container's name, e.g. `mp4`.
    public var container: String
    /// Latest end of a stream less earliest start.
    public var duration: MediaTime
    /// The file's length in bytes.
    public var sizeBytes: Int64
    /// As it is shown, in pixels; nil without a picture.
    public var size: Picture.Size?
    /// The picture's codec.
    public var videoCodec: String?
    /// Frames a second, the mean where they vary.
    public var frameRate: Double?
    /// The frames are not evenly spaced.
    public var hasVariableRate = false
    /// The main sound track's codec; nil without sound.
    public var audioCodec: String?
    /// Integrated loudness in LUFS; nil where it was not measured, and for silence.
    public var loudness: Double?
    /// The highest true peak in dBTP; nil likewise.
    public var truePeak: Double?

    /// What probing found, loudness left open.
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
