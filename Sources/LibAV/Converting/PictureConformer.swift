internal import CFFmpeg
internal import CFFmpegShims

/// Converts all pictures of a stream to the declared format. Size, aspect ratio, pixel format, range and
/// matrix can change mid-stream; later stages need not handle that.
///
/// A picture of another aspect ratio is scaled and letterboxed, as players do. A change of the transfer
/// function (SDR and HDR) is only reported.
public struct PictureConformer: ~Copyable {
    private var declared: PictureForm
    /// The decoder's format, which may be one of the "full range" formats.
    private var declaredFormat: Int32
    private let codedAspect: [Int32]?
    private let trustsColours: Bool
    /// Clockwise rotation by the player in degrees: the stream's, and below that of the first picture.
    private let rotation: Int
    private var firstRotation: Int?
    private var latest: PictureForm?
    private var scaler: Scaler?

    /// Creates a conformer for the pictures of one stream.
    public init(_ stream: StreamFacts) {
        let video = stream.video
        declared = PictureForm(video ?? .unknown)
        declaredFormat = video?.pixelFormat.code ?? AV_PIX_FMT_NONE.rawValue
        codedAspect = video?.codedAspect.map { PictureForm.reduced(Int32($0.0), Int32($0.1)) }
        // VP8 cannot store it: FFmpeg reports BT.601 for every picture.
        trustsColours = stream.codec != "vp8"
        rotation = video?.rotation ?? 0
    }

    /// Difference of the latest picture from the declared format, for people; nil for none.
    public var difference: String? { latest.flatMap { $0 == declared ? nil : $0.text(unlike: declared) } }

    /// Size of all converted pictures, for people.
    public var declaredText: String { "\(declared.width)x\(declared.height)" }

    /// Converts `frame` to the declared format if it differs.
    ///
    /// - Returns: true if the format differs from the previous picture's, or for the first from the declared one.
    /// - Throws: if swscale cannot convert it, or memory is exhausted.
    public mutating func conform(_ frame: borrowing Frame) throws(AVFailure) -> Bool {
        if declared.width <= 0 || declared.format == AV_PIX_FMT_NONE.rawValue { settle(frame) }
        var form = PictureForm(frame, like: declared, codedAspect: codedAspect, trustsColours: trustsColours)
        form.turn = turn(of: frame)
        let isChange = form != latest ?? declared
        if isChange {
            latest = form
            scaler = nil
        }
        var plain = form
        plain.transfer = declared.transfer
        if plain == declared {
            // The same samples under another format name.
            frame.pointer.pointee.format = declaredFormat
            return isChange
        }
        try convert(frame, form)
        return isChange
    }

    /// Takes undeclared properties from the first picture.
    private mutating func settle(_ frame: borrowing Frame) {
        let facts = frame.pointer.pointee
        (declared.width, declared.height) = (facts.width, facts.height)
        (declared.format, declaredFormat) = (PictureForm.plain(facts.format), facts.format)
        declared.isFull = declared.isFull || declared.format != facts.format
    }

    /// Rotation relative to the first picture, whose own rotation is left to the container.
    private mutating func turn(of frame: borrowing Frame) -> Int32 {
        let told = clipfit_frame_matrix(frame.pointer).flatMap { matrix -> Int? in
            let degrees = -av_display_rotation_get(matrix)
            return degrees.isFinite ? Int((degrees / 90).rounded()) * 90 : nil
        }
        guard PixelFormat(declaredFormat).isAlikeBothWays else { return 0 }
        let found = told ?? rotation
        firstRotation = firstRotation ?? found
        return Int32(((found - firstRotation!) % 360 + 360) % 360)
    }

    private mutating func convert(_ frame: borrowing Frame, _ form: PictureForm) throws(AVFailure) {
        let inner = innerSize(form)
        let isTurned = form.turn % 180 != 0
        let size = isTurned ? (width: inner.height, height: inner.width) : inner
        if scaler == nil {
            scaler = try Scaler(
                from: .init(width: form.width, height: form.height, code: frame.pointer.pointee.format),
                to: .init(width: size.width, height: size.height, code: declaredFormat),
                (
                    .init(matrix: form.matrix, isFull: form.isFull),
                    .init(matrix: declared.matrix, isFull: declared.isFull)
                ))
        }
        let scaled = try turned(scaler!.convert(frame), by: form.turn, inner)
        describe(scaled)
        guard inner != (declared.width, declared.height) else { return frame.take(scaled) }
        let result = try blank(like: scaled, (declared.width, declared.height))
        // On even positions, where chroma samples start.
        let (x, y) = ((declared.width - inner.width) / 2 & ~1, (declared.height - inner.height) / 2 & ~1)
        try check(clipfit_frame_place(result.pointer, scaled.pointer, x, y), "convert a picture")
        frame.take(result)
    }

    private func blank(like frame: borrowing Frame, _ size: (width: Int32, height: Int32)) throws(AVFailure)
        -> Frame
    {
        let result = try Frame()
        try check(av_frame_copy_props(result.pointer, frame.pointer), "convert a picture")
        result.pointer.pointee.format = declaredFormat
        (result.pointer.pointee.width, result.pointer.pointee.height) = size
        try check(av_frame_get_buffer(result.pointer, 0), "make room for a picture")
        return result
    }

    private func turned(
        _ frame: consuming Frame, by degrees: Int32, _ size: (width: Int32, height: Int32)
    ) throws(AVFailure) -> Frame {
        guard degrees != 0 else { return frame }
        let result = try blank(like: frame, size)
        try check(clipfit_frame_turn(result.pointer, frame.pointer, degrees), "turn a picture")
        return result
    }

    /// The largest size with the picture's aspect ratio in the declared one; all of it if the ratios nearly agree.
    private func innerSize(_ form: PictureForm) -> (width: Int32, height: Int32) {
        let ratio = form.shownAspect / declared.shownAspect
        var (width, height) = (declared.width, declared.height)
        if ratio > 1.02 {
            height = min(height, max(2, Int32((Double(height) / ratio).rounded()) & ~1))
        } else if ratio < 1 / 1.02 {
            width = min(width, max(2, Int32((Double(width) * ratio).rounded()) & ~1))
        }
        return (width, height)
    }

    private func describe(_ frame: borrowing Frame) {
        let facts = frame.pointer
        facts.pointee.color_range = declared.isFull ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG
        facts.pointee.colorspace = AVColorSpace(UInt32(declared.matrix))
        facts.pointee.sample_aspect_ratio = AVRational(
            num: codedAspect?[0] ?? declared.aspect[0], den: codedAspect?[1] ?? declared.aspect[1])
    }
}

extension Frame {
    /// Takes over the content of `other`, replacing its own.
    public func take(_ other: consuming Frame) {
        reset()
        av_frame_move_ref(pointer, other.pointer)
    }
}

extension StreamFacts.Video {
    /// A video without known facts.
    fileprivate static var unknown: StreamFacts.Video {
        .init(
            width: 0, height: 0, pixelFormat: PixelFormat(AV_PIX_FMT_NONE.rawValue), sampleAspect: (1, 1),
            codedAspect: nil, displayMatrix: [], isInterlaced: false, range: nil, primaries: nil,
            transfer: nil, matrix: nil, peakLuminance: nil, dolbyVision: nil, reorderDepth: 0,
            isPicture: false, averageRate: (0, 0), baseRate: (0, 0))
    }
}
