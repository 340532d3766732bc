internal import CFFmpeg

/// Encodes JPEG files with FFmpeg.
public enum JPEGWriter {
    /// The pixel format of the input for filters: 4:2:0 with full range.
    public static let pixelFormat = "yuvj420p"

    /// Encodes a picture in memory as JPEG.
    ///
    /// - Parameters:
    ///   - pixels: red, green and blue of each pixel, row by row without gaps.
    ///   - quality: FFmpeg's scale, 2 (best) to 31.
    /// - Throws: if this FFmpeg has no JPEG encoder, or memory is exhausted.
    public static func file(_ pixels: [UInt8], width: Int, height: Int, quality: Int) throws(AVFailure)
        -> [UInt8]
    {
        let frame = try Frame.rgb(pixels, width: width, height: height)
        let scaler = try Scaler(from: frame, to: PixelFormat(AV_PIX_FMT_YUVJ420P.rawValue))
        return try file(try scaler.convert(frame), quality: quality)
    }

    /// Encodes a frame as JPEG, without naming the encoder in the file.
    ///
    /// - Parameters:
    ///   - frame: in ``pixelFormat`` with the BT.601 matrix, as JFIF requires.
    ///   - quality: FFmpeg's scale, 2 (best) to 31.
    /// - Throws: if the frame has another format, this FFmpeg has no JPEG encoder, or memory is exhausted.
    public static func file(_ frame: borrowing Frame, quality: Int = 2) throws(AVFailure) -> [UInt8] {
        guard frame.pointer.pointee.format == AV_PIX_FMT_YUVJ420P.rawValue else {
            throw AVFailure.refused("encode a picture", frame.pictureText, instead: pixelFormat)
        }
        return try StillEncoder.bytes(of: frame, AV_CODEC_ID_MJPEG, "mjpeg") { context in
            context.pointee.color_range = AVCOL_RANGE_JPEG
            // Without the second flag the file names the encoder.
            context.pointee.flags |= Int32(AV_CODEC_FLAG_QSCALE) | AV_CODEC_FLAG_BITEXACT
            context.pointee.global_quality = Int32(quality) * FF_QP2LAMBDA
        }
    }
}
