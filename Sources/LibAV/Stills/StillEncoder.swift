internal import CFFmpeg
internal import CFFmpegShims

/// Encodes one still picture with an FFmpeg encoder.
enum StillEncoder {
    /// Encodes a frame.
    ///
    /// - Parameters:
    ///   - name: the encoder's name, for errors.
    ///   - configure: sets encoder-specific options.
    /// - Throws: if this FFmpeg lacks the encoder, or memory is exhausted.
    static func bytes(
        of frame: borrowing Frame, _ codec: AVCodecID, _ name: String,
        _ configure: (UnsafeMutablePointer<AVCodecContext>) -> Void = { _ in }
    ) throws(AVFailure) -> [UInt8] {
        guard let codec = avcodec_find_encoder(codec) else {
            throw AVFailure("find the encoder \(name)", code: clipfit_error_no_encoder())
        }
        var context: UnsafeMutablePointer<AVCodecContext>? = try made(
            avcodec_alloc_context3(codec), "make an encoder")
        defer { avcodec_free_context(&context) }
        guard let context else { throw AVFailure.outOfMemory("make an encoder") }
        context.pointee.width = frame.pointer.pointee.width
        context.pointee.height = frame.pointer.pointee.height
        context.pointee.pix_fmt = AVPixelFormat(frame.pointer.pointee.format)
        context.pointee.time_base = AVRational(num: 1, den: 1)
        context.pointee.thread_count = 1
        configure(context)
        try check(avcodec_open2(context, codec, nil), "open the encoder \(name)")
        frame.pointer.pointee.quality = context.pointee.global_quality
        frame.pointer.pointee.pts = 0
        let packet = try Packet()
        try check(avcodec_send_frame(context, frame.pointer), "encode a picture")
        try check(avcodec_receive_packet(context, packet.pointer), "encode a picture")
        return packet.withBytes { Array($0) }
    }
}
