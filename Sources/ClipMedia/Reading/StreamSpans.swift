internal import ClipCore
internal import LibAV

/// Start and end of each stream on the presentation clock, from its packets.
///
/// Packets hidden by an edit list, and priming samples, do not count.
struct StreamSpans {
    private struct Span {
        var start = Int64.max
        var end = Int64.min
        /// Samples before this time are skipped: the encoder's priming.
        var audibleFrom = Int64.min
        /// The longest sound packet.
        var longest: Int64 = 0
    }

    private var spans: [Int: Span] = [:]
    private let facts: [Int: StreamFacts]

    init(_ streams: [StreamFacts]) {
        facts = Dictionary(uniqueKeysWithValues: streams.map { ($0.index, $0) })
    }

    mutating func add(_ packet: borrowing Packet) {
        guard let stream = facts[packet.stream], !packet.isDiscarded || stream.kind == .audio,
            let time = packet.presentation ?? packet.decode
        else { return }
        var span = spans[stream.index] ?? Span()
        var end = time + max(0, packet.duration)
        if let audio = stream.audio {
            // The last packet of a track sometimes has no duration; AAC decodes to 1024 samples.
            if packet.duration <= 0 {
                end = time + stream.ticks(ofSamples: audio.frameSize > 0 ? audio.frameSize : 1024)
            }
            let skipped = packet.skippedSamples
            // FFmpeg's Opus decoder drops the header's priming; no packet says so.
            if stream.codec == "opus", span.audibleFrom == .min {
                span.audibleFrom = time + stream.ticks(ofSamples: audio.priming)
            }
            if skipped.start > 0 {
                span.audibleFrom = max(span.audibleFrom, time + stream.ticks(ofSamples: skipped.start))
            }
            span.longest = max(span.longest, end - time, stream.ticks(ofSamples: audio.frameSize))
            // Some FFmpeg versions already subtract the skipped samples from the packet's duration.
            if skipped.end > 0 {
                end = min(end, time + span.longest - stream.ticks(ofSamples: skipped.end))
            }
        }
        if end > span.audibleFrom && !(packet.isDiscarded && end <= max(0, span.audibleFrom)) {
            span.start = min(span.start, max(time, span.audibleFrom))
            span.end = max(span.end, end)
        }
        spans[stream.index] = span
    }

    /// The presented span of a stream; nil without presented packets.
    func span(of stream: Int) -> TimeRange? {
        guard let span = spans[stream], span.end > span.start, let base = facts[stream]?.base else {
            return nil
        }
        return TimeRange(
            start: MediaTime(ticks: span.start, timeBase: base),
            end: MediaTime(ticks: span.end, timeBase: base))
    }

    /// Whether every stream in `streams` has a presented packet.
    func has(_ streams: Set<Int>) -> Bool { streams.allSatisfy { (spans[$0]?.end ?? .min) > .min } }
}

extension StreamFacts {
    /// Duration of `samples` in ticks of a sound stream.
    func ticks(ofSamples samples: Int) -> Int64 {
        MediaTime(ticks: Int64(samples), timescale: Int64(max(1, audio?.sampleRate ?? 1))).ticksNearest(
            in: base)
    }

    var base: TimeBase { TimeBase(Int64(timeBase.numerator), Int64(timeBase.denominator)) }
}
