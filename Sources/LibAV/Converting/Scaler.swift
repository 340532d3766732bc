internal import CFFmpeg
internal import CFFmpegShims

/// Converts pictures to another pixel format or size; owns an `SwsContext`.
public struct Scaler: ~Copyable {
    private let pointer: UnsafeMutableRawPointer
    private let source: Format
    private let target: Format

    /// A size and pixel format.
    struct Format {
        var width: Int32
        var height: Int32
        var code: Int32
    }

    /// Colour meaning of samples: `AVColorSpace`, and whether the range is full.
    struct Colours {
        var matrix: Int32
        var isFull: Bool
    }

    /// Converts pictures with the size and format of `frame` to another format; throws if that is impossible.
    public init(from frame: borrowing Frame, to target: PixelFormat) throws(AVFailure) {
        let facts = frame.pointer.pointee
        try self.init(
            from: Format(width: facts.width, height: facts.height, code: facts.format),
            to: Format(width: facts.width, height: facts.height, code: target.code))
    }

    /// The same, but keeps matrix and range, which swscale would derive from the formats' names. RGB becomes
    /// BT.709 with limited range.
    public init(keepingColoursOf frame: borrowing Frame, to target: PixelFormat) throws(AVFailure) {
        let facts = frame.pointer.pointee
        let isFull = facts.color_range == AVCOL_RANGE_JPEG || frame.pixelFormat.isFullRange
        let isRGB = !frame.pixelFormat.isYUV
        let matrix = Int32(AVCOL_SPC_BT709.rawValue)
        try self.init(
            from: Format(width: facts.width, height: facts.height, code: facts.format),
            to: Format(width: facts.width, height: facts.height, code: target.code),
            (
                Colours(matrix: matrix, isFull: isRGB || isFull),
                Colours(matrix: matrix, isFull: !isRGB && isFull)
            ))
    }

    /// Converts pictures to planar RGBA of another size. Ranges are left to swscale: if set, FFmpeg 5.1
    /// converts a palette's colours through limited range.
    public init(toRGBA frame: borrowing Frame, _ width: Int, _ height: Int) throws(AVFailure) {
        let facts = frame.pointer.pointee
        try self.init(
            from: Format(width: facts.width, height: facts.height, code: facts.format),
            to: Format(
                width: Int32(clamping: width), height: Int32(clamping: height),
                code: PixelFormat.planarRGBA.code))
    }

    /// - Parameter colours: colour meaning of both; nil to leave it to swscale.
    init(from source: Format, to target: Format, _ colours: (from: Colours, to: Colours)? = nil)
        throws(AVFailure)
    {
        guard source.width > 0, source.height > 0,
            let made = clipfit_scaler_create(
                Self.facts(source, colours?.from), Self.facts(target, colours?.to))
        else {
            let name = PixelFormat(source.code).name ?? "unknown pictures"
            throw AVFailure("convert \(name)", code: clipfit_error(22))
        }
        (pointer, self.source, self.target) = (made, source, target)
    }

    private static func facts(_ format: Format, _ colours: Colours?) -> clipfit_picture {
        clipfit_picture(
            width: format.width, height: format.height, format: format.code,
            matrix: colours?.matrix ?? -1, is_full: colours.map { $0.isFull ? 1 : 0 } ?? -1)
    }

    deinit { clipfit_scaler_free(pointer) }

    /// Returns a new frame with the converted picture, and the times and properties of `frame`.
    ///
    /// - Throws: ``AVFailure/isRefusedInput`` if the frame's size or format differs from the expected one; if
    ///   swscale fails.
    public func convert(_ frame: borrowing Frame) throws(AVFailure) -> Frame {
        guard frame.isPicture(source.width, source.height, source.code) else {
            let wanted = "\(source.width)x\(source.height) \(PixelFormat(source.code).name ?? "unknown")"
            throw AVFailure.refused("convert a picture", frame.pictureText, instead: wanted)
        }
        let result = try Frame()
        result.pointer.pointee.format = target.code
        result.pointer.pointee.width = target.width
        result.pointer.pointee.height = target.height
        try check(av_frame_copy_props(result.pointer, frame.pointer), "convert a picture")
        try check(av_frame_get_buffer(result.pointer, 0), "make room for a picture")
        try check(clipfit_scaler_run(pointer, result.pointer, frame.pointer), "convert a picture")
        return result
    }
}
