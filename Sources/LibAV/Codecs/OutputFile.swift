internal import CFFmpeg
internal import CFFmpegShims
internal import SystemLibrary

/// A muxer for one open file; owns an `AVFormatContext`.
public struct OutputFile: ~Copyable {
    private let pointer: UnsafeMutablePointer<AVFormatContext>
    private let writer: FileWriter
    private let shiftsCodecDelay: Bool
    private let muxer: String

    private init(_ pointer: UnsafeMutablePointer<AVFormatContext>, _ writer: FileWriter) {
        (self.pointer, self.writer) = (pointer, writer)
        muxer = String(cString: pointer.pointee.oformat.pointee.name)
        shiftsCodecDelay =
            (muxer == "matroska" || muxer == "webm") && clipfit_matroska_shifts_codec_delay() == 0
    }

    deinit {
        var io: UnsafeMutablePointer<AVIOContext>? = pointer.pointee.pb
        av_freep(&pointer.pointee.opaque)
        avformat_free_context(pointer)
        if let context = io {
            av_freep(&context.pointee.buffer)
            avio_context_free(&io)
        }
    }

    /// Creates a muxer of FFmpeg's format `format` (`mp4`, `mov`, `matroska`, `webm`, `mpegts`) for
    /// `descriptor`, an empty file open for reading and writing.
    public static func create(format: String, descriptor: Int32) throws(AVFailure) -> OutputFile {
        AVLog.begin()
        var context: UnsafeMutablePointer<AVFormatContext>?
        try check(avformat_alloc_output_context2(&context, nil, format, nil), "make a \(format) file")
        let output = OutputFile(try made(context, "make a \(format) file"), FileWriter(descriptor))
        output.pointer.pointee.pb = try made(output.writer.context(writing: true), "make a \(format) file")
        // No `encoder` tag and no random identifiers: equal input gives equal bytes.
        output.pointer.pointee.flags |= AVFMT_FLAG_BITEXACT | AVFMT_FLAG_CUSTOM_IO
        clipfit_answer_opens(
            output.pointer,
            { Unmanaged<FileWriter>.fromOpaque($0!).takeUnretainedValue().context(writing: false) },
            Unmanaged.passUnretained(output.writer).toOpaque())
        return output
    }

    private func newStream() throws(AVFailure) -> UnsafeMutablePointer<AVStream> {
        try made(avformat_new_stream(pointer, nil), "add a stream")
    }

    /// Adds a stream with the parameters of a source's stream, optionally with another codec header.
    ///
    /// - Parameter keepsDolbyVision: the stream has Dolby Vision if the source's has, in MP4 and MKV.
    /// - Returns: the index of the stream.
    public func addStream(
        copying input: borrowing InputFile, stream index: Int, header: [UInt8]? = nil, keepTag: Bool,
        light: StaticLight = StaticLight(), keepsDolbyVision: Bool = false
    ) throws(AVFailure) -> Int {
        let source = input.stream(index)
        let stream = try newStream()
        try check(avcodec_parameters_copy(stream.pointee.codecpar, source.pointee.codecpar), "copy a stream")
        if !keepTag { stream.pointee.codecpar.pointee.codec_tag = 0 }
        tagForApple(stream)
        try light.tell(stream)
        try check(clipfit_set_dolby_vision(pointer, stream, keepsDolbyVision ? source : nil), "copy a stream")
        stream.pointee.codecpar.pointee.initial_padding = 0
        if let header { try setHeader(header, of: stream) }
        try inherit(stream, from: source)
        if StreamFacts(source).hasAlphaBeside {
            setMetadata(StreamFacts.alphaTag, "1", of: Int(stream.pointee.index))
        }
        return Int(stream.pointee.index)
    }

    /// Adds a stream with an encoder's parameters; aspect ratio, frame rate and disposition come from the source.
    public func addStream(
        encodedBy encoder: borrowing Encoder, like input: borrowing InputFile, stream index: Int,
        header: [UInt8]? = nil, light: StaticLight = StaticLight()
    ) throws(AVFailure) -> Int {
        let stream = try newStream()
        try check(avcodec_parameters_from_context(stream.pointee.codecpar, encoder.pointer), "add a stream")
        tagForApple(stream)
        try light.tell(stream)
        if let header { try setHeader(header, of: stream) }
        let source = input.stream(index)
        try inherit(stream, from: source)
        if stream.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_AUDIO {
            stream.pointee.time_base = encoder.pointer.pointee.time_base
        }
        return Int(stream.pointee.index)
    }

    /// Adds a stream with only an encoder's parameters.
    public func addStream(encodedBy encoder: borrowing Encoder) throws(AVFailure) -> Int {
        let stream = try newStream()
        try check(avcodec_parameters_from_context(stream.pointee.codecpar, encoder.pointer), "add a stream")
        tagForApple(stream)
        stream.pointee.time_base = encoder.pointer.pointee.time_base
        if encoder.pointer.pointee.codec_type == AVMEDIA_TYPE_VIDEO {
            stream.pointee.avg_frame_rate = encoder.pointer.pointee.framerate
            stream.pointee.sample_aspect_ratio = encoder.pointer.pointee.sample_aspect_ratio
        }
        stream.pointee.disposition = AV_DISPOSITION_DEFAULT
        return Int(stream.pointee.index)
    }

    /// Apple's players require `hvc1`: all parameter sets are in the header.
    private func tagForApple(_ stream: UnsafeMutablePointer<AVStream>) {
        guard stream.pointee.codecpar.pointee.codec_id == AV_CODEC_ID_HEVC, ["mp4", "mov"].contains(muxer)
        else { return }
        stream.pointee.codecpar.pointee.codec_tag = "hvc1".utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private func inherit(
        _ stream: UnsafeMutablePointer<AVStream>, from source: UnsafeMutablePointer<AVStream>
    ) throws(AVFailure) {
        stream.pointee.time_base = source.pointee.time_base
        stream.pointee.avg_frame_rate = source.pointee.avg_frame_rate
        stream.pointee.sample_aspect_ratio = source.pointee.sample_aspect_ratio
        // Players go by the container, if it has a word on it; muxers refuse a picture whose own header differs.
        if source.pointee.sample_aspect_ratio.num > 0, muxer != "mpegts" {
            stream.pointee.codecpar.pointee.sample_aspect_ratio = source.pointee.sample_aspect_ratio
        }
        stream.pointee.disposition = source.pointee.disposition
        if let matrix = clipfit_display_matrix(source) {
            try check(clipfit_set_display_matrix(stream, matrix), "copy the rotation")
        }
    }

    private func setHeader(_ header: [UInt8], of stream: UnsafeMutablePointer<AVStream>) throws(AVFailure) {
        let codec = stream.pointee.codecpar!
        let bytes = av_mallocz(header.count + Int(AV_INPUT_BUFFER_PADDING_SIZE))
        guard let bytes else { throw AVFailure.outOfMemory("copy a codec's header") }
        header.withUnsafeBytes { bytes.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
        av_freep(&codec.pointee.extradata)
        codec.pointee.extradata = bytes.assumingMemoryBound(to: UInt8.self)
        codec.pointee.extradata_size = Int32(header.count)
    }

    /// Sets the number of samples that players drop from the start of a stream (`CodecDelay` in Matroska).
    public func setPriming(_ samples: Int, of stream: Int) {
        pointer.pointee.streams[stream]!.pointee.codecpar.pointee.initial_padding = Int32(samples)
    }

    /// Sets a stream's lowest frame rate: Matroska derives the duration of the last frame from it alone.
    public func setFrameRate(_ numerator: Int, _ denominator: Int, of stream: Int) {
        pointer.pointee.streams[stream]!.pointee.avg_frame_rate = AVRational(
            num: Int32(clamping: numerator), den: Int32(clamping: denominator))
    }

    /// Sets one metadata tag of the file or of a stream.
    public func setMetadata(_ key: String, _ value: String, of stream: Int? = nil) {
        if let stream {
            av_dict_set(&pointer.pointee.streams[stream]!.pointee.metadata, key, value, 0)
        } else {
            av_dict_set(&pointer.pointee.metadata, key, value, 0)
        }
    }

    /// Writes the container's header, with muxer options as listed by `ffmpeg -h muxer=…`.
    public func begin(_ options: [String: String]) throws(AVFailure) {
        var dictionary: OpaquePointer?
        defer { av_dict_free(&dictionary) }
        for (key, value) in options { av_dict_set(&dictionary, key, value, 0) }
        try written(avformat_write_header(pointer, &dictionary), "write the file's header")
    }

    /// Writes a packet with times in ticks of `timeBase`; packets of different streams may be slightly out of
    /// order. The packet is empty afterwards.
    public func write(
        _ packet: borrowing Packet, to stream: Int, timeBase: (numerator: Int, denominator: Int)
    ) throws(AVFailure) {
        let target = pointer.pointee.streams[stream]!.pointee
        let base = AVRational(num: Int32(timeBase.numerator), den: Int32(timeBase.denominator))
        packet.stream = stream
        packet.pointer.pointee.pos = -1
        if shiftsCodecDelay && target.codecpar.pointee.initial_padding > 0 {
            let rate = AVRational(num: 1, den: target.codecpar.pointee.sample_rate)
            let shift = av_rescale_q(Int64(target.codecpar.pointee.initial_padding), rate, base)
            packet.presentation = packet.presentation.map { $0 + shift }
            packet.decode = packet.decode.map { $0 + shift }
        }
        av_packet_rescale_ts(packet.pointer, base, target.time_base)
        try written(av_interleaved_write_frame(pointer, packet.pointer), "write a packet")
    }

    /// Completes the file; nothing may be written afterwards.
    ///
    /// - Parameter bytes: data to append, e.g. a box that the muxer does not support.
    public consuming func finish(appending bytes: [UInt8] = []) throws(AVFailure) {
        try written(av_write_trailer(pointer), "complete the file")
        avio_flush(pointer.pointee.pb)
        try written(pointer.pointee.pb.pointee.error, "complete the file")
        guard !bytes.isEmpty else { return }
        try written(writer.append(bytes), "complete the file")
    }

    private func written(_ result: Int32, _ operation: String) throws(AVFailure) {
        if writer.isLost { throw AVFailure(AVFailure.lostWrite, code: clipfit_error(EIO)) }
        if let failure = writer.failure { throw AVFailure(operation, code: failure) }
        try check(result, operation)
    }
}

/// Writes one output for FFmpeg to a descriptor that the caller owns.
private final class FileWriter {
    private let descriptor: Int32
    private var position: Int64 = 0
    private var end: Int64 = 0
    private var readers: [FileWriter] = []
    /// Buffer for reading back the latest write.
    private var readBack: [UInt8] = []
    private(set) var failure: Int32?
    /// A write succeeded, but the file does not contain the data.
    private(set) var isLost = false

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// A writing context, or an additional reading one with its own position.
    func context(writing: Bool) -> UnsafeMutablePointer<AVIOContext>? {
        let opaque = Unmanaged.passUnretained(writing ? self : newReader()).toOpaque()
        return clipfit_io_create(
            1 << 16, opaque,
            writing
                ? nil : { Unmanaged<FileWriter>.fromOpaque($0!).takeUnretainedValue().read($1!, Int($2)) },
            writing
                ? { Unmanaged<FileWriter>.fromOpaque($0!).takeUnretainedValue().write($1!, Int($2)) } : nil,
            { Unmanaged<FileWriter>.fromOpaque($0!).takeUnretainedValue().seek($1, $2) })
    }

    private func newReader() -> FileWriter {
        readers.append(FileWriter(descriptor))
        return readers.last!
    }

    private func write(_ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int32 {
        if Interruption.signal != nil { return fail(clipfit_error_exit()) }
        let start = position
        var done = 0
        while done < count {
            let wrote = Descriptor.retrying {
                pwrite(descriptor, bytes + done, count - done, off_t(position))
            }
            guard wrote > 0 else { return fail(clipfit_error(wrote < 0 ? errno : ENOSPC)) }
            done += wrote
            position += Int64(wrote)
        }
        guard holds(bytes, count, at: start) else {
            isLost = true
            return fail(clipfit_error(EIO))
        }
        end = max(end, position)
        return Int32(count)
    }

    /// Reads back what was written: a disk or file system may report success and store nothing. Costs a copy
    /// of memory that is still in the CPU cache.
    private func holds(_ bytes: UnsafeMutableRawPointer, _ count: Int, at start: Int64) -> Bool {
        if readBack.count < count { readBack = [UInt8](repeating: 0, count: count) }
        return readBack.withUnsafeMutableBytes { buffer in
            let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
            return Descriptor.readAll(into: wanted, from: descriptor, at: start) == count
                && memcmp(buffer.baseAddress!, bytes, count) == 0
        }
    }

    func append(_ bytes: [UInt8]) -> Int32 {
        position = end
        var bytes = bytes
        return bytes.withUnsafeMutableBytes { write($0.baseAddress!, $0.count) }
    }

    private func read(_ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int32 {
        let got = Descriptor.retrying { pread(descriptor, bytes, count, off_t(position)) }
        guard got > 0 else { return got == 0 ? clipfit_error_eof() : fail(clipfit_error(errno)) }
        position += Int64(got)
        return Int32(got)
    }

    private func fail(_ code: Int32) -> Int32 {
        if failure == nil { failure = code }
        return code
    }

    private func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
        if whence & AVSEEK_SIZE != 0 { return end }
        position = whence == SEEK_CUR ? position + offset : whence == SEEK_END ? end + offset : offset
        return position
    }
}
