internal import CFFmpeg

/// Makes PNG files of pictures in memory, by FFmpeg's encoder.
public enum PNGWriter {
    /// The bytes of a PNG file.
    ///
    /// - Parameter pixels: red, green and blue of each pixel, row after row without gaps.
    /// - Throws: where this FFmpeg has no PNG encoder, or memory is lacking.
    public static func file(_ pixels: [UInt8], width: Int, height: Int) throws(AVFailure) -> [UInt8] {
        try StillEncoder.bytes(
            of: try Frame.rgb(pixels, width: width, height: height), AV_CODEC_ID_PNG, "png")
    }
}
