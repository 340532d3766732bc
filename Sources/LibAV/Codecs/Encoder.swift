internal import CFFmpeg
internal import CFFmpegShims
internal import CPlatform

/// An encoder; owns an `AVCodecContext`.
public struct Encoder: ~Copyable {
    let pointer: UnsafeMutablePointer<AVCodecContext>

    private init(owning pointer: UnsafeMutablePointer<AVCodecContext>) { self.pointer = pointer }

    deinit {
        var owned: UnsafeMutablePointer<AVCodecContext>? = pointer
        avcodec_free_context(&owned)
    }

    static func make(_ name: String) throws(AVFailure) -> Encoder {
        guard let codec = avcodec_find_encoder_by_name(name) else {
            throw AVFailure("find the encoder \(name)", code: clipfit_error_no_encoder())
        }
        return Encoder(owning: try made(avcodec_alloc_context3(codec), "make an encoder"))
    }

    /// Opens a video encoder with size, colours and sample aspect ratio of a source's stream.
    ///
    /// The caller numbers frames: a frame's presentation time is its number, and so is its packet's.
    public static func openVideo(
        _ settings: VideoSettings, like input: borrowing InputFile, stream: Int, pixelFormat: PixelFormat
    ) throws(AVFailure) -> Encoder {
        let encoder = try make(settings.codec.encoderName)
        let context = encoder.pointer
        let source = input.stream(stream).pointee
        let codec = source.codecpar.pointee
        let isEven = settings.codec.needsEvenSizes
        context.pointee.width = isEven ? codec.width & ~1 : codec.width
        context.pointee.height = isEven ? codec.height & ~1 : codec.height
        context.pointee.pix_fmt = AVPixelFormat(pixelFormat.code)
        // The container may override the codec's header, but copied pictures keep theirs.
        let aspect =
            source.sample_aspect_ratio.num > 0 && !settings.matchesSource
            ? source.sample_aspect_ratio : codec.sample_aspect_ratio
        context.pointee.sample_aspect_ratio = aspect
        context.pointee.color_range = codec.color_range
        context.pointee.color_primaries = codec.color_primaries
        context.pointee.color_trc = codec.color_trc
        context.pointee.colorspace = codec.color_space
        context.pointee.chroma_sample_location = codec.chroma_location
        if settings.isBT709 { encoder.tagAsBT709() }
        var rate = source.avg_frame_rate
        if rate.num <= 0 || rate.den <= 0 || rate.num / rate.den > 1000 { rate = AVRational(num: 30, den: 1) }
        context.pointee.framerate = rate
        context.pointee.time_base = AVRational(num: rate.den, den: rate.num)
        context.pointee.gop_size = Int32(settings.keyInterval)
        context.pointee.thread_count = Int32(settings.threads)
        context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER | Int32(bitPattern: AV_CODEC_FLAG_CLOSED_GOP)
        if settings.matchesSource, let name = profileName(codec.profile), !profile(name, holds: pixelFormat) {
            throw AVFailure(
                "open the encoder \(settings.codec.encoderName) for the profile \(name)",
                code: clipfit_error(22))
        }
        clipfit_allow_huge_pages(settings.matchesSource ? 0 : 1)
        if settings.matchesSource {
            if settings.codec == .h264 { context.pointee.level = codec.level }
            // Slice threads share a frame and need no more frames in memory.
            context.pointee.thread_type = FF_THREAD_SLICE
        }
        var options = encoder.options(settings, profile: codec.profile, pixelFormat)
        defer { av_dict_free(&options) }
        try encoder.checked(
            avcodec_open2(context, context.pointee.codec, &options),
            "open the encoder \(settings.codec.encoderName)")
        return encoder
    }

    private borrowing func tagAsBT709() {
        pointer.pointee.color_range = AVCOL_RANGE_MPEG
        pointer.pointee.color_primaries = AVCOL_PRI_BT709
        pointer.pointee.color_trc = AVCOL_TRC_BT709
        pointer.pointee.colorspace = AVCOL_SPC_BT709
        pointer.pointee.chroma_sample_location = AVCHROMA_LOC_LEFT
    }

    /// Sets x265's options: closed GOPs, and no side information other than HDR10 metadata.
    private borrowing func setHEVC(
        _ settings: VideoSettings, _ format: PixelFormat, _ set: (String, String) -> Void
    ) {
        set("preset", settings.preset)
        set("forced-idr", "1")
        set("profile", format.bitDepth > 8 ? "main10" : "main")
        let threads = settings.threads > 1 ? "pools=\(settings.threads)" : "pools=none:wpp=0"
        // At a head or tail, frames are in presentation order with one reference: the least memory and work.
        let rate =
            settings.matchesSource
            ? [
                "qp=\(Int(settings.quality))", "bframes=0", "ref=1", "rc-lookahead=0", "scenecut=0",
                "keyint=1000", "aq-mode=0", "cutree=0", "hrd=0", "aud=0",
            ] : ["crf=\(settings.quality)"]
        set(
            "x265-params",
            (["log-level=none", "info=0", "open-gop=0", "frame-threads=1", threads] + rate
                + settings.light.options).joined(separator: ":"))
    }

    private borrowing func options(_ settings: VideoSettings, profile: Int32, _ format: PixelFormat)
        -> OpaquePointer?
    {
        var options: OpaquePointer?
        func set(_ key: String, _ value: String) { av_dict_set(&options, key, value, 0) }
        switch settings.codec {
        case .h264:
            set("preset", settings.preset)
            set("forced-idr", "1")
            if settings.matchesSource {
                // Constant QP needs no half-size planes for estimates, 2 MB per frame at 1080p.
                set("qp", "\(Int(settings.quality) + 6 * (format.bitDepth - 8))")
                // Frames in presentation order and one reference: the least memory and work.
                set("bf", "0")
                set("refs", "1")
                set("rc-lookahead", "0")
            } else {
                set("crf", "\(settings.quality)")
            }
            let extra =
                (settings.isOwn ? VideoSettings.ownParameters : [])
                + (settings.hasLengthPrefixes ? ["annexb=0"] : [])
                + (settings.parameterSet.map { ["sps-id=\($0)"] } ?? [])
            if !extra.isEmpty { set("x264-params", extra.joined(separator: ":")) }
            if settings.matchesSource, let name = Self.profileName(profile) {
                set("profile", name)
                // x264's fastest presets omit High features, so the stream would declare a lower profile.
                if name == "high" { set("8x8dct", "1") }
            }
        case .hevc: setHEVC(settings, format, set)
        case .av1:
            set("usage", "realtime")
            set("cpu-used", "8")
            set("lag-in-frames", "0")
            set("crf", "\(Int(settings.quality))")
            // Zero for no limit; else the quality yields to it.
            set("b", "\(settings.matchesSource ? 0 : settings.mostBitsPerSecond)")
        case .vp8, .vp9:
            let isEdge = settings.matchesSource
            set("crf", "\(Int(settings.quality))")
            set("deadline", isEdge ? "realtime" : "good")
            set("cpu-used", isEdge ? "6" : "5")
            set("auto-alt-ref", "0")
            if isEdge { set("lag-in-frames", "0") }
            if settings.codec == .vp9 {
                set("b", "0")
                set("row-mt", "1")
            } else {
                set("b", "60000000")
                set("qmin", "0")
                set("qmax", "\(Int(settings.quality) + 6)")
            }
        }
        return options
    }

    /// x264's name of an H.264 profile, from `profile_idc` without constraint bits.
    private static func profileName(_ profile: Int32) -> String? {
        [66: "baseline", 77: "main", 100: "high", 110: "high10", 122: "high422", 244: "high444"][
            profile & 0xFF]
    }

    /// An H.264 profile allows the pixel format. Otherwise x264 itself would write an error to standard error.
    private static func profile(_ name: String, holds format: PixelFormat) -> Bool {
        let samples = format.name ?? ""
        let isQuarter = ["420", "nv12", "gray"].contains { samples.contains($0) }
        switch name {
        case "baseline", "main": return isQuarter && format.bitDepth == 8 && !samples.contains("gray")
        case "high": return isQuarter && format.bitDepth == 8
        case "high10": return isQuarter
        case "high422": return isQuarter || samples.contains("422")
        default: return true
        }
    }

    /// Opens an encoder for re-encoded pictures: BT.709, limited range, square pixels, 8-bit 4:2:0.
    ///
    /// - Parameters:
    ///   - rate: frames per second; a frame's presentation time is its number.
    ///   - mostBitsPerSecond: maximum bit rate for the rate control; nil for none.
    public static func openPicture(
        _ settings: VideoSettings, width: Int, height: Int, rate: (numerator: Int, denominator: Int),
        mostBitsPerSecond: Int? = nil
    ) throws(AVFailure) -> Encoder {
        let encoder = try make(settings.codec.encoderName)
        let context = encoder.pointer
        context.pointee.width = Int32(width)
        context.pointee.height = Int32(height)
        context.pointee.pix_fmt = AV_PIX_FMT_YUV420P
        context.pointee.sample_aspect_ratio = AVRational(num: 1, den: 1)
        encoder.tagAsBT709()
        context.pointee.framerate = AVRational(num: Int32(rate.numerator), den: Int32(rate.denominator))
        context.pointee.time_base = AVRational(num: Int32(rate.denominator), den: Int32(rate.numerator))
        context.pointee.gop_size = Int32(settings.keyInterval)
        context.pointee.thread_count = Int32(settings.threads)
        context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER | Int32(bitPattern: AV_CODEC_FLAG_CLOSED_GOP)
        if let mostBitsPerSecond {
            context.pointee.rc_max_rate = Int64(mostBitsPerSecond)
            context.pointee.rc_buffer_size = Int32(clamping: mostBitsPerSecond)
        }
        var options = encoder.options(settings, profile: 100, .planar420)
        defer { av_dict_free(&options) }
        if settings.codec == .h264 {
            av_dict_set(&options, "profile", "high", 0)
            av_dict_set(&options, "8x8dct", "1", 0)
            av_dict_set(&options, "coder", "cabac", 0)
        }
        try encoder.checked(
            avcodec_open2(context, context.pointee.codec, &options),
            "open the encoder \(settings.codec.encoderName)")
        return encoder
    }

    /// Sends one frame.
    ///
    /// - Throws: ``AVFailure/isRefusedInput`` if the frame's format differs from the encoder's: encoders do
    ///   not check, and read beyond it.
    public func send(_ frame: borrowing Frame) throws(AVFailure) {
        try checkForm(frame)
        try checked(avcodec_send_frame(pointer, frame.pointer), "encode a frame")
    }

    private func checkForm(_ frame: borrowing Frame) throws(AVFailure) {
        let mine = pointer.pointee
        if mine.codec_type == AVMEDIA_TYPE_VIDEO {
            guard !frame.isPicture(mine.width, mine.height, mine.pix_fmt.rawValue) else { return }
            let wanted =
                "\(mine.width)x\(mine.height) \(PixelFormat(mine.pix_fmt.rawValue).name ?? "unknown")"
            throw AVFailure.refused("encode a picture", frame.pictureText, instead: wanted)
        }
        let form = soundForm
        guard frame.soundForm != form || frame.pointer.pointee.extended_data?[0] == nil else { return }
        throw AVFailure.refused("encode sound", frame.soundForm.text, instead: form.text)
    }

    /// Signals the end of frames.
    public func finish() throws(AVFailure) {
        try checked(avcodec_send_frame(pointer, nil), "finish encoding")
    }

    /// Receives the next packet; false if the encoder needs more frames or has ended.
    ///
    /// A packet of pictures has no side data, except the codec's private header from an encoder that had none when it
    /// was opened (libaom): Matroska's muxer takes it from there.
    public func receive(into packet: borrowing Packet) throws(AVFailure) -> Bool {
        let result = avcodec_receive_packet(pointer, packet.pointer)
        if result == clipfit_error(11) || result == clipfit_error_eof() { return false }
        try checked(result, "encode")
        guard pointer.pointee.codec_type == AVMEDIA_TYPE_VIDEO else { return true }
        let header = pointer.pointee.extradata_size == 0 ? packet.newHeader : nil
        packet.dropSideData()
        try header.map { header throws(AVFailure) in try packet.setHeader(header) }
        return true
    }

    /// x264 uses one code for all errors; an allocation failure is the only one that FFmpeg does not log.
    func checked(_ result: Int32, _ operation: String) throws(AVFailure) {
        if result == clipfit_error_external(), pointer.pointee.codec_id == AV_CODEC_ID_H264,
            !AVFailure(operation, code: result).log.contains(where: { $0.contains("libx264") })
        {
            throw AVFailure.outOfMemory(operation)
        }
        try check(result, operation)
    }
}
