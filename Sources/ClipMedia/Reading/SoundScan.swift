internal import ClipCore
internal import LibAV

/// Scans a sound stream for what a copy cannot hold: another format, or packets that overlap as where recordings
/// were joined.
struct SoundScan {
    private let stream: StreamFacts

    init(_ stream: StreamFacts) { self.stream = stream }

    /// What speaks against a copy.
    enum Obstacle {
        /// The format from there on.
        case form(String)
        case overlap
    }

    /// The first obstacle in a span of the container's clock, against the stream's beginning; nil for none.
    /// Seeks in the file.
    func obstacle(in span: TimeRange, _ file: borrowing InputFile) throws
        -> (time: MediaTime, obstacle: Obstacle)?
    {
        var sound = CodedSound(stream)
        var spacing = PacketSpacing(stream)
        let packet = try Packet()
        file.select([stream.index])
        let first = stream.start ?? 0
        guard try file.seek(stream: stream.index, to: first) else { return nil }
        while try file.read(into: packet), packet.stream != stream.index { continue }
        _ = sound.difference(in: packet)
        let second = max(1, stream.base.denominator / stream.base.numerator)
        // As far back as a copy begins to read.
        _ = try file.seek(stream: stream.index, to: span.start.ticksRoundedDown(in: stream.base) - second)
        while try file.read(into: packet) {
            guard packet.stream == stream.index, let ticks = packet.presentation else { continue }
            let time = MediaTime(ticks: ticks, timeBase: stream.base)
            let end = MediaTime(ticks: ticks + packet.duration, timeBase: stream.base)
            if time >= span.end { return nil }
            // A change before the span affects all of it; one that ends before the span does not count.
            if let form = sound.difference(in: packet), end > span.start { return (time, .form(form)) }
            if spacing?.overlaps(at: ticks) == true, end > span.start { return (time, .overlap) }
        }
        return nil
    }

    /// Where packets overlap in a span of the container's clock, by the times that its index lists.
    func overlap(in span: TimeRange, indexed: [Int64]) -> MediaTime? {
        guard var spacing = PacketSpacing(stream) else { return nil }
        let (start, end) = (
            span.start.ticksRoundedDown(in: stream.base), span.end.ticksRoundedUp(in: stream.base)
        )
        let overlap = indexed.lazy.filter { $0 >= start && $0 < end }.first { spacing.overlaps(at: $0) }
        return overlap.map { MediaTime(ticks: $0, timeBase: stream.base) }
    }
}

/// Detects sound packets that follow each other in less time than they last. Players drop what overlaps or play all
/// that follows late.
struct PacketSpacing {
    /// The most ticks that a packet lasts. What is HE-AAC may last twice as long.
    private let longest: Int64
    /// Ticks by which uneven clocks may differ: 30 ms.
    private let tolerance: Int64
    /// Times of the last packets.
    private var times: [Int64] = []

    /// Nil if nobody can say how long a packet lasts, as for uncompressed sound.
    init?(_ stream: StreamFacts) {
        guard let audio = stream.audio, audio.sampleRate > 0 else { return nil }
        let samples = audio.frameSize > 0 ? audio.frameSize : stream.codec == "aac" ? 1024 : 0
        guard samples > 0, !stream.codec.hasPrefix("pcm_") else { return nil }
        longest = MediaTime(ticks: Int64(samples), timescale: Int64(audio.sampleRate))
            .ticksRoundedDown(in: stream.base)
        tolerance = MediaTime(ticks: 30, timescale: 1000).ticksRoundedUp(in: stream.base)
    }

    /// Whether the last 32 packets together last longer than it takes until the next one, by more than 30 ms. A packet
    /// lasts as long as most of them take.
    mutating func overlaps(at time: Int64) -> Bool {
        defer { times = times.suffix(31) + [time] }
        guard times.count >= 8, let first = times.first else { return false }
        let usual = zip(times, times.dropFirst()).map { $1 - $0 }.sorted()[(times.count - 1) / 2]
        return first + min(usual, longest) * Int64(times.count) - time > tolerance
    }
}
