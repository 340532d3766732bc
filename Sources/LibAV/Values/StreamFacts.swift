internal import CFFmpeg
internal import CFFmpegShims

/// What a demuxer knows of one stream, as a value.
public struct StreamFacts: Sendable {
    /// What a stream holds; `other` is data, attachments and what FFmpeg does not know.
    public enum Kind: Sendable { case video, audio, subtitle, other }

    /// What is known of a stream of pictures.
    public struct Video: Sendable {
        /// Coded width in pixels, before rotation and sample aspect.
        public var width: Int
        /// Coded height in pixels, before rotation and sample aspect.
        public var height: Int
        /// How the decoded samples lie in memory.
        public var pixelFormat: PixelFormat
        /// Width to height of one sample; 1:1 where it is not told.
        public var sampleAspect: (Int, Int)
        /// The same as the codec's own header tells it, whatever the container says; nil where it does not.
        public var codedAspect: (Int, Int)?
        /// FFmpeg's display matrix (9 numbers in 16.16 and 2.30 fixed point), or empty.
        public var displayMatrix: [Int32]
        /// A picture holds two fields; false also where the header does not tell.
        public var isInterlaced: Bool
        /// FFmpeg's name of the colour range, `tv` or `pc`; nil where it is not told.
        public var range: String?
        /// FFmpeg's name of the colour primaries, e.g. `bt709`; nil where they are not told.
        public var primaries: String?
        /// FFmpeg's name of the transfer characteristics, e.g. `bt709`; nil where they are not told.
        public var transfer: String?
        /// FFmpeg's name of the matrix from RGB to YUV, e.g. `bt709`; nil where it is not told.
        public var matrix: String?
        /// The brightest that it holds (MaxCLL) or else its mastering display shows, in cd/m²; nil where the container does
        /// not tell.
        public var peakLuminance: Double?
        /// Frames that the decoder holds back before it shows one.
        public var reorderDepth: Int
        /// A cover picture, not a moving one.
        public var isPicture: Bool
        /// Frames a second: the container's average and the smallest common rate; 0 where unknown.
        public var averageRate: (Int, Int)
        /// The lowest rate that can tell all frames' times (`r_frame_rate`), a guess; 0 where unknown.
        public var baseRate: (Int, Int)
    }

    /// What is known of a stream of sound.
    public struct Audio: Sendable {
        /// Samples a second in each channel; 0 where unknown.
        public var sampleRate: Int
        /// The number of channels; 0 where unknown.
        public var channels: Int
        /// FFmpeg's name of the channel layout, e.g. `stereo`; nil where it has none.
        public var layout: String?
        /// Samples that one packet decodes to; 0 where it varies.
        public var frameSize: Int
        /// Samples that a decoder drops from the start, as the container tells.
        public var priming: Int
    }

    /// The stream's index in the file, from 0.
    public var index: Int
    /// What the stream holds.
    public var kind: Kind
    /// FFmpeg's name of the codec, e.g. `h264`.
    public var codec: String
    /// FFmpeg's name of the profile, e.g. `High`; nil where the codec has none or it is unknown.
    public var profile: String?
    /// The level as the codec counts it (H.264: 31 for 3.1); negative where unknown.
    public var level: Int
    /// Seconds a tick, as a fraction.
    public var timeBase: (numerator: Int, denominator: Int)
    /// The first presentation time in ticks; nil where it is unknown.
    public var start: Int64?
    /// Length in ticks, as the container tells; nil where it does not.
    public var duration: Int64?
    /// Frames as the container counts them; 0 where it does not.
    public var frameCount: Int
    /// The mean rate as the demuxer knows it; 0 where it does not.
    public var bitsPerSecond: Int
    /// The container marks it as the stream to play by default.
    public var isDefault: Bool
    /// The stream's own tags; bytes that are no UTF-8 become U+FFFD.
    public var metadata: [String: String]
    /// The codec's private header (avcC, OpusHead, …).
    public var header: [UInt8]
    /// What only pictures have; nil for other kinds.
    public var video: Video?
    /// What only sound has; nil for other kinds.
    public var audio: Audio?

    init(_ stream: UnsafeMutablePointer<AVStream>) {
        let facts = stream.pointee
        let codecFacts = facts.codecpar.pointee
        index = Int(facts.index)
        codec = text(avcodec_get_name(codecFacts.codec_id)) ?? "unknown"
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
        reorderDepth = Int(codec.video_delay)
        isPicture = facts.disposition & AV_DISPOSITION_ATTACHED_PIC != 0
        averageRate = (Int(facts.avg_frame_rate.num), Int(facts.avg_frame_rate.den))
        baseRate = (Int(facts.r_frame_rate.num), Int(facts.r_frame_rate.den))
    }

    /// The picture is shown as in a mirror: the display matrix turns it over.
    public var isMirrored: Bool {
        guard displayMatrix.count == 9 else { return false }
        let (a, b, c, d) = (displayMatrix[0], displayMatrix[1], displayMatrix[3], displayMatrix[4])
        return Int64(a) * Int64(d) - Int64(b) * Int64(c) < 0
    }

    /// Clockwise rotation that a player applies, in degrees 0, 90, 180 or 270 (nearest).
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

/// A dictionary of FFmpeg's as a value; bytes that are no UTF-8 become U+FFFD.
func metadata(_ dictionary: OpaquePointer?) -> [String: String] {
    var entries: [String: String] = [:]
    var entry: UnsafeMutablePointer<AVDictionaryEntry>?
    while let next = av_dict_get(dictionary, "", entry, AV_DICT_IGNORE_SUFFIX) {
        entries[String(cString: next.pointee.key)] = String(cString: next.pointee.value)
        entry = next
    }
    return entries
}
