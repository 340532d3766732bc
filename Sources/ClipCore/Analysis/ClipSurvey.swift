/// What the packets of a clip say about its pictures, and which of these were examined.
public struct ClipSurvey: Hashable, Codable, Sendable {
    /// Bytes of the packets other than keyframes, for each second of the analysis's span.
    public var bytes: [Float]
    /// Keyframes, on the file's own clock, ascending.
    public var keyframes: [MediaTime]
    /// Ranges whose frames were scored: in order, apart from each other.
    public private(set) var examined: [TimeRange] = []

    /// A survey of which nothing was examined.
    public init(bytes: [Float], keyframes: [MediaTime]) { (self.bytes, self.keyframes) = (bytes, keyframes) }

    /// Adds a range to the examined ones.
    public mutating func examine(_ range: TimeRange) {
        let (touching, apart) = (
            examined.filter { $0.start <= range.end && range.start <= $0.end },
            examined.filter { $0.start > range.end || range.start > $0.end }
        )
        let start = touching.reduce(range.start) { min($0, $1.start) }
        let end = touching.reduce(range.end) { max($0, $1.end) }
        examined = (apart + [TimeRange(start: start, end: end)]).sorted { $0.start < $1.start }
    }

    /// All of a range was examined.
    public func covers(_ range: TimeRange) -> Bool {
        examined.contains { $0.start <= range.start && range.end <= $0.end }
    }

    /// Seconds that were examined.
    public var seconds: Double { examined.reduce(0) { $0 + $1.duration.seconds } }

    /// What is missing of a range, each part from the keyframe on with which decoding has to begin.
    public func missing(in range: TimeRange) -> [TimeRange] {
        var (missing, from): ([TimeRange], MediaTime) = ([], range.start)
        for known in examined where known.end > range.start && known.start < range.end {
            if known.start > from { missing.append(TimeRange(start: key(before: from), end: known.start)) }
            from = max(from, known.end)
        }
        if from < range.end { missing.append(TimeRange(start: key(before: from), end: range.end)) }
        return missing
    }

    private func key(before time: MediaTime) -> MediaTime {
        let place = keyframes.partitioningIndex { $0 > time }
        return place > 0 ? keyframes[place - 1] : time
    }

    /// Parts of a span, each with one of its whole seconds, from which to learn what bytes mean: 1.5 % of it.
    public func samples(of span: TimeRange) -> [TimeRange] {
        let seconds = span.duration.seconds
        let count = min(60, max(8, Int(0.015 * seconds)))
        let starts = (0..<count).map { number in
            key(
                before: span.start
                    + MediaTime(
                        ticks: Int64((Double(number) + 0.5) * seconds * 1000), timescale: Int64(1000 * count))
            )
        }
        return Set(starts).sorted().map { start in
            let whole = Int64((start - span.start).seconds.rounded(.up)) + 1
            return TimeRange(
                start: start, end: min(span.end, span.start + MediaTime(ticks: whole, timescale: 1)))
        }
    }

    /// Why the examined parts cannot be few; nil if they can.
    public var obstacle: String? {
        let gaps = zip(keyframes, keyframes.dropFirst()).map { ($1 - $0).seconds }
        let longest = gaps.max() ?? .infinity
        return longest > 20 ? "its keyframes lie more than 20 s apart" : nil
    }
}

extension Analysis {
    /// Adds the scores of ranges that were examined.
    public mutating func add(_ pictures: [PictureScore], _ filler: [FillerSample], of ranges: [TimeRange]) {
        let known = survey?.examined ?? []
        let isNew = { (time: MediaTime) in !known.contains { $0.contains(time) } }
        self.pictures += pictures.filter { isNew($0.time) }
        self.pictures.sort { $0.time < $1.time }
        self.filler += filler.filter { isNew($0.time) }
        self.filler.sort { $0.time < $1.time }
        for range in ranges { survey?.examine(range) }
    }

    /// `11 of 60 minutes were examined closely`; nil if all was.
    public var examinedText: String? {
        guard let survey else { return nil }
        let (part, all) = (survey.seconds, span.duration.seconds)
        let isLong = all >= 600
        let number = { (seconds: Double) in String(Int((isLong ? seconds / 60 : seconds).rounded())) }
        return "\(number(part)) of \(number(all)) \(isLong ? "minutes" : "seconds") were examined closely"
    }
}
