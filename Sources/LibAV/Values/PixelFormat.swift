internal import CFFmpeg

/// How a picture's samples lie in memory: FFmpeg's pixel format, with the few facts that we ask of it.
public struct PixelFormat: Hashable, Sendable {
    let code: Int32

    init(_ code: Int32) { self.code = code }

    /// 8 bits, three planes, chroma halved in both directions.
    public static let planar420 = PixelFormat(AV_PIX_FMT_YUV420P.rawValue)

    /// The same with a plane of opacity.
    public static let planar420Opacity = PixelFormat(AV_PIX_FMT_YUVA420P.rawValue)
    /// 8 bits, planes of green, blue, red and opacity.
    static let planarRGBA = PixelFormat(AV_PIX_FMT_GBRAP.rawValue)

    private var descriptor: UnsafePointer<AVPixFmtDescriptor>? { av_pix_fmt_desc_get(AVPixelFormat(code)) }

    /// FFmpeg's name, e.g. `yuv420p10le`; nil where the format is unknown.
    public var name: String? { text(av_get_pix_fmt_name(AVPixelFormat(code))) }

    /// Bits a sample of the first component; 0 where the format is unknown.
    public var bitDepth: Int { Int(descriptor?.pointee.comp.0.depth ?? 0) }

    /// Luma and chroma, not red, green and blue or a palette.
    public var isYUV: Bool {
        guard let descriptor else { return true }
        let others = UInt64(AV_PIX_FMT_FLAG_RGB) | UInt64(AV_PIX_FMT_FLAG_PAL)
        return descriptor.pointee.flags & others == 0
    }

    /// Chroma has the same share of luma's samples in both directions.
    var isAlikeBothWays: Bool {
        descriptor.map { $0.pointee.log2_chroma_w == $0.pointee.log2_chroma_h } ?? false
    }

    /// Its name alone says that all values of a sample are used.
    var isFullRange: Bool { name?.hasPrefix("yuvj") == true }

    /// `4:2:0` and the like; nil for what is not luma with two planes of chroma.
    public var subsampling: String? {
        guard let descriptor, isYUV, descriptor.pointee.nb_components >= 3 else { return nil }
        switch (descriptor.pointee.log2_chroma_w, descriptor.pointee.log2_chroma_h) {
        case (0, 0): return "4:4:4"
        case (1, 0): return "4:2:2"
        case (1, 1): return "4:2:0"
        case (2, 0): return "4:1:1"
        case (2, 2): return "4:1:0"
        case (0, 1): return "4:4:0"
        default: return nil
        }
    }

    /// What phones play of `codec`, nearest to the format: 4:2:0, for H.264 of 8 bits, for HEVC of at most 10. VP8 and VP9,
    /// which no phone records, keep what their encoders can make.
    public func playable(as codec: VideoCodec) -> PixelFormat {
        switch codec {
        case .h264:
            let kept = [AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_NV12].map(\.rawValue)
            return kept.contains(code) ? self : .planar420
        case .hevc: return PixelFormat((bitDepth > 8 ? AV_PIX_FMT_YUV420P10LE : AV_PIX_FMT_YUV420P).rawValue)
        case .vp8, .vp9: return encodable(by: codec)
        }
    }

    /// Bytes a row and rows of each plane of a picture of this size.
    func planes(width: Int, height: Int) -> [(bytes: Int, rows: Int)] {
        guard let descriptor else { return [] }
        let chromaShift = Int(descriptor.pointee.log2_chroma_h)
        return (0..<Int(max(0, av_pix_fmt_count_planes(AVPixelFormat(code))))).map { plane in
            let bytes = av_image_get_linesize(AVPixelFormat(code), Int32(width), Int32(plane))
            let isChroma = plane == 1 || plane == 2
            return (Int(max(0, bytes)), isChroma ? (height + (1 << chromaShift) - 1) >> chromaShift : height)
        }
    }

    /// The format itself where `codec` can encode it, else the closest one that it can.
    ///
    /// The lists are those that the encoders publish; their bit depth and chroma are never reduced
    /// below the source's where there is a choice.
    public func encodable(by codec: VideoCodec) -> PixelFormat {
        let choices = codec.pixelFormats
        if choices.contains(code) { return self }
        let list = choices.map { AVPixelFormat($0) } + [AV_PIX_FMT_NONE]
        var loss: Int32 = 0
        return PixelFormat(avcodec_find_best_pix_fmt_of_list(list, AVPixelFormat(code), 0, &loss).rawValue)
    }
}

/// The video codecs that clipfit encodes, each with the encoder that does it.
public enum VideoCodec: String, Sendable, Hashable {
    case h264, hevc, vp8, vp9

    /// This machine's FFmpeg has the encoder.
    public var isAvailable: Bool { avcodec_find_encoder_by_name(encoderName) != nil }

    var encoderName: String {
        switch self {
        case .h264: "libx264"
        case .hevc: "libx265"
        case .vp8: "libvpx"
        case .vp9: "libvpx-vp9"
        }
    }

    /// An odd last column or row cannot be held.
    public var needsEvenSizes: Bool { self == .h264 || self == .hevc }

    var pixelFormats: [Int32] {
        let formats: [AVPixelFormat]
        switch self {
        case .h264:
            formats = [
                AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUVJ422P,
                AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_NV12, AV_PIX_FMT_YUV420P10LE,
                AV_PIX_FMT_YUV422P10LE, AV_PIX_FMT_YUV444P10LE, AV_PIX_FMT_GRAY8,
            ]
        case .hevc: formats = [AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV420P10LE]
        case .vp8: formats = [AV_PIX_FMT_YUV420P]
        case .vp9:
            formats = [
                AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUV420P10LE,
                AV_PIX_FMT_YUV422P10LE, AV_PIX_FMT_YUV444P10LE,
            ]
        }
        return formats.map(\.rawValue)
    }
}

/// The sound codecs that clipfit encodes.
public enum AudioCodec: String, Sendable, Hashable {
    case aac, opus

    var encoderName: String { self == .aac ? "aac" : "libopus" }
}
