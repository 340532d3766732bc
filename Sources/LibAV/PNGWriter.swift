internal import CFFmpeg
internal import CFFmpegShims

/// Makes PNG files of pictures in memory, by FFmpeg's encoder.
public enum PNGWriter {
    /// The bytes of a PNG file.
    ///
    /// - Parameter pixels: red, green and blue of each pixel, row after row without gaps.
    /// - Throws: where this FFmpeg has no PNG encoder, or memory is lacking.
    public static func file(_ pixels: [UInt8], width: Int, height: Int) throws(AVFailure) -> [UInt8] {
        precondition(pixels.count == width * height * 3 && !pixels.isEmpty, "pixels and size disagree")
        guard let codec = avcodec_find_encoder(AV_CODEC_ID_PNG) else {
            throw AVFailure("find the encoder png", code: clipfit_error_no_encoder())
        }
        var context: UnsafeMutablePointer<AVCodecContext>? = try made(
            avcodec_alloc_context3(codec), "make an encoder")
        defer { avcodec_free_context(&context) }
        guard let context else { throw AVFailure.outOfMemory("make an encoder") }
        context.pointee.width = Int32(width)
        context.pointee.height = Int32(height)
        context.pointee.pix_fmt = AV_PIX_FMT_RGB24
        context.pointee.time_base = AVRational(num: 1, den: 1)
        context.pointee.thread_count = 1
        try check(avcodec_open2(context, codec, nil), "open the encoder png")
        let frame = try frame(pixels, width, height)
        let packet = try Packet()
        try check(avcodec_send_frame(context, frame.pointer), "encode a picture")
        try check(avcodec_receive_packet(context, packet.pointer), "encode a picture")
        return packet.withBytes { Array($0) }
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
