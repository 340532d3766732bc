/// Encoder settings; everything else is taken from the source's stream.
public struct VideoSettings: Sendable {
    /// The codec, which also decides the encoder.
    public var codec: VideoCodec
    /// CRF on the codec's own scale (x264, x265: 0…51, libvpx, libaom: 0…63); for H.264 head and tail the 8-bit
    /// quantizer. Lower is better.
    public var quality: Double
    /// The x264 preset; `auto` for ``ownPreset`` with ``ownParameters``. libvpx and libaom ignore it.
    public var speed: String
    /// The most frames between keyframes.
    public var keyInterval: Int
    /// Id of H.264's sequence and picture parameter sets, 0…31; nil for the encoder's own.
    public var parameterSet: Int?
    /// H.264 with four-byte lengths before its NAL units, as in MP4, instead of start codes.
    public var hasLengthPrefixes = false
    /// A head or tail: has the source's profile and level, so that one track can hold both.
    public var matchesSource = false
    /// The pictures are BT.709 with limited range, whatever the source's stream declares.
    public var isBT709 = false
    /// HDR10 metadata for HEVC.
    public var light = StaticLight()
    /// The bit rate above which AV1's quality yields; 0 for none.
    public var mostBitsPerSecond = 0
    /// Encoder threads; x264's output depends on their number.
    public var threads: Int

    /// Creates settings without parameter set id, length prefixes and a source to match.
    public init(codec: VideoCodec, quality: Double, speed: String, keyInterval: Int, threads: Int) {
        (self.codec, self.quality, self.speed) = (codec, quality, speed)
        (self.keyInterval, self.threads) = (keyInterval, threads)
    }

    /// Preset that clipfit's own setting starts from.
    static let ownPreset = "veryfast"
    /// x264 parameters of clipfit's own setting: variance-based quantizers that spare flat and dark areas, fewer B-frames,
    /// and no blocks of other pictures below 16x16. At equal SSIM twelve real clips took 0.75 of the CPU time of plain
    /// `veryfast` and 0.77 to 1.09 of its bytes, 0.92 on average.
    static let ownParameters = ["aq-mode=2", "bframes=2", "partitions=i8x8,i4x4"]

    var isOwn: Bool { speed == "auto" }
    var preset: String { isOwn ? Self.ownPreset : speed }
}
