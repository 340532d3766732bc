internal import CFFmpeg

/// Encodes PNG files with FFmpeg.
public enum PNGWriter {
    /// Encodes a picture in memory as PNG.
    ///
    /// - Parameter pixels: red, green and blue of each pixel, row by row without gaps.
    /// - Throws: if this FFmpeg has no PNG encoder, or memory is exhausted.
    public static func file(_ pixels: [UInt8], width: Int, height: Int) throws(AVFailure) -> [UInt8] {
        try StillEncoder.bytes(
            of: try Frame.rgb(pixels, width: width, height: height), AV_CODEC_ID_PNG, "png")
    }
}
