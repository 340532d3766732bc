internal import CFFmpeg
internal import CFFmpegShims

/// Converts pictures to another pixel format of the same size; owns an `SwsContext`.
public struct Scaler: ~Copyable {
    private let pointer: UnsafeMutableRawPointer
    private let target: PixelFormat
    private let size: (Int32, Int32)

    /// For pictures of the size and format of `frame`; throws where they cannot be converted.
    public init(from frame: borrowing Frame, to target: PixelFormat) throws(AVFailure) {
        let source = frame.pointer.pointee
        guard let made = clipfit_scaler_create(source.width, source.height, source.format, target.code) else {
            let name = PixelFormat(source.format).name ?? "unknown pictures"
            throw AVFailure("convert \(name)", code: clipfit_error(22))
        }
        pointer = made
        self.target = target
        size = (source.width, source.height)
    }

    deinit { clipfit_scaler_free(pointer) }

    /// A new frame with the picture, times and properties of `frame`; throws where swscale fails.
    public func convert(_ frame: borrowing Frame) throws(AVFailure) -> Frame {
        let result = try Frame()
        result.pointer.pointee.format = target.code
        result.pointer.pointee.width = size.0
        result.pointer.pointee.height = size.1
        try check(av_frame_copy_props(result.pointer, frame.pointer), "convert a picture")
        try check(av_frame_get_buffer(result.pointer, 0), "make room for a picture")
        try check(clipfit_scaler_run(pointer, result.pointer, frame.pointer), "convert a picture")
        return result
    }
}
