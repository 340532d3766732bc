internal import CFFmpeg

/// An FFmpeg pixel format: the memory layout of a picture's samples.
public struct PixelFormat: Hashable, Sendable {
    let code: Int32

    init(_ code: Int32) { self.code = code }

    /// 8-bit 4:2:0 in three planes.
    public static let planar420 = PixelFormat(AV_PIX_FMT_YUV420P.rawValue)

    /// 8-bit 4:2:0 with an alpha plane.
    public static let planar420Opacity = PixelFormat(AV_PIX_FMT_YUVA420P.rawValue)
    /// 8-bit planes of green, blue, red and alpha.
    static let planarRGBA = PixelFormat(AV_PIX_FMT_GBRAP.rawValue)

    private var descriptor: UnsafePointer<AVPixFmtDescriptor>? { av_pix_fmt_desc_get(AVPixelFormat(code)) }

    /// FFmpeg's name, e.g. `yuv420p10le`; nil if unknown.
    public var name: String? { text(av_get_pix_fmt_name(AVPixelFormat(code))) }

    /// Bits per sample of the first component; 0 if unknown.
    public var bitDepth: Int { Int(descriptor?.pointee.comp.0.depth ?? 0) }

    /// Luma and chroma, not RGB or a palette.
    public var isYUV: Bool {
        guard let descriptor else { return true }
        let others = UInt64(AV_PIX_FMT_FLAG_RGB) | UInt64(AV_PIX_FMT_FLAG_PAL)
        return descriptor.pointee.flags & others == 0
    }

    /// It has a plane or channel of transparency.
    public var hasAlpha: Bool {
        descriptor.map {
            $0.pointee.flags & (UInt64(AV_PIX_FMT_FLAG_ALPHA) | UInt64(AV_PIX_FMT_FLAG_PAL))
                == UInt64(AV_PIX_FMT_FLAG_ALPHA)
        } ?? false
    }

    /// Chroma subsampling is equal in both directions.
    var isAlikeBothWays: Bool {
        descriptor.map { $0.pointee.log2_chroma_w == $0.pointee.log2_chroma_h } ?? false
    }

    /// The name alone declares full range.
    public var isFullRange: Bool { name?.hasPrefix("yuvj") == true }

    /// `4:2:0` and the like; nil unless it is luma with two chroma planes.
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

    /// The nearest format of `codec` that phones play: 4:2:0, 8-bit for H.264, at most 10-bit for HEVC. VP8
    /// and VP9, which phones do not record, keep the nearest encodable format.
    public func playable(as codec: VideoCodec) -> PixelFormat {
        switch codec {
        case .h264:
            let kept = [AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_NV12].map(\.rawValue)
            return kept.contains(code) ? self : .planar420
        case .hevc, .av1:
            return PixelFormat((bitDepth > 8 ? AV_PIX_FMT_YUV420P10LE : AV_PIX_FMT_YUV420P).rawValue)
        case .vp8, .vp9: return encodable(by: codec)
        }
    }

    /// Bytes per row and number of rows of each plane, for this picture size.
    func planes(width: Int, height: Int) -> [(bytes: Int, rows: Int)] {
        guard let descriptor else { return [] }
        let chromaShift = Int(descriptor.pointee.log2_chroma_h)
        return (0..<Int(max(0, av_pix_fmt_count_planes(AVPixelFormat(code))))).map { plane in
            let bytes = av_image_get_linesize(AVPixelFormat(code), Int32(width), Int32(plane))
            let isChroma = plane == 1 || plane == 2
            return (Int(max(0, bytes)), isChroma ? (height + (1 << chromaShift) - 1) >> chromaShift : height)
        }
    }

    /// The format itself if `codec` can encode it, else the nearest that it can.
    ///
    /// The encoders publish these lists; bit depth and chroma resolution are not reduced if there is a
    /// choice.
    public func encodable(by codec: VideoCodec) -> PixelFormat {
        let choices = codec.pixelFormats
        if choices.contains(code) { return self }
        let list = choices.map { AVPixelFormat($0) } + [AV_PIX_FMT_NONE]
        var loss: Int32 = 0
        return PixelFormat(avcodec_find_best_pix_fmt_of_list(list, AVPixelFormat(code), 0, &loss).rawValue)
    }
}

/// The video codecs that clipfit encodes, each with its encoder.
public enum VideoCodec: String, Sendable, Hashable {
    case h264, hevc, vp8, vp9, av1

    /// This computer's FFmpeg has the encoder.
    public var isAvailable: Bool { avcodec_find_encoder_by_name(encoderName) != nil }

    /// Says that the encoder is missing.
    public var missing: String { "this FFmpeg has no encoder for \(rawValue.uppercased()) (\(encoderName))" }

    var encoderName: String {
        switch self {
        case .h264: "libx264"
        case .hevc: "libx265"
        case .vp8: "libvpx"
        case .vp9: "libvpx-vp9"
        case .av1: "libaom-av1"
        }
    }

    /// Odd widths and heights cannot be encoded.
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
        case .hevc: formats = [AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUV420P10LE]
        case .vp8: formats = [AV_PIX_FMT_YUV420P]
        case .vp9, .av1:
            formats = [
                AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUV420P10LE,
                AV_PIX_FMT_YUV422P10LE, AV_PIX_FMT_YUV444P10LE,
            ]
        }
        return formats.map(\.rawValue)
    }
}

/// The audio codecs that clipfit encodes.
public enum AudioCodec: String, Sendable, Hashable {
    case aac, opus
    /// Uncompressed floats, for files between two steps.
    case pcm = "pcm_f32le"

    var encoderName: String { self == .opus ? "libopus" : rawValue }
    /// The encoder takes both channels in turn.
    var isInterleaved: Bool { self != .aac }
}
