internal import CFFmpeg
internal import CFFmpegShims

/// A decoder for one stream; owns an `AVCodecContext`.
public struct Decoder: ~Copyable {
    let pointer: UnsafeMutablePointer<AVCodecContext>

    /// Frames that a decoder may skip.
    public enum Skip: Sendable { case nothing, unreferenced, allButKeys }

    private init(owning pointer: UnsafeMutablePointer<AVCodecContext>) { self.pointer = pointer }

    deinit {
        var owned: UnsafeMutablePointer<AVCodecContext>? = pointer
        avcodec_free_context(&owned)
    }

    /// Opens the decoder of a stream.
    ///
    /// - Parameters:
    ///   - threads: frame threads; 1 costs the least CPU.
    ///   - reorderDepth: the least number of frames to hold back, if the packets' order is known to need it.
    public static func open(
        _ input: borrowing InputFile, stream: Int, threads: Int = 1, reorderDepth: Int = 0
    ) throws(AVFailure) -> Decoder {
        let facts = input.stream(stream).pointee
        let name = text(avcodec_get_name(facts.codecpar.pointee.codec_id)) ?? "unknown"
        guard let codec = avcodec_find_decoder(facts.codecpar.pointee.codec_id) else {
            throw AVFailure("find a decoder for \(name)", code: clipfit_error_no_decoder())
        }
        let decoder = Decoder(owning: try made(avcodec_alloc_context3(codec), "make a decoder"))
        let context = decoder.pointer
        try check(avcodec_parameters_to_context(context, facts.codecpar), "set up the \(name) decoder")
        context.pointee.pkt_timebase = facts.time_base
        context.pointee.thread_count = Int32(threads)
        context.pointee.has_b_frames = max(context.pointee.has_b_frames, Int32(reorderDepth))
        context.pointee.max_pixels = 36_000_000
        // MPEG-1 and MPEG-2 of a constant rate have zeros behind slices (ISO/IEC 13818-2, 5.2.3), an error to AV_EF_BITSTREAM.
        let isPadded = [AV_CODEC_ID_MPEG1VIDEO, AV_CODEC_ID_MPEG2VIDEO].contains(
            facts.codecpar.pointee.codec_id)
        context.pointee.err_recognition = AV_EF_CRCCHECK | AV_EF_BUFFER | (isPadded ? 0 : AV_EF_BITSTREAM)
        try check(avcodec_open2(context, codec, nil), "open the \(name) decoder")
        return decoder
    }

    /// Opens a decoder for the packets of an open encoder.
    public static func open(of encoder: borrowing Encoder) throws(AVFailure) -> Decoder {
        let name = text(avcodec_get_name(encoder.pointer.pointee.codec_id)) ?? "unknown"
        guard let codec = avcodec_find_decoder(encoder.pointer.pointee.codec_id) else {
            throw AVFailure("find a decoder for \(name)", code: clipfit_error_no_decoder())
        }
        var facts = avcodec_parameters_alloc()
        defer { avcodec_parameters_free(&facts) }
        try check(avcodec_parameters_from_context(try made(facts, "set up a decoder"), encoder.pointer), name)
        // FFmpeg 9 skips as many samples of the first packet, whichever it is.
        facts!.pointee.initial_padding = 0
        let decoder = Decoder(owning: try made(avcodec_alloc_context3(codec), "make a decoder"))
        try check(avcodec_parameters_to_context(decoder.pointer, facts), "set up the \(name) decoder")
        decoder.pointer.pointee.pkt_timebase = encoder.pointer.pointee.time_base
        decoder.pointer.pointee.thread_count = 1
        try check(avcodec_open2(decoder.pointer, codec, nil), "open the \(name) decoder")
        return decoder
    }

    /// Decodes a still picture from all of its bytes, e.g. a PNG.
    ///
    /// - Parameters:
    ///   - codec: FFmpeg's name of the decoder, e.g. `png`.
    ///   - pixels: the maximum number of pixels.
    /// - Throws: if the decoder is missing, or the bytes are not a complete picture.
    public static func still(_ codec: String, _ bytes: [UInt8], pixels: Int = 36_000_000) throws(AVFailure)
        -> Frame
    {
        AVLog.begin()
        try AVFailure.checkConfinement()
        guard let found = avcodec_find_decoder_by_name(codec) else {
            throw AVFailure("find the decoder \(codec)", code: clipfit_error_no_decoder())
        }
        let decoder = Decoder(owning: try made(avcodec_alloc_context3(found), "make a decoder"))
        decoder.pointer.pointee.max_pixels = Int64(pixels)
        decoder.pointer.pointee.thread_count = 1
        decoder.pointer.pointee.err_recognition = AV_EF_EXPLODE | AV_EF_CRCCHECK
        try check(avcodec_open2(decoder.pointer, found, nil), "open the decoder \(codec)")
        let packet = try Packet()
        try packet.replaceBytes(bytes)
        let frame = try Frame()
        try check(avcodec_send_packet(decoder.pointer, packet.pointer), "decode the picture", .reading)
        try check(avcodec_send_packet(decoder.pointer, nil), "decode the picture", .reading)
        try check(avcodec_receive_frame(decoder.pointer, frame.pointer), "decode the picture", .reading)
        guard !frame.isDamaged else {
            throw AVFailure("decode the picture", code: clipfit_error_invalid_data(), .reading)
        }
        return frame
    }

    /// Sends one packet.
    ///
    /// - Returns: false if the packet could not be decoded: damage, not the end.
    public func send(_ packet: borrowing Packet) throws(AVFailure) -> Bool {
        try sent(avcodec_send_packet(pointer, packet.pointer))
    }

    /// Signals the end of packets, so that the remaining frames can be received.
    public func finish() throws(AVFailure) { _ = try sent(avcodec_send_packet(pointer, nil)) }

    private func sent(_ result: Int32) throws(AVFailure) -> Bool {
        if result == clipfit_error(12) { throw AVFailure("decode", code: result, .reading) }
        return result >= 0 || result == clipfit_error_eof()
    }

    /// The result of receiving: a frame, a request for more packets, the end, or damaged data.
    public enum Received: Sendable { case frame, needsMore, end, damage }

    /// Receives the next decoded frame, if there is one.
    public func receive(into frame: borrowing Frame) throws(AVFailure) -> Received {
        let result = avcodec_receive_frame(pointer, frame.pointer)
        switch result {
        case 0...: return .frame
        case clipfit_error(11): return .needsMore
        case clipfit_error_eof(): return .end
        case clipfit_error(12): throw AVFailure("decode", code: result, .reading)
        default: return .damage
        }
    }

    /// Parses every bit and reports damage, but skips transforms and filters: the pictures are useless.
    public func checkOnly() {
        pointer.pointee.skip_idct = AVDISCARD_ALL
        pointer.pointee.skip_loop_filter = AVDISCARD_ALL
    }

    /// Skips the loop filter: slightly blocky pictures at less cost.
    public func skipLoopFilter() { pointer.pointee.skip_loop_filter = AVDISCARD_ALL }

    /// Discards buffered packets, ready for packets from another position.
    public func flush() { avcodec_flush_buffers(pointer) }

    /// Sets which frames may be skipped from the next packet on.
    public func skip(_ what: Skip) {
        switch what {
        case .nothing: pointer.pointee.skip_frame = AVDISCARD_DEFAULT
        case .unreferenced: pointer.pointee.skip_frame = AVDISCARD_NONREF
        case .allButKeys: pointer.pointee.skip_frame = AVDISCARD_NONKEY
        }
    }
}

extension AVFailure {
    /// This computer's FFmpeg lacks the codec or filter, or libavfilter is missing.
    public var isMissingCodec: Bool {
        [clipfit_error_no_decoder(), clipfit_error_no_encoder(), clipfit_error_no_filter()].contains(code)
    }
}
