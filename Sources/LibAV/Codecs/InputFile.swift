internal import CFFmpeg
internal import CFFmpegShims
internal import Sandbox

/// What an opened input may cost and contain.
public struct InputLimits: Sendable {
    /// The largest picture that a decoder may be asked to make, in pixels.
    public var pixels = 36_000_000
    /// The most streams that a file may have.
    public var streams = 64
    /// When reading gives up; nil for never.
    public var deadline: Deadline?

    /// The usual limits, with an end to reading where one is given.
    public init(deadline: Deadline? = nil) { self.deadline = deadline }
}

/// A demuxer over one open file; owns an `AVFormatContext`.
///
/// Nothing but the given descriptor is read: the formats that name other files (HLS, DASH, concat,
/// SDP, image sequences) are not on the list, and every secondary open is refused.
public struct InputFile: ~Copyable {
    let pointer: UnsafeMutablePointer<AVFormatContext>
    private let reader: FileReader
    private let limits: InputLimits
    private let selection = Selection()

    /// Which packets are delivered, where the demuxer itself must not be asked to leave the others out.
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
        "alac",
        "amrnb", "amrwb", "libopencore_amrnb", "libopencore_amrwb", "wmav1", "wmav2", "wmapro", "nellymoser",
        "speex", "libspeex", "adpcm_ms", "adpcm_ima_wav", "adpcm_ima_qt", "adpcm_swf", "pcm_s16le",
        "pcm_s16be",
        "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_f32le", "pcm_f32be", "pcm_f64le", "pcm_u8",
        "pcm_s8", "pcm_alaw", "pcm_mulaw", "pcm_bluray", "pcm_dvd",
    ].joined(separator: ",")

    private init(
        _ pointer: UnsafeMutablePointer<AVFormatContext>, _ reader: FileReader, _ limits: InputLimits
    ) {
        self.pointer = pointer
        self.reader = reader
        self.limits = limits
    }

    deinit {
        var io: UnsafeMutablePointer<AVIOContext>? = pointer.pointee.pb
        var context: UnsafeMutablePointer<AVFormatContext>? = pointer
        avformat_close_input(&context)
        Self.free(&io)
    }

    /// Opens what `descriptor` (a regular file) holds.
    ///
    /// - Parameter analyse: also reads ahead and decodes a little, so that every fact of the streams
    ///   is known (`avformat_find_stream_info`); a second opening of a file can do without.
    /// - Throws: where the content is of no known kind, is damaged in its index, or reading fails; and where the process
    ///   neither confined itself nor waived that.
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
            throw AVFailure("open the file", code: result, .reading)
        }
        let input = InputFile(context, reader, limits)
        // Some demuxers take a failure in their headers for the end of the file.
        if let failure = reader.failure { throw AVFailure("read the file", code: failure, .reading) }
        if analyse { try input.analyse() }
        return input
    }

    private static func free(_ io: inout UnsafeMutablePointer<AVIOContext>?) {
        guard let context = io else { return }
        av_freep(&context.pointee.buffer)
        avio_context_free(&io)
    }

    /// Reads ahead and decodes a little, so that every fact of the streams is known.
    public borrowing func analyse() throws(AVFailure) {
        let count = Int(pointer.pointee.nb_streams)
        var options = [OpaquePointer?](repeating: nil, count: count)
        for index in options.indices {
            av_dict_set_int(&options[index], "max_pixels", Int64(limits.pixels), 0)
            // Only the headers' facts and the order of pictures are wanted, not the pictures.
            av_dict_set(&options[index], "skip_idct", "all", 0)
            av_dict_set(&options[index], "skip_loop_filter", "all", 0)
        }
        let result = avformat_find_stream_info(pointer, &options)
        for index in options.indices { av_dict_free(&options[index]) }
        if let failure = reader.failure { throw AVFailure("read the file", code: failure, .reading) }
        try check(result, "read the file's streams", .reading)
    }

    /// Facts of an H.264 stream that its own header tells, where the file was not analysed. Colours are the numbers
    /// of ISO/IEC 23091-2; the profile holds FFmpeg's constraint bits.
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

    /// The profile of a sound stream, as FFmpeg counts it (AAC: the audio object type less one).
    public func describeAudio(_ index: Int, profile: Int) {
        stream(index).pointee.codecpar.pointee.profile = Int32(profile)
    }

    /// FFmpeg's names of the container, e.g. `mov,mp4,m4a,3gp,3g2,mj2`.
    public var formatName: String { text(pointer.pointee.iformat.pointee.name) ?? "unknown" }
    /// Length as the container tells it, in microseconds.
    public var duration: Int64? { time(pointer.pointee.duration) }
    /// The file's own tags; bytes that are no UTF-8 become U+FFFD.
    public var metadata: [String: String] { LibAV.metadata(pointer.pointee.metadata) }
    /// What is known of the streams by now, in the order of their indices.
    public var streams: [StreamFacts] {
        (0..<Int(pointer.pointee.nb_streams)).map { StreamFacts(pointer.pointee.streams[$0]!) }
    }

    func stream(_ index: Int) -> UnsafeMutablePointer<AVStream> { pointer.pointee.streams[index]! }

    /// From now on only packets of these streams are delivered; the others cost as little as the
    /// container allows. With `keysOnly` packets that are no keyframes need not be delivered either.
    public func select(_ wanted: Set<Int>, keysOnly: Bool = false) {
        // Others save nothing by it, and some lose their way: FFmpeg's AVI demuxer ends, its Ogg demuxer skips frames.
        guard formatName.hasPrefix("mov") || formatName.hasPrefix("matroska") else {
            (selection.streams, selection.keysOnly) = (wanted, keysOnly)
            return
        }
        let some = keysOnly ? AVDISCARD_NONKEY : AVDISCARD_DEFAULT
        for index in 0..<Int(pointer.pointee.nb_streams) {
            stream(index).pointee.discard = wanted.contains(index) ? some : AVDISCARD_ALL
        }
    }

    /// Reads the next packet into `packet`; false at the end of the file.
    ///
    /// - Throws: when the file shrinks or fails while it is read, on a signal, after the deadline.
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

    /// The decode times of the packets that the container's index lists and does not hide, in order;
    /// empty for containers without an index in memory.
    public func indexedTimes(of stream: Int) -> [Int64] {
        let stream = self.stream(stream)
        return (0..<avformat_index_get_entries_count(stream)).compactMap { position in
            guard let entry = avformat_index_get_entry(stream, position)?.pointee else { return nil }
            return entry.flags & AVINDEX_DISCARD_FRAME != 0 ? nil : time(entry.timestamp)
        }
    }

    /// Moves to the last keyframe of `stream` at or before `ticks` as the container's index sees it;
    /// with `anyFrame`, to the last packet. To the file's beginning where that fails, false where nothing can be
    /// sought.
    public func seek(stream: Int, to ticks: Int64, anyFrame: Bool = false) throws(AVFailure) -> Bool {
        let flags = AVSEEK_FLAG_BACKWARD | (anyFrame ? AVSEEK_FLAG_ANY : 0)
        var result = av_seek_frame(pointer, Int32(stream), ticks, flags)
        // A demuxer that failed may stand anywhere: AVI with a damaged index would say that the file is over.
        if result < 0 { result = avformat_seek_file(pointer, -1, .min, .min + 1, .max, 0) }
        if let failure = reader.failure { throw AVFailure("read the file", code: failure, .reading) }
        return result >= 0
    }
}
