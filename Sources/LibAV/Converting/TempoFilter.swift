internal import CFFmpeg
internal import CFFmpegShims

/// Changes the speed of 48 kHz stereo sound and keeps its pitch, with libavfilter's `atempo`.
public struct TempoFilter: ~Copyable {
    private let graph: FilterGraph
    private let frame: Frame
    private var sent: Int64 = 0

    /// - Parameter rate: 2 is twice as fast; 0.5 to 100.
    /// - Throws: if libavfilter is missing, or does not support the rate.
    public static func open(rate: Double) throws(AVFailure) -> TempoFilter {
        TempoFilter(
            graph: try FilterGraph.openSound([("atempo", [("tempo", "\(rate)")])]), frame: try Frame())
    }

    private init(graph: consuming FilterGraph, frame: consuming Frame) {
        self.graph = graph
        self.frame = frame
    }

    /// Sends the next samples; an empty slice does not end the input.
    public mutating func send(_ samples: ArraySlice<SIMD2<Float>>) throws(AVFailure) {
        guard !samples.isEmpty else { return }
        var stereo = AVChannelLayout()
        av_channel_layout_default(&stereo, 2)
        let portion = try Frame.samples(
            Int32(samples.count), format: AV_SAMPLE_FMT_FLT.rawValue, rate: 48000,
            layout: try ChannelLayout(copying: &stereo))
        let plane = UnsafeMutableRawPointer(portion.pointer.pointee.extended_data![0]!)
            .assumingMemoryBound(to: SIMD2<Float>.self)
        for (index, sample) in samples.enumerated() { plane[index] = sample }
        portion.presentation = sent
        sent += Int64(samples.count)
        try graph.send(portion)
    }

    /// Signals the end of input.
    public func finish() throws(AVFailure) { try graph.finish() }

    /// Receives filtered samples; empty if the filter needs more, and at the end.
    public func receive() throws(AVFailure) -> [SIMD2<Float>] {
        guard try graph.receive(into: frame) else { return [] }
        guard let samples = frame.stereoSamples() else {
            throw AVFailure("read filtered sound", code: clipfit_error_invalid_data(), .reading)
        }
        return samples
    }
}
