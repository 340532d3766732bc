internal import ClipCore
internal import LibAV

/// Scans a sound stream for what a copy cannot hold: another format, packets that overlap as where recordings
/// were joined, or gaps, behind which players that count samples are ahead of the picture.
struct SoundScan {
    private let stream: StreamFacts

    init(_ stream: StreamFacts) { self.stream = stream }

    /// What speaks against a copy.
    enum Obstacle {
        /// The format from there on.
        case form(String)
        case spacing(PacketSpacing.Fault)
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
            if let fault = spacing.fault(at: ticks, packet.duration), end > span.start {
                return (time, .spacing(fault))
            }
        }
        return nil
    }

    /// The first fault in a span of the container's clock, by the times that its index lists.
    func fault(in span: TimeRange, indexed: [Int64]) -> (time: MediaTime, fault: PacketSpacing.Fault)? {
        var spacing = PacketSpacing(stream)
        let start = span.start.ticksRoundedDown(in: stream.base)
        let end = span.end.ticksRoundedUp(in: stream.base)
        let first = indexed.partitioningIndex { $0 >= start }
        for time in indexed[max(0, first - 1)...].prefix(while: { $0 < end }) {
            if let fault = spacing.fault(at: time), time > start {
                return (MediaTime(ticks: time, timeBase: stream.base), fault)
            }
        }
        return nil
    }
}

/// Detects sound packets that follow each other in less time than they last, or in more. Players drop what overlaps or
/// play all that follows late.
struct PacketSpacing {
    enum Fault {
        case overlap, gap

        /// Sentence for the user, with the time in seconds.
        func text(_ place: String) -> String {
            self == .gap ? "it has a gap until \(place) s" : "its packets overlap at \(place) s"
        }
    }

    /// The most ticks that a packet lasts; nil if they differ, as those of Vorbis do. What is HE-AAC may last twice as
    /// long.
    private let longest: Int64?
    /// Ticks by which uneven clocks may differ: 30 ms.
    private let tolerance: Int64
    /// Times of the last packets, and how long the last of them says that it lasts.
    private var times: [Int64] = []
    private var duration: Int64 = 0

    init(_ stream: StreamFacts) {
        let rate = Int64(max(1, stream.audio?.sampleRate ?? 1))
        let stated = stream.audio?.frameSize ?? 0
        let samples = stated > 0 ? stated : stream.codec == "aac" ? 1024 : 0
        longest =
            samples > 0 && !stream.codec.hasPrefix("pcm_")
            ? MediaTime(ticks: Int64(samples), timescale: rate).ticksRoundedDown(in: stream.base) : nil
        tolerance = MediaTime(ticks: 30, timescale: 1000).ticksRoundedUp(in: stream.base)
    }

    /// An overlap is where the last 32 packets together last longer than it takes until the next one, by more than
    /// 30 ms; a gap is more than 60 ms between one and the next. A packet lasts as long as most of them take.
    mutating func fault(at time: Int64, _ duration: Int64 = 0) -> Fault? {
        defer { (times, self.duration) = (times.suffix(31) + [time], duration) }
        guard let first = times.first, let last = times.last else { return nil }
        guard let longest else {
            return self.duration > 0 && time - last - self.duration > 2 * tolerance ? .gap : nil
        }
        let steps = zip(times, times.dropFirst()).map { $1 - $0 }.sorted()
        let usual = steps.isEmpty ? nil : steps[steps.count / 2]
        // QuickTime stretches the packet before a gap.
        let lasts = [usual, self.duration > 0 ? self.duration : nil].compactMap { $0 }.min() ?? longest
        if time - last - max(lasts, longest) > 2 * tolerance { return .gap }
        guard times.count >= 8, let usual else { return nil }
        return first + min(usual, longest) * Int64(times.count) - time > tolerance ? .overlap : nil
    }
}
