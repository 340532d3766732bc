internal import CFFmpeg
internal import CFFmpegShims

/// Brings decoded samples of any form to stereo of 48 kHz in floats; owns an `SwrContext`.
///
/// More channels are mixed down with the coefficients of ITU-R BS.775 (centre and surrounds at -3 dB, no LFE)
/// and without scaling down: floats hold what exceeds full scale. Mono goes to both sides as it is.
public struct StereoConverter: ~Copyable {
    private let pointer: OpaquePointer
    /// What the converter was set up for: frames of another form need another converter.
    private let form: SoundForm

    private init(owning pointer: OpaquePointer, _ form: SoundForm) {
        (self.pointer, self.form) = (pointer, form)
    }

    deinit {
        var owned: OpaquePointer? = pointer
        swr_free(&owned)
    }

    /// Sets up a converter for frames like this one.
    public static func open(for frame: borrowing Frame) throws(AVFailure) -> StereoConverter {
        let operation = "set up the resampler"
        let source = frame.pointer
        let layout = try ChannelLayout(copying: &source.pointee.ch_layout)
        var (from, to) = (AVChannelLayout(), AVChannelLayout())
        try layout.copy(to: &from)
        defer { av_channel_layout_uninit(&from) }
        av_channel_layout_default(&to, 2)
        var made: OpaquePointer?
        try check(
            swr_alloc_set_opts2(
                &made, &to, AV_SAMPLE_FMT_FLT, 48000, &from, AVSampleFormat(source.pointee.format),
                source.pointee.sample_rate, 0, nil), operation)
        guard let made else { throw AVFailure.outOfMemory(operation) }
        let converter = StereoConverter(owning: made, frame.soundForm)
        // Without a ceiling on the coefficients' sum whole numbers would be scaled down by the mix.
        av_opt_set_double(UnsafeMutableRawPointer(made), "rematrix_maxval", 1000, 0)
        if layout.channels == 1 { try check(swr_set_matrix(made, [1, 1], 1), operation) }
        try check(swr_init(made), operation)
        return converter
    }

    /// The frame has the format, rate and channels that the converter was set up for.
    public func fits(_ frame: borrowing Frame) -> Bool { frame.soundForm == form }

    /// Takes `count` samples of `frame`, one that ``fits(_:)``, from sample `start` on.
    ///
    /// - Throws: where the frame is of another form, or holds fewer samples.
    public func push(_ frame: borrowing Frame, from start: Int, count: Int) throws(AVFailure) {
        var planes = try frame.samples(from: start, count: count, of: form)
        try check(swr_convert(pointer, nil, 0, &planes, Int32(count)), "resample")
    }

    /// Puts `count` samples, at the source's rate, of silence behind what was pushed.
    public func pushSilence(_ count: Int) throws(AVFailure) {
        try check(swr_inject_silence(pointer, Int32(count)), "fill a gap in the sound")
    }

    /// Gives out what is converted by now, at most as much as fits.
    ///
    /// - Parameter isOver: no more will be pushed: the resampler's own delay is given out too.
    /// - Returns: how many samples were put at the beginning of `samples`.
    public func pull(into samples: UnsafeMutableBufferPointer<SIMD2<Float>>, isOver: Bool) throws(AVFailure)
        -> Int
    {
        guard let base = samples.baseAddress, !samples.isEmpty else { return 0 }
        var planes: [UnsafeMutablePointer<UInt8>?] = [
            UnsafeMutableRawPointer(base).assumingMemoryBound(to: UInt8.self)
        ]
        // No input at all flushes; an empty one asks only for what is ready.
        var nothing: UnsafePointer<UInt8>?
        let count =
            isOver
            ? swr_convert(pointer, &planes, Int32(samples.count), nil, 0)
            : swr_convert(pointer, &planes, Int32(samples.count), &nothing, 0)
        return Int(try check(count, "resample"))
    }
}
