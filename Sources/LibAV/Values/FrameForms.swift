internal import CFFmpeg
internal import CFFmpegShims

/// Sample format, rate and channels of decoded sound, as a resampler or encoder expects them.
public struct SoundForm: Hashable, Sendable {
    private let format: Int32
    /// Sample rate.
    public let rate: Int
    /// Number of channels.
    public let channels: Int
    private let mask: UInt64

    init(format: Int32, rate: Int32, layout: AVChannelLayout) {
        var layout = layout
        // A layout with only a channel count becomes the default of that count, as in `ChannelLayout`.
        if layout.order == AV_CHANNEL_ORDER_UNSPEC { av_channel_layout_default(&layout, layout.nb_channels) }
        self.format = format
        (self.rate, channels) = (Int(rate), Int(layout.nb_channels))
        mask = layout.order == AV_CHANNEL_ORDER_NATIVE ? layout.u.mask : 0
    }

    /// For people, e.g. `48000 Hz stereo`.
    public var text: String {
        var layout = AVChannelLayout()
        av_channel_layout_default(&layout, Int32(channels))
        if mask != 0 { av_channel_layout_from_mask(&layout, mask) }
        let name = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            av_channel_layout_describe(&layout, buffer.baseAddress, buffer.count) > 0
                ? String(cString: buffer.baseAddress!) : "\(channels) channels"
        }
        return "\(rate) Hz \(name)"
    }
}

extension Frame {
    /// The frame's sound format.
    public var soundForm: SoundForm {
        SoundForm(
            format: pointer.pointee.format, rate: pointer.pointee.sample_rate,
            layout: pointer.pointee.ch_layout)
    }

    /// Pointers to `count` samples from `start`, one per plane.
    ///
    /// - Throws: if the frame has another format than `form`, or fewer samples.
    func samples(from start: Int, count: Int, of form: SoundForm) throws(AVFailure) -> [UnsafePointer<UInt8>?]
    {
        let facts = pointer.pointee
        guard soundForm == form else {
            throw AVFailure.refused("resample", soundForm.text, instead: form.text)
        }
        guard let planes = facts.extended_data, start >= 0, count >= 0, start + count <= sampleCount else {
            throw AVFailure.refused("resample", "\(sampleCount) samples", instead: "\(start + count)")
        }
        let format = AVSampleFormat(facts.format)
        let isPlanar = av_sample_fmt_is_planar(format) != 0
        let step = Int(av_get_bytes_per_sample(format)) * (isPlanar ? 1 : form.channels)
        return (0..<(isPlanar ? form.channels : 1)).map { plane in
            planes[plane].map { UnsafePointer($0 + start * step) }
        }
    }

    /// Size and pixel format for people, e.g. `640x360 yuv420p`.
    var pictureText: String { "\(width)x\(height) \(pixelFormat.name ?? "unknown")" }

    /// The frame is a picture of this size and format, with samples in memory.
    func isPicture(_ width: Int32, _ height: Int32, _ format: Int32) -> Bool {
        let facts = pointer.pointee
        return facts.width == width && facts.height == height && facts.format == format && facts.data.0 != nil
    }
}

extension AVFailure {
    /// An encoder, resampler, scaler or filter got input in a format that it was not opened for. It would
    /// read memory beyond the frame.
    public var isRefusedInput: Bool { code == clipfit_error_input_changed() }

    static func refused(_ operation: String, _ found: String, instead wanted: String) -> AVFailure {
        AVFailure("\(operation) (\(found) instead of \(wanted))", code: clipfit_error_input_changed())
    }
}
