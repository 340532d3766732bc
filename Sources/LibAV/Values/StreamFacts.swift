internal import CFFmpeg
internal import CFFmpegShims

/// A demuxer's facts about one stream.
public struct StreamFacts: Sendable {
    /// The kind of stream; `other` is data, attachments and anything unknown to FFmpeg.
    public enum Kind: Sendable { case video, audio, subtitle, other }

    /// Facts about a video stream.
    public struct Video: Sendable {
        /// Coded width in pixels, before rotation and sample aspect.
        public var width: Int
        /// Coded height in pixels, before rotation and sample aspect.
        public var height: Int
        /// The pixel format of decoded frames.
        public var pixelFormat: PixelFormat
        /// Sample aspect ratio; 1:1 if not stated.
        public var sampleAspect: (Int, Int)
        /// The sample aspect ratio in the codec's own header, regardless of the container; nil if not stated.
        public var codedAspect: (Int, Int)?
        /// FFmpeg's display matrix (9 numbers in 16.16 and 2.30 fixed point), or empty.
        public var displayMatrix: [Int32]
        /// Frames hold two fields; false also if the header does not state it.
        public var isInterlaced: Bool
        /// FFmpeg's name of the colour range, `tv` or `pc`; nil if not stated.
        public var range: String?
        /// FFmpeg's name of the colour primaries, e.g. `bt709`; nil if not stated.
        public var primaries: String?
        /// FFmpeg's name of the transfer characteristics, e.g. `bt709`; nil if not stated.
        public var transfer: String?
        /// FFmpeg's name of the matrix from RGB to YUV, e.g. `bt709`; nil if not stated.
        public var matrix: String?
        /// Peak luminance in cd/m²: MaxCLL, else the mastering display's; nil if the container states
        /// neither.
        public var peakLuminance: Double?
        /// The container marks the stream as Dolby Vision.
        public var dolbyVision: DolbyVision?
        /// Number of frames that the decoder holds back.
        public var reorderDepth: Int
        /// A still cover picture, not a video.
        public var isPicture: Bool
        /// Average frames per second as the container states; 0 if unknown.
        public var averageRate: (Int, Int)
        /// The lowest frame rate that represents all frame times (`r_frame_rate`), a guess; 0 if unknown.
        public var baseRate: (Int, Int)
    }

    /// Dolby Vision of a stream: what its pictures are to a player that does not know it.
    public enum DolbyVision: Sendable {
        /// HDR10, HLG or BT.709.
        case compatible
        /// Nothing: colours that only Dolby Vision can show (profile 5).
        case alone
    }

    /// Facts about an audio stream.
    public struct Audio: Sendable {
        /// Sample rate; 0 if unknown.
        public var sampleRate: Int
        /// Number of channels; 0 if unknown.
        public var channels: Int
        /// FFmpeg's channel layout name, e.g. `stereo`; nil if it has none.
        public var layout: String?
        /// Samples per packet; 0 if it varies.
        public var frameSize: Int
        /// Samples that decoders drop from the start, as the container states.
        public var priming: Int
    }

    /// Index of the stream in the file, from 0.
    public var index: Int
    /// The kind of stream.
    public var kind: Kind
    /// FFmpeg's codec name, e.g. `h264`.
    public var codec: String
    /// This computer's FFmpeg has a decoder.
    public var isDecodable: Bool
    /// FFmpeg's profile name, e.g. `High`; nil if unknown or the codec has none.
    public var profile: String?
    /// The codec's level number (H.264: 31 for 3.1); negative if unknown.
    public var level: Int
    /// Seconds per tick, as a fraction.
    public var timeBase: (numerator: Int, denominator: Int)
    /// The first presentation time in ticks; nil if unknown.
    public var start: Int64?
    /// Duration in ticks, as the container states; nil if it does not.
    public var duration: Int64?
    /// Number of frames, as the container states; 0 if it does not.
    public var frameCount: Int
    /// Mean bit rate, as the demuxer knows it; 0 if unknown.
    public var bitsPerSecond: Int
    /// The container marks it as the default stream.
    public var isDefault: Bool
    /// The stream's metadata; bytes that are not UTF-8 become U+FFFD.
    public var metadata: [String: String]
    /// The codec's private header (avcC, OpusHead, …).
    public var header: [UInt8]
    /// Facts about video; nil for other kinds.
    public var video: Video?
    /// Facts about audio; nil for other kinds.
    public var audio: Audio?

    /// VP8 and VP9 in Matroska and WebM: the pictures' transparency is stored beside them.
    public var hasAlphaBeside: Bool { metadata[Self.alphaTag] == "1" }
    static let alphaTag = "alpha_mode"

    init(_ stream: UnsafeMutablePointer<AVStream>) {
        let facts = stream.pointee
        let codecFacts = facts.codecpar.pointee
        index = Int(facts.index)
        let isUnknown = codecFacts.codec_id == AV_CODEC_ID_NONE && codecFacts.codec_tag != 0
        codec =
            isUnknown
            ? fourCC(codecFacts.codec_tag) : text(avcodec_get_name(codecFacts.codec_id)) ?? "unknown"
        isDecodable = avcodec_find_decoder(codecFacts.codec_id) != nil
        profile = text(avcodec_profile_name(codecFacts.codec_id, codecFacts.profile))
        level = Int(codecFacts.level)
        timeBase = (Int(facts.time_base.num), Int(facts.time_base.den))
        start = time(facts.start_time)
        duration = time(facts.duration)
        frameCount = Int(facts.nb_frames)
        bitsPerSecond = Int(codecFacts.bit_rate)
        isDefault = facts.disposition & AV_DISPOSITION_DEFAULT != 0
        metadata = LibAV.metadata(facts.metadata)
        header = Array(
            UnsafeBufferPointer(start: codecFacts.extradata, count: Int(codecFacts.extradata_size)))
        switch codecFacts.codec_type {
        case AVMEDIA_TYPE_VIDEO:
            kind = .video
            video = Video(stream)
        case AVMEDIA_TYPE_AUDIO:
            kind = .audio
            audio = Audio(codecFacts)
        case AVMEDIA_TYPE_SUBTITLE: kind = .subtitle
        default: kind = .other
        }
    }
}

extension StreamFacts.Video {
    fileprivate init(_ stream: UnsafeMutablePointer<AVStream>) {
        let facts = stream.pointee
        let codec = facts.codecpar.pointee
        width = Int(codec.width)
        height = Int(codec.height)
        pixelFormat = PixelFormat(codec.format)
        let aspect = facts.sample_aspect_ratio.num > 0 ? facts.sample_aspect_ratio : codec.sample_aspect_ratio
        let hasAspect = aspect.num > 0 && aspect.den > 0
        sampleAspect = hasAspect ? (Int(aspect.num), Int(aspect.den)) : (1, 1)
        let coded = codec.sample_aspect_ratio
        codedAspect = coded.num > 0 && coded.den > 0 ? (Int(coded.num), Int(coded.den)) : nil
        displayMatrix =
            clipfit_display_matrix(stream).map { Array(UnsafeBufferPointer(start: $0, count: 9)) } ?? []
        isInterlaced = codec.field_order.rawValue > AV_FIELD_PROGRESSIVE.rawValue
        range =
            codec.color_range == AVCOL_RANGE_UNSPECIFIED ? nil : text(av_color_range_name(codec.color_range))
        primaries =
            codec.color_primaries == AVCOL_PRI_UNSPECIFIED
            ? nil : text(av_color_primaries_name(codec.color_primaries))
        transfer =
            codec.color_trc == AVCOL_TRC_UNSPECIFIED ? nil : text(av_color_transfer_name(codec.color_trc))
        matrix =
            codec.color_space == AVCOL_SPC_UNSPECIFIED ? nil : text(av_color_space_name(codec.color_space))
        let peak = clipfit_peak_luminance(stream)
        peakLuminance = peak > 0 ? peak : nil
        let base = clipfit_dolby_vision(stream)
        dolbyVision = base < 0 ? nil : base == 0 ? .alone : .compatible
        reorderDepth = Int(codec.video_delay)
        isPicture = facts.disposition & AV_DISPOSITION_ATTACHED_PIC != 0
        averageRate = (Int(facts.avg_frame_rate.num), Int(facts.avg_frame_rate.den))
        baseRate = (Int(facts.r_frame_rate.num), Int(facts.r_frame_rate.den))
    }

    /// The display matrix mirrors the picture.
    public var isMirrored: Bool {
        guard displayMatrix.count == 9 else { return false }
        let (a, b, c, d) = (displayMatrix[0], displayMatrix[1], displayMatrix[3], displayMatrix[4])
        return Int64(a) * Int64(d) - Int64(b) * Int64(c) < 0
    }

    /// Clockwise rotation by the player in degrees, rounded to 0, 90, 180 or 270.
    public var rotation: Int {
        guard displayMatrix.count == 9 else { return 0 }
        let degrees = -av_display_rotation_get(displayMatrix)
        guard degrees.isFinite else { return 0 }
        return ((Int((degrees / 90).rounded()) * 90) % 360 + 360) % 360
    }
}

extension StreamFacts.Audio {
    fileprivate init(_ codec: AVCodecParameters) {
        var layout = codec.ch_layout
        if layout.order == AV_CHANNEL_ORDER_UNSPEC { av_channel_layout_default(&layout, layout.nb_channels) }
        sampleRate = Int(codec.sample_rate)
        channels = Int(layout.nb_channels)
        self.layout = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            av_channel_layout_describe(&layout, buffer.baseAddress, buffer.count) > 0
                ? String(cString: buffer.baseAddress!) : nil
        }
        frameSize = Int(codec.frame_size)
        priming = Int(codec.initial_padding)
    }
}

/// The text of a codec tag; letters and digits only.
private func fourCC(_ tag: UInt32) -> String {
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: tag >> (8 * $0)) }
    return String(decoding: bytes.map { (0x30...0x7A).contains($0) ? $0 : 0x5F }, as: UTF8.self)
}

/// Converts an FFmpeg dictionary; bytes that are not UTF-8 become U+FFFD.
func metadata(_ dictionary: OpaquePointer?) -> [String: String] {
    var entries: [String: String] = [:]
    var entry: UnsafeMutablePointer<AVDictionaryEntry>?
    while let next = av_dict_get(dictionary, "", entry, AV_DICT_IGNORE_SUFFIX) {
        entries[String(cString: next.pointee.key)] = String(cString: next.pointee.value)
        entry = next
    }
    return entries
}
