internal import CFFmpeg
internal import CFFmpegShims

/// Converts decoded sound to 48 kHz stereo floats; owns an `SwrContext`.
///
/// More channels are downmixed with the coefficients of ITU-R BS.775 (centre and surrounds at -3 dB, no LFE)
/// and without normalisation: floats can exceed full scale. Mono is copied to both sides.
public struct StereoConverter: ~Copyable {
    private let pointer: OpaquePointer
    /// The expected input format: other frames need another converter.
    private let form: SoundForm

    private init(owning pointer: OpaquePointer, _ form: SoundForm) {
        (self.pointer, self.form) = (pointer, form)
    }

    deinit {
        var owned: OpaquePointer? = pointer
        swr_free(&owned)
    }

    /// Sets up a converter for frames in this frame's format.
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
        // Without a ceiling on the sum of coefficients, the mix would scale integer samples down.
        av_opt_set_double(UnsafeMutableRawPointer(made), "rematrix_maxval", 1000, 0)
        if layout.channels == 1 { try check(swr_set_matrix(made, [1, 1], 1), operation) }
        try check(swr_init(made), operation)
        return converter
    }

    /// The frame has the sample format, rate and channels that the converter expects.
    public func fits(_ frame: borrowing Frame) -> Bool { frame.soundForm == form }

    /// Adds `count` samples of a frame that ``fits(_:)``, starting at sample `start`.
    ///
    /// - Throws: if the frame has another format or fewer samples.
    public func push(_ frame: borrowing Frame, from start: Int, count: Int) throws(AVFailure) {
        var planes = try frame.samples(from: start, count: count, of: form)
        try check(swr_convert(pointer, nil, 0, &planes, Int32(count)), "resample")
    }

    /// Adds `count` samples of silence, at the source's rate.
    public func pushSilence(_ count: Int) throws(AVFailure) {
        try check(swr_inject_silence(pointer, Int32(count)), "fill a gap in the sound")
    }

    /// Returns converted samples, at most as many as fit.
    ///
    /// - Parameter isOver: no more input will come: also returns the resampler's delay.
    /// - Returns: the number of samples written to the start of `samples`.
    public func pull(into samples: UnsafeMutableBufferPointer<SIMD2<Float>>, isOver: Bool) throws(AVFailure)
        -> Int
    {
        guard let base = samples.baseAddress, !samples.isEmpty else { return 0 }
        var planes: [UnsafeMutablePointer<UInt8>?] = [
            UnsafeMutableRawPointer(base).assumingMemoryBound(to: UInt8.self)
        ]
        // No input flushes; an empty input only returns what is ready.
        var nothing: UnsafePointer<UInt8>?
        let count =
            isOver
            ? swr_convert(pointer, &planes, Int32(samples.count), nil, 0)
            : swr_convert(pointer, &planes, Int32(samples.count), &nothing, 0)
        return Int(try check(count, "resample"))
    }
}
