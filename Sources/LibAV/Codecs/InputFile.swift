internal import CFFmpeg
internal import CFFmpegShims
internal import Sandbox

/// Limits of an input file.
public struct InputLimits: Sendable {
    /// The largest picture that decoders accept, in pixels.
    public var pixels = 36_000_000
    /// The most streams in a file.
    public var streams = 64
    /// When reading stops; nil for never.
    public var deadline: Deadline?

    /// Creates the default limits, with an optional deadline.
    public init(deadline: Deadline? = nil) { self.deadline = deadline }
}

/// A demuxer for one open file; owns an `AVFormatContext`.
///
/// It reads only the given descriptor: formats that refer to other files (HLS, DASH, concat, SDP, image
/// sequences) are not allowed, and every other open is refused.
public struct InputFile: ~Copyable {
    let pointer: UnsafeMutablePointer<AVFormatContext>
    private let reader: FileReader
    private let limits: InputLimits
    private let selection = Selection()

    /// The selected packets, if the demuxer itself must not discard the others.
    private final class Selection {
        var streams: Set<Int>?
        var keysOnly = false
    }

    private static let formats =
        "mov,mp4,matroska,webm,avi,mpegts,mpeg,flv,ogg,asf,wav,w64,aiff,mp3,aac,flac,gif,amr,ac3,eac3,mxf,nut,ivf"
    private static let codecs = [
        "h264", "hevc", "vp8", "vp9", "libdav1d", "libaom-av1", "av1", "mpeg1video", "mpeg2video", "mpeg4",
        "msmpeg4v1", "msmpeg4v2", "msmpeg4", "h263", "h263p", "flv", "wmv1", "wmv2", "wmv3", "vc1", "mjpeg",
        "prores", "dnxhd", "ffv1", "huffyuv", "utvideo", "rawvideo", "v210", "theora", "vp6", "vp6f", "gif",
        "svq1", "svq3", "cinepak", "qtrle", "dvvideo", "png", "aac", "aac_latm", "mp1", "mp1float", "mp2",
        "mp2float", "mp3", "mp3float", "ac3", "eac3", "opus", "libopus", "vorbis", "libvorbis", "flac",
        "alac", "amrnb", "amrwb", "libopencore_amrnb", "libopencore_amrwb", "wmav1", "wmav2", "wmapro",
        "nellymoser", "speex", "libspeex", "adpcm_ms", "adpcm_ima_wav", "adpcm_ima_qt", "adpcm_swf",
        "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_f32le",
        "pcm_f32be", "pcm_f64le", "pcm_u8", "pcm_s8", "pcm_alaw", "pcm_mulaw", "pcm_bluray", "pcm_dvd",
        "s302m",
    ].joined(separator: ",")

    private init(
        _ pointer: UnsafeMutablePointer<AVFormatContext>, _ reader: FileReader, _ limits: InputLimits
    ) {
        (self.pointer, self.reader, self.limits) = (pointer, reader, limits)
    }

    deinit {
        var io: UnsafeMutablePointer<AVIOContext>? = pointer.pointee.pb
        var context: UnsafeMutablePointer<AVFormatContext>? = pointer
        avformat_close_input(&context)
        Self.free(&io)
    }

    /// Opens a regular file by its descriptor.
    ///
    /// - Parameter analyse: also reads ahead and decodes a little to complete the stream facts
    ///   (`avformat_find_stream_info`); not needed when a file is opened again.
    /// - Throws: if the format is unknown, its index is damaged or reading fails; if the process is neither
    ///   confined nor has waived that.
    public static func open(descriptor: Int32, limits: InputLimits = .init(), analyse: Bool = true)
        throws(AVFailure) -> InputFile
    {
        AVLog.begin()
        try AVFailure.checkConfinement()
        let reader = try FileReader(descriptor: descriptor, deadline: limits.deadline)
        var io = reader.context()
        let context = try made(avformat_alloc_context(), "make a demuxer")
        context.pointee.pb = io
        context.pointee.flags |= AVFMT_FLAG_CUSTOM_IO
        context.pointee.max_streams = Int32(limits.streams)
        context.pointee.format_whitelist = av_strdup(formats)
        context.pointee.codec_whitelist = av_strdup(codecs)
        clipfit_refuse_opens(context)
        var opened: UnsafeMutablePointer<AVFormatContext>? = context
        let result = avformat_open_input(&opened, nil, nil, nil)
        guard result >= 0 else {
            free(&io)
            if let failure = reader.failure { throw AVFailure("read the file", code: failure, .reading) }
            throw AVFailure(AVFailure.opening, code: result, .reading)
        }
        let input = InputFile(context, reader, limits)
        // Some demuxers treat a read error in their headers as the end of the file.
        if let failure = reader.failure { throw AVFailure("read the file", code: failure, .reading) }
        if analyse { try input.analyse() }
        return input
    }

    private static func free(_ io: inout UnsafeMutablePointer<AVIOContext>?) {
        guard let context = io else { return }
        av_freep(&context.pointee.buffer)
        avio_context_free(&io)
    }

    /// Reads ahead and decodes a little to complete the stream facts.
    public borrowing func analyse() throws(AVFailure) {
        let count = Int(pointer.pointee.nb_streams)
        var options = [OpaquePointer?](repeating: nil, count: count)
        for index in options.indices {
            av_dict_set_int(&options[index], "max_pixels", Int64(limits.pixels), 0)
            // Only header facts and frame order are needed, not the pictures.
            av_dict_set(&options[index], "skip_idct", "all", 0)
            av_dict_set(&options[index], "skip_loop_filter", "all", 0)
        }
        let result = avformat_find_stream_info(pointer, &options)
        for index in options.indices { av_dict_free(&options[index]) }
        if let failure = reader.failure { throw AVFailure("read the file", code: failure, .reading) }
        try check(result, "read the file's streams", .reading)
    }

    /// Sets facts of an H.264 stream from its own header, if the file was not analysed. Colours are ISO/IEC
    /// 23091-2 numbers; the profile includes FFmpeg's constraint bits.
    public func describeVideo(
        _ index: Int, profile: Int, level: Int, pixelFormat: String, isFullRange: Bool?,
        colour: (primaries: Int, transfer: Int, matrix: Int)?, sampleAspect: (Int, Int)?
    ) {
        let codec = stream(index).pointee.codecpar!
        codec.pointee.profile = Int32(profile)
        codec.pointee.level = Int32(level)
        codec.pointee.format = av_get_pix_fmt(pixelFormat).rawValue
        codec.pointee.field_order = AV_FIELD_PROGRESSIVE
        if let isFullRange { codec.pointee.color_range = isFullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG }
        if let colour {
            codec.pointee.color_primaries = AVColorPrimaries(UInt32(colour.primaries))
            codec.pointee.color_trc = AVColorTransferCharacteristic(UInt32(colour.transfer))
            codec.pointee.color_space = AVColorSpace(UInt32(colour.matrix))
        }
        if let sampleAspect {
            codec.pointee.sample_aspect_ratio = AVRational(
                num: Int32(sampleAspect.0), den: Int32(sampleAspect.1))
        }
    }

    /// Makes a stream's frames ones of two fields, whatever the container says.
    public func describeFields(_ index: Int) {
        stream(index).pointee.codecpar.pointee.field_order = AV_FIELD_TT
    }

    /// Sets the profile of an audio stream by FFmpeg's number (AAC: audio object type minus one).
    public func describeAudio(_ index: Int, profile: Int) {
        stream(index).pointee.codecpar.pointee.profile = Int32(profile)
    }

    /// FFmpeg's format names, e.g. `mov,mp4,m4a,3gp,3g2,mj2`.
    public var formatName: String { text(pointer.pointee.iformat.pointee.name) ?? "unknown" }
    /// The container's duration in microseconds.
    public var duration: Int64? { time(pointer.pointee.duration) }
    /// The file's metadata; bytes that are not UTF-8 become U+FFFD.
    public var metadata: [String: String] { LibAV.metadata(pointer.pointee.metadata) }
    /// The file names chapters.
    public var hasChapters: Bool { pointer.pointee.nb_chapters > 0 }
    /// Facts about the streams known so far, by index.
    public var streams: [StreamFacts] {
        (0..<Int(pointer.pointee.nb_streams)).map { StreamFacts(pointer.pointee.streams[$0]!) }
    }

    func stream(_ index: Int) -> UnsafeMutablePointer<AVStream> { pointer.pointee.streams[index]! }

    /// Delivers only packets of these streams from now on; others are skipped as cheaply as the container
    /// allows. With `keysOnly`, packets other than keyframes may be skipped too.
    public func select(_ wanted: Set<Int>, keysOnly: Bool = false) {
        // Other demuxers gain nothing, and some break: FFmpeg's AVI demuxer ends, its Ogg demuxer skips frames.
        guard formatName.hasPrefix("mov") || formatName.hasPrefix("matroska") else {
            (selection.streams, selection.keysOnly) = (wanted, keysOnly)
            return
        }
        let some = keysOnly ? AVDISCARD_NONKEY : AVDISCARD_DEFAULT
        for index in 0..<Int(pointer.pointee.nb_streams) {
            stream(index).pointee.discard = wanted.contains(index) ? some : AVDISCARD_ALL
        }
    }

    /// Reads the next packet; false at the end of the file.
    ///
    /// - Throws: if the file shrinks or cannot be read, on a signal, after the deadline.
    public func read(into packet: borrowing Packet) throws(AVFailure) -> Bool {
        repeat {
            guard try readAny(into: packet) else { return false }
        } while !isSelected(packet)
        return true
    }

    private func isSelected(_ packet: borrowing Packet) -> Bool {
        guard let streams = selection.streams else { return true }
        return streams.contains(packet.stream) && (packet.isKey || !selection.keysOnly)
    }

    private func readAny(into packet: borrowing Packet) throws(AVFailure) -> Bool {
        packet.reset()
        let result = av_read_frame(pointer, packet.pointer)
        if let failure = reader.failure { throw AVFailure("read the file", code: failure, .reading) }
        if Interruption.signal != nil || limits.deadline?.isOver == true {
            throw AVFailure("read the file", code: clipfit_error_exit(), .reading)
        }
        if result == clipfit_error_eof() { return false }
        try check(result, "read a packet", .reading)
        return true
    }

    /// Decode times of the packets that the container's index lists and does not hide, in order. Empty if the
    /// container has no index in memory.
    public func indexedTimes(of stream: Int) -> [Int64] {
        let stream = self.stream(stream)
        return (0..<avformat_index_get_entries_count(stream)).compactMap { position in
            guard let entry = avformat_index_get_entry(stream, position)?.pointee else { return nil }
            return entry.flags & AVINDEX_DISCARD_FRAME != 0 ? nil : time(entry.timestamp)
        }
    }

    /// Seeks to the last keyframe of `stream` at or before `ticks` in the container's index, or with
    /// `anyFrame` to the last packet. Falls back to the start of the file; false if the file is not seekable.
    public func seek(stream: Int, to ticks: Int64, anyFrame: Bool = false) throws(AVFailure) -> Bool {
        let flags = AVSEEK_FLAG_BACKWARD | (anyFrame ? AVSEEK_FLAG_ANY : 0)
        var result = av_seek_frame(pointer, Int32(stream), ticks, flags)
        // After a failed seek the position is undefined: AVI with a damaged index would report the end of the file.
        if result < 0 { result = avformat_seek_file(pointer, -1, .min, .min + 1, .max, 0) }
        if let failure = reader.failure { throw AVFailure("read the file", code: failure, .reading) }
        return result >= 0
    }

    /// Seeks to a share of the file's bytes, 0...1; false if the container cannot.
    public func seek(toShare share: Double) throws(AVFailure) -> Bool {
        let size = avio_size(pointer.pointee.pb)
        let result = av_seek_frame(pointer, -1, Int64(share * Double(max(0, size))), AVSEEK_FLAG_BYTE)
        if let failure = reader.failure { throw AVFailure("read the file", code: failure, .reading) }
        return result >= 0
    }
}
