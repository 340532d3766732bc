internal import CFFmpeg
internal import CFFmpegShims

/// Converts pictures to another pixel format or size; owns an `SwsContext`.
public struct Scaler: ~Copyable {
    private let pointer: UnsafeMutableRawPointer
    private let source: Format
    private let target: Format

    /// Size and pixel format.
    struct Format {
        var width: Int32
        var height: Int32
        var code: Int32
    }

    /// What samples mean: `AVColorSpace`, and whether they use all of their range.
    struct Colours {
        var matrix: Int32
        var isFull: Bool
    }

    /// For pictures of the size and format of `frame`, to another format; throws where they cannot be converted.
    public init(from frame: borrowing Frame, to target: PixelFormat) throws(AVFailure) {
        let facts = frame.pointer.pointee
        try self.init(
            from: Format(width: facts.width, height: facts.height, code: facts.format),
            to: Format(width: facts.width, height: facts.height, code: target.code))
    }

    /// The same where matrix and range are to stay what they are: swscale would take them from the formats' names. Red,
    /// green and blue become BT.709 of limited range.
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

    /// To red, green, blue and opacity in planes of their own, of that size. Ranges are left to swscale: told them, that of
    /// FFmpeg 5.1 takes a palette's colours through those of a television.
    public init(toRGBA frame: borrowing Frame, _ width: Int, _ height: Int) throws(AVFailure) {
        let facts = frame.pointer.pointee
        try self.init(
            from: Format(width: facts.width, height: facts.height, code: facts.format),
            to: Format(
                width: Int32(clamping: width), height: Int32(clamping: height),
                code: PixelFormat.planarRGBA.code))
    }

    /// - Parameter colours: what the samples of both mean; nil to leave that to swscale.
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

    /// A new frame with the picture, times and properties of `frame`.
    ///
    /// - Throws: an ``AVFailure/isRefusedInput`` where the frame is not of the size and format that the scaler was made
    ///   for; where swscale fails.
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
