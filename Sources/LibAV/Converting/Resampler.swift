internal import CFFmpeg
internal import CFFmpegShims

/// Converts decoded sound to an encoder's sample format and frame size; owns an `SwrContext`.
public struct Resampler: ~Copyable {
    private var pointer: OpaquePointer
    private var form: SoundForm
    private let encoder: UnsafeMutablePointer<AVCodecContext>
    private var staged: Frame
    private var filled: Int32 = 0

    private init(
        owning pointer: OpaquePointer, _ form: SoundForm, _ encoder: UnsafeMutablePointer<AVCodecContext>,
        staged: consuming Frame
    ) {
        (self.pointer, self.form) = (pointer, form)
        self.encoder = encoder
        self.staged = staged
    }

    /// - Parameter encoder: must outlive the resampler.
    public static func open(from frame: borrowing Frame, to encoder: borrowing Encoder)
        throws(AVFailure) -> Resampler
    {
        let staged = try portion(for: encoder.pointer)
        return Resampler(
            owning: try converter(from: frame, to: encoder.pointer), frame.soundForm, encoder.pointer,
            staged: staged)
    }

    private static func converter(
        from frame: borrowing Frame, to target: UnsafeMutablePointer<AVCodecContext>
    ) throws(AVFailure) -> OpaquePointer {
        let operation = "set up the resampler"
        let source = frame.pointer
        let layout = try ChannelLayout(copying: &source.pointee.ch_layout)
        var sourceLayout = AVChannelLayout()
        try layout.copy(to: &sourceLayout)
        defer { av_channel_layout_uninit(&sourceLayout) }
        var made: OpaquePointer?
        try check(
            swr_alloc_set_opts2(
                &made, &target.pointee.ch_layout, target.pointee.sample_fmt, target.pointee.sample_rate,
                &sourceLayout, AVSampleFormat(source.pointee.format), source.pointee.sample_rate, 0, nil),
            operation)
        guard let result = made else { throw AVFailure.outOfMemory(operation) }
        do { try check(swr_init(result), operation) } catch {
            swr_free(&made)
            throw error
        }
        return result
    }

    deinit {
        var owned: OpaquePointer? = pointer
        swr_free(&owned)
    }

    /// The frame has the sample format, rate and channels that the resampler expects.
    public func fits(_ frame: borrowing Frame) -> Bool { frame.soundForm == form }

    /// Continues with frames of another format. Call it after ``finish()``, once ``pull(flush:)`` returns no
    /// full frame; the rest of the sound starts the next one.
    public mutating func follow(_ frame: borrowing Frame) throws(AVFailure) {
        filled += try fill(upTo: Int32(staged.sampleCount))
        let next = try Self.converter(from: frame, to: encoder)
        var owned: OpaquePointer? = pointer
        swr_free(&owned)
        (pointer, form) = (next, frame.soundForm)
    }

    /// Adds `count` samples of a frame that ``fits(_:)``, starting at sample `start`.
    ///
    /// - Throws: if the frame has another format or fewer samples.
    public mutating func push(_ frame: borrowing Frame, from start: Int, count: Int) throws(AVFailure) {
        var planes = try frame.samples(from: start, count: count, of: form)
        let result = swr_convert(pointer, nil, 0, &planes, Int32(count))
        try check(result, "resample")
    }

    /// Adds `count` samples of silence (at the source's rate) for a gap in the source.
    public mutating func pushSilence(_ count: Int) throws(AVFailure) {
        try check(swr_inject_silence(pointer, Int32(count)), "fill a gap in the sound")
    }

    /// Returns the next full frame for the encoder; nil until there are enough samples.
    ///
    /// - Parameter flush: no more samples will come: returns the rest, shorter than a full frame.
    public mutating func pull(flush: Bool = false) throws(AVFailure) -> Frame? {
        let wanted = Int32(staged.sampleCount)
        let available = swr_get_out_samples(pointer, 0)
        if !flush && available < wanted - filled { return nil }
        filled += try fill(upTo: wanted)
        guard filled == wanted || (flush && filled > 0) else { return nil }
        let full = try staged.share()
        full.pointer.pointee.nb_samples = filled
        staged = try Self.portion(for: encoder)
        filled = 0
        return full
    }

    private static func portion(for encoder: UnsafeMutablePointer<AVCodecContext>) throws(AVFailure) -> Frame
    {
        var layout = encoder.pointee.ch_layout
        let size = encoder.pointee.frame_size
        return try Frame.samples(
            size > 0 ? size : 1024, format: encoder.pointee.sample_fmt.rawValue,
            rate: encoder.pointee.sample_rate, layout: try ChannelLayout(copying: &layout))
    }

    private mutating func fill(upTo wanted: Int32) throws(AVFailure) -> Int32 {
        let target = staged.pointer
        let format = AVSampleFormat(target.pointee.format)
        let isPlanar = av_sample_fmt_is_planar(format) != 0
        let channels = Int(target.pointee.ch_layout.nb_channels)
        let step = Int(av_get_bytes_per_sample(format)) * (isPlanar ? 1 : channels)
        var planes: [UnsafeMutablePointer<UInt8>?] = (0..<(isPlanar ? channels : 1)).map { plane in
            target.pointee.extended_data[plane].map { $0 + Int(filled) * step }
        }
        // No input returns buffered samples; passing nil would also flush, which is only right at the end.
        var nothing: UnsafePointer<UInt8>?
        return try check(swr_convert(pointer, &planes, wanted - filled, &nothing, 0), "resample")
    }

    /// Signals the end of input: ``pull(flush:)`` then also returns the resampler's delay.
    public mutating func finish() throws(AVFailure) {
        try check(swr_convert(pointer, nil, 0, nil, 0), "resample")
    }
}
