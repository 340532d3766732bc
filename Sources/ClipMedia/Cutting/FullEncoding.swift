internal import ClipCore
internal import LibAV

/// Codec, pixel format and tone mapping for a picture that is encoded in full but otherwise unchanged.
///
/// HDR that becomes H.264 is tone-mapped to BT.709: at 8 bits it would show bands.
struct FullEncoding {
    let codec: VideoCodec
    let pixelFormat: PixelFormat
    /// Tone-maps to BT.709; otherwise the light stays.
    let isToneMapped: Bool
    /// Reason if the machine, not the plan, decided; nil otherwise.
    let deviation: String?

    /// - Parameters:
    ///   - planned: the codec that the plan names.
    ///   - container: has a codec of its own, used if this machine has no encoder for the planned one.
    ///   - isAvailable: whether this machine has an encoder for a codec.
    init(
        _ planned: VideoCodec, of video: StreamFacts.Video, in container: Container = .mp4,
        isAvailable: (VideoCodec) -> Bool = \.isAvailable
    ) {
        let fallback = VideoCodec(rawValue: container.videoCodec) ?? .h264
        let isMissing = planned != fallback && !isAvailable(planned)
        codec = isMissing ? fallback : planned
        deviation = isMissing ? planned.missing : nil
        pixelFormat = video.pixelFormat.playable(as: codec)
        isToneMapped = codec == .h264 && video.pixelFormat.bitDepth > 8 && video.hdr != nil
    }

    /// Codec, depth, subsampling and HDR of the encoded pictures.
    func coding(of video: StreamFacts.Video) -> PictureCoding {
        var coding = PictureCoding(
            codec: codec.rawValue, depth: pixelFormat.bitDepth, subsampling: pixelFormat.subsampling,
            hdr: isToneMapped ? nil : video.hdr)
        coding.isInterlaced = video.isInterlaced && !Deinterlacer.isAvailable
        let mask = codec.needsEvenSizes ? ~1 : ~0
        coding.size = Picture.Size(width: video.width & mask, height: video.height & mask)
        return coding
    }

    /// Converts x264's quality scale to `codec`'s, for about the same picture quality.
    static func quality(_ quality: Double, of codec: VideoCodec) -> Double {
        switch codec {
        case .h264: quality
        case .hevc: min(51, quality + 2)
        case .vp8, .vp9, .av1: min(63, quality + 10)
        }
    }
}

extension StreamFacts {
    /// Coding of the source's pictures; nil for sound.
    var coding: PictureCoding? {
        video.map {
            var coding = PictureCoding(
                codec: codec, depth: $0.pixelFormat.bitDepth, subsampling: $0.pixelFormat.subsampling,
                hdr: $0.hdr)
            (coding.isInterlaced, coding.hasAlpha) = (
                $0.isInterlaced, $0.pixelFormat.hasAlpha || hasAlphaBeside
            )
            coding.size = Picture.Size(width: $0.width, height: $0.height)
            return coding
        }
    }
}

extension StreamFacts.Video {
    /// The kind of HDR; nil for none.
    var hdr: Picture.HDR? { transfer.flatMap(Picture.HDR.init) }

    var colour: MediaInfo.Colour {
        var colour = MediaInfo.Colour(range: range, primaries: primaries, transfer: transfer, matrix: matrix)
        colour.peak = peakLuminance
        return colour
    }
}

/// Converts decoded frames to the format that an encoder expects.
final class FrameConverter {
    private let target: PixelFormat
    private let toneMapper: ToneMapper?
    private var scaler: Scaler?

    /// - Parameter toneMapper: makes BT.709 of the frames first; nil to keep their light.
    init(to target: PixelFormat, _ toneMapper: ToneMapper?) {
        (self.target, self.toneMapper) = (target, toneMapper)
    }

    /// Calls `body` with the frame, converted if needed, its time kept.
    func convert(_ frame: borrowing Frame, _ body: (borrowing Frame) throws -> Void) throws {
        if let toneMapper { return try body(try toneMapper.mapped(frame)) }
        if frame.pixelFormat == target { return try body(frame) }
        if scaler == nil { scaler = try Scaler(keepingColoursOf: frame, to: target) }
        try body(try scaler!.convert(frame))
    }
}
