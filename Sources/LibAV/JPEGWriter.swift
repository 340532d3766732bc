internal import CFFmpeg
internal import CFFmpegShims

/// Makes JPEG files of frames, by FFmpeg's encoder.
public enum JPEGWriter {
    /// The filter's name of the pixels that it takes: 4:2:0 of full range.
    public static let pixelFormat = "yuvj420p"

    /// The bytes of a JPEG file, without a word about who made it.
    ///
    /// - Parameters:
    ///   - frame: of the ``pixelFormat``, in the matrix of BT.601, as JFIF has it.
    ///   - quality: FFmpeg's scale, 2 (best) to 31.
    /// - Throws: where this FFmpeg has no JPEG encoder, or memory is lacking.
    public static func file(_ frame: borrowing Frame, quality: Int = 2) throws(AVFailure) -> [UInt8] {
        precondition(frame.pointer.pointee.format == AV_PIX_FMT_YUVJ420P.rawValue, "a frame of full range")
        guard let codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG) else {
            throw AVFailure("find the encoder mjpeg", code: clipfit_error_no_encoder())
        }
        var context: UnsafeMutablePointer<AVCodecContext>? = try made(
            avcodec_alloc_context3(codec), "make an encoder")
        defer { avcodec_free_context(&context) }
        guard let context else { throw AVFailure.outOfMemory("make an encoder") }
        context.pointee.width = frame.pointer.pointee.width
        context.pointee.height = frame.pointer.pointee.height
        context.pointee.pix_fmt = AV_PIX_FMT_YUVJ420P
        context.pointee.color_range = AVCOL_RANGE_JPEG
        context.pointee.time_base = AVRational(num: 1, den: 1)
        context.pointee.thread_count = 1
        // Without the second one the file names the encoder.
        context.pointee.flags |= Int32(AV_CODEC_FLAG_QSCALE) | AV_CODEC_FLAG_BITEXACT
        context.pointee.global_quality = Int32(quality) * FF_QP2LAMBDA
        try check(avcodec_open2(context, codec, nil), "open the encoder mjpeg")
        frame.pointer.pointee.quality = context.pointee.global_quality
        frame.pointer.pointee.pts = 0
        let packet = try Packet()
        try check(avcodec_send_frame(context, frame.pointer), "encode a picture")
        try check(avcodec_receive_packet(context, packet.pointer), "encode a picture")
        return packet.withBytes { Array($0) }
    }
}
