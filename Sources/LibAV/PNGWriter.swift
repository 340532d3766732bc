internal import CFFmpeg

/// Makes PNG files of pictures in memory, by FFmpeg's encoder.
public enum PNGWriter {
    /// The bytes of a PNG file.
    ///
    /// - Parameter pixels: red, green and blue of each pixel, row after row without gaps.
    /// - Throws: where this FFmpeg has no PNG encoder, or memory is lacking.
    public static func file(_ pixels: [UInt8], width: Int, height: Int) throws(AVFailure) -> [UInt8] {
        precondition(pixels.count == width * height * 3 && !pixels.isEmpty, "pixels and size disagree")
        return try StillEncoder.bytes(of: try frame(pixels, width, height), AV_CODEC_ID_PNG, "png")
    }

    private static func frame(_ pixels: [UInt8], _ width: Int, _ height: Int) throws(AVFailure) -> Frame {
        let frame = try Frame()
        frame.pointer.pointee.format = AV_PIX_FMT_RGB24.rawValue
        frame.pointer.pointee.width = Int32(width)
        frame.pointer.pointee.height = Int32(height)
        try check(av_frame_get_buffer(frame.pointer, 0), "make room for a picture")
        guard let plane = frame.plane(0) else { throw AVFailure.outOfMemory("make room for a picture") }
        pixels.withUnsafeBufferPointer { pixels in
            for row in 0..<height {
                (plane.base + row * plane.stride).update(
                    from: pixels.baseAddress! + row * width * 3, count: width * 3)
            }
        }
        return frame
    }
}
