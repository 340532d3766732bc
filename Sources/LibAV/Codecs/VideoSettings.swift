/// How pictures are to be encoded. What is not named here is taken from the source's stream.
public struct VideoSettings: Sendable {
    /// The codec, which also decides the encoder.
    public var codec: VideoCodec
    /// Constant rate factor on the codec's own scale (x264, x265: 0…51, libvpx: 0…63), for the edges of H.264 the quantizer
    /// of 8 bits; lower is better.
    public var quality: Double
    /// x264's preset name; libvpx takes its nearest `cpu-used`.
    public var speed: String
    /// The most frames from one keyframe to the next.
    public var keyInterval: Int
    /// Id of the sequence and picture parameter sets (H.264, 0…31); nil for the encoder's own.
    public var parameterSet: Int?
    /// H.264 with four-byte lengths before its units, as in MP4, instead of start codes.
    public var hasLengthPrefixes = false
    /// An edge: profile and level of the source's stream, so that one track can hold both.
    public var matchesSource = false
    /// Pictures come as BT.709 of limited range, whatever the source's stream says.
    public var isBT709 = false
    /// HDR10's facts of light, of HEVC.
    public var light = StaticLight()
    /// Threads of the encoder; x264's pictures depend on their number.
    public var threads: Int

    /// Settings for a codec; no parameter set id, no length prefixes, no source to match.
    public init(codec: VideoCodec, quality: Double, speed: String, keyInterval: Int, threads: Int) {
        self.codec = codec
        self.quality = quality
        self.speed = speed
        self.keyInterval = keyInterval
        self.threads = threads
    }
}
