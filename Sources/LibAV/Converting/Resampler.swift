internal import CFFmpeg
internal import CFFmpegShims

/// Brings decoded samples into the form and the portions that an encoder takes; owns an `SwrContext`.
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

    /// The frame has the format, rate and channels that the resampler is set up for.
    public func fits(_ frame: borrowing Frame) -> Bool { frame.soundForm == form }

    /// Goes on with frames like this one, after ``finish()``, and when ``pull(flush:)`` has no more full portion: what
    /// is left of the sound before begins the next one.
    public mutating func follow(_ frame: borrowing Frame) throws(AVFailure) {
        filled += try fill(upTo: Int32(staged.sampleCount))
        let next = try Self.converter(from: frame, to: encoder)
        var owned: OpaquePointer? = pointer
        swr_free(&owned)
        (pointer, form) = (next, frame.soundForm)
    }

    /// Takes `count` samples of `frame`, one that ``fits(_:)``, from sample `start` on.
    ///
    /// - Throws: where the frame is of another form, or holds fewer samples.
    public mutating func push(_ frame: borrowing Frame, from start: Int, count: Int) throws(AVFailure) {
        var planes = try frame.samples(from: start, count: count, of: form)
        let result = swr_convert(pointer, nil, 0, &planes, Int32(count))
        try check(result, "resample")
    }

    /// Puts `count` samples (at the source's rate) of silence where the source has a gap.
    public mutating func pushSilence(_ count: Int) throws(AVFailure) {
        try check(swr_inject_silence(pointer, Int32(count)), "fill a gap in the sound")
    }

    /// The next full portion for the encoder, or nil until there is enough.
    ///
    /// - Parameter flush: no more samples will come: what is left is given out, shorter than a portion.
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
            rate: encoder.pointee.sample_rate,
            layout: try ChannelLayout(copying: &layout))
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
        // No input at all asks for what is buffered; it also flushes, which is wanted only at the end.
        var nothing: UnsafePointer<UInt8>?
        return try check(
            swr_convert(pointer, &planes, wanted - filled, &nothing, 0), "resample")
    }

    /// Ends the input: the resampler's own delay becomes readable through ``pull(flush:)``.
    public mutating func finish() throws(AVFailure) {
        try check(swr_convert(pointer, nil, 0, nil, 0), "resample")
    }
}
