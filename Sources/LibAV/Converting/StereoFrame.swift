internal import CFFmpeg
internal import CFFmpegShims

/// 48 kHz stereo samples into and out of frames.
extension Frame {
    /// Creates a frame for `encoder` from `samples`, at most its ``Encoder/frameSize``.
    ///
    /// - Throws: if the encoder does not take stereo floats, or memory is exhausted.
    public static func stereo(_ samples: ArraySlice<SIMD2<Float>>, for encoder: borrowing Encoder)
        throws(AVFailure) -> Frame
    {
        let target = encoder.pointer.pointee
        var layout = target.ch_layout
        guard layout.nb_channels == 2, [AV_SAMPLE_FMT_FLT, AV_SAMPLE_FMT_FLTP].contains(target.sample_fmt)
        else {
            let form = SoundForm(format: target.sample_fmt.rawValue, rate: target.sample_rate, layout: layout)
            throw AVFailure.refused("encode sound", "stereo floats", instead: form.text)
        }
        let frame = try Frame.samples(
            Int32(samples.count), format: target.sample_fmt.rawValue, rate: target.sample_rate,
            layout: try ChannelLayout(copying: &layout))
        let planes = frame.pointer.pointee.extended_data!
        if target.sample_fmt == AV_SAMPLE_FMT_FLTP {
            let (left, right) = (floats(planes[0]!), floats(planes[1]!))
            for (index, sample) in samples.enumerated() { (left[index], right[index]) = (sample.x, sample.y) }
        } else {
            let both = floats(planes[0]!)
            for (index, sample) in samples.enumerated() {
                (both[2 * index], both[2 * index + 1]) = (sample.x, sample.y)
            }
        }
        return frame
    }

    /// The frame's samples if they are stereo floats (planar or not); nil otherwise.
    public func stereoSamples() -> [SIMD2<Float>]? {
        let facts = pointer.pointee
        guard facts.ch_layout.nb_channels == 2, let planes = facts.extended_data, let first = planes[0] else {
            return nil
        }
        if facts.format == AV_SAMPLE_FMT_FLTP.rawValue, let second = planes[1] {
            let (left, right) = (Self.floats(first), Self.floats(second))
            return (0..<sampleCount).map { SIMD2(left[$0], right[$0]) }
        }
        guard facts.format == AV_SAMPLE_FMT_FLT.rawValue else { return nil }
        let both = Self.floats(first)
        return (0..<sampleCount).map { SIMD2(both[2 * $0], both[2 * $0 + 1]) }
    }

    private static func floats(_ plane: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<Float> {
        UnsafeMutableRawPointer(plane).assumingMemoryBound(to: Float.self)
    }
}
