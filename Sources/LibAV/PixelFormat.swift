internal import CFFmpeg

/// How a picture's samples lie in memory: FFmpeg's pixel format, with the few facts that we ask of it.
public struct PixelFormat: Hashable, Sendable {
    let code: Int32

    init(_ code: Int32) { self.code = code }

    /// 8 bits, three planes, chroma halved in both directions.
    public static let planar420 = PixelFormat(AV_PIX_FMT_YUV420P.rawValue)

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
    case h264, vp8, vp9

    var encoderName: String {
        switch self {
        case .h264: "libx264"
        case .vp8: "libvpx"
        case .vp9: "libvpx-vp9"
        }
    }

    var pixelFormats: [Int32] {
        let formats: [AVPixelFormat]
        switch self {
        case .h264:
            formats = [
                AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUVJ422P,
                AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_NV12, AV_PIX_FMT_YUV420P10LE,
                AV_PIX_FMT_YUV422P10LE, AV_PIX_FMT_YUV444P10LE, AV_PIX_FMT_GRAY8,
            ]
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
