internal import CFFmpeg

/// Makes JPEG files of frames, by FFmpeg's encoder.
public enum JPEGWriter {
    /// The filter's name of the pixels that it takes: 4:2:0 of full range.
    public static let pixelFormat = "yuvj420p"

    /// The bytes of a JPEG file of a picture in memory.
    ///
    /// - Parameters:
    ///   - pixels: red, green and blue of each pixel, row after row without gaps.
    ///   - quality: FFmpeg's scale, 2 (best) to 31.
    /// - Throws: where this FFmpeg has no JPEG encoder, or memory is lacking.
    public static func file(_ pixels: [UInt8], width: Int, height: Int, quality: Int) throws(AVFailure)
        -> [UInt8]
    {
        let frame = try Frame.rgb(pixels, width: width, height: height)
        let scaler = try Scaler(from: frame, to: PixelFormat(AV_PIX_FMT_YUVJ420P.rawValue))
        return try file(try scaler.convert(frame), quality: quality)
    }

    /// The bytes of a JPEG file, without a word about who made it.
    ///
    /// - Parameters:
    ///   - frame: of the ``pixelFormat``, in the matrix of BT.601, as JFIF has it.
    ///   - quality: FFmpeg's scale, 2 (best) to 31.
    /// - Throws: where the frame is of another format, this FFmpeg has no JPEG encoder, or memory is lacking.
    public static func file(_ frame: borrowing Frame, quality: Int = 2) throws(AVFailure) -> [UInt8] {
        guard frame.pointer.pointee.format == AV_PIX_FMT_YUVJ420P.rawValue else {
            throw AVFailure.refused("encode a picture", frame.pictureText, instead: pixelFormat)
        }
        return try StillEncoder.bytes(of: frame, AV_CODEC_ID_MJPEG, "mjpeg") { context in
            context.pointee.color_range = AVCOL_RANGE_JPEG
            // Without the second one the file names the encoder.
            context.pointee.flags |= Int32(AV_CODEC_FLAG_QSCALE) | AV_CODEC_FLAG_BITEXACT
            context.pointee.global_quality = Int32(quality) * FF_QP2LAMBDA
        }
    }
}
