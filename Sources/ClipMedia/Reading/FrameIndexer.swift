internal import ClipCore
internal import LibAV

/// Indexes the video packets around a window, reading no more of the file than that.
struct FrameIndexer: ~Copyable {
    private let stream: StreamFacts
    private let base: TimeBase
    private let classifier: PacketClassifier

    init(_ stream: StreamFacts) {
        self.stream = stream
        base = stream.base
        classifier = PacketClassifier(stream)
    }

    /// Indexes the frames shown in [start, end) and all that they refer to.
    ///
    /// Afterwards `input` delivers only this stream, from a position after the window.
    func index(_ input: borrowing InputFile, from start: MediaTime, to end: MediaTime) throws(AVFailure)
        -> FrameIndex
    {
        input.select([stream.index])
        let end = end.ticksRoundedUp(in: base)
        var pictures = stream.codec == "hevc" ? HEVCPictures(stream) : nil
        var groups: H264Pictures?
        var entries: [FrameIndex.Entry] = []
        var (forms, changes) = (CodedForms(stream), [FrameIndex.Change]())
        let packet = try Packet()
        var isThere = try seekKeyframe(input, at: start.ticksRoundedUp(in: base), packet)
        var late = 0
        var start = BrokenStart(classifier)
        var isUnordered = MediaInput.mayLackOrder(input, stream)
        while isThere {
            guard let presentation = packet.presentation else {
                return FrameIndex(
                    timeBase: base, entries: [], problem: "its packets do not tell when they are shown")
            }
            if classifier.loneField(packet) != nil {
                return FrameIndex(timeBase: base, entries: [], problem: "its fields are coded apart")
            }
            isUnordered = isUnordered && presentation == packet.decode
            entries.append(classifier.entry(packet, at: presentation))
            start.mark(&entries[entries.count - 1], packet)
            entries[entries.count - 1].order = pictures?.order(of: packet)
            if groups == nil, stream.codec == "h264", packet.isKey, !entries[entries.count - 1].isCleanEntry {
                groups = H264Pictures(stream, before: entries.count - 1)
            }
            groups?.take(packet)
            if packet.isKey {
                let form = forms.difference(in: packet)
                if form != changes.last?.form {
                    changes.append(.init(presentation: presentation, form: form))
                }
            }
            late = presentation >= end ? late + 1 : 0
            // No packet is shown before it is decoded; without decode times, no codec reorders by more than this.
            if let decode = packet.decode, decode >= end { break }
            if late > 32 { break }
            isThere = try input.read(into: packet)
        }
        groups?.mark(&entries)
        Self.markLeading(&entries)
        let problem =
            isUnordered && entries.contains { !$0.isKey }
            ? "its packets do not tell when they are shown" : Self.problem(in: entries)
        var index = FrameIndex(
            timeBase: base, entries: Self.withDurations(entries), changes: changes, problem: problem)
        index.obstacle = pictures?.obstacle
        return index
    }

    /// Seeks so that `packet` is a keyframe from which all that is shown from `start` on decodes, or the first of the
    /// file; false if there is none.
    func seekKeyframe(_ input: borrowing InputFile, at start: Int64, _ packet: borrowing Packet)
        throws(AVFailure) -> Bool
    {
        let second = max(1, base.denominator / base.numerator)
        let first = stream.start ?? 0
        var back: Int64 = 0
        while true {
            let target = start - back
            let isFirst = target <= first
            var canSeek = try input.seek(
                stream: stream.index, to: isFirst ? min(first, target) - 10 * second : target)
            if !canSeek { canSeek = try input.seek(stream: stream.index, to: first) }
            // Some containers cannot seek at all; a fresh input is already at its beginning.
            guard canSeek else { return try readKeyframe(input, packet, notAfter: nil) }
            if try readKeyframe(input, packet, notAfter: isFirst ? nil : start) { return true }
            if isFirst { return false }
            back = back == 0 ? second : back * 4
        }
    }

    private func readKeyframe(
        _ input: borrowing InputFile, _ packet: borrowing Packet, notAfter limit: Int64?
    )
        throws(AVFailure) -> Bool
    {
        while try input.read(into: packet) {
            guard packet.stream == stream.index, packet.isKey else { continue }
            guard let limit, let shown = earliestShown(packet) else { return true }
            guard shown <= limit else { return false }
            // Behind a keyframe that refreshes the picture too slowly, another may do.
            if isRefreshed(after: packet, by: limit &- shown) { return true }
        }
        return false
    }

    /// The time from which a keyframe is shown: with only a decode time known, up to 16 frames later.
    private func earliestShown(_ packet: borrowing Packet) -> Int64? {
        packet.presentation ?? packet.decode.map { $0 + 16 * max(1, packet.duration) }
    }

    /// Whether all of the picture is refreshed in time. Between two reference pictures there are at most 16 others.
    private func isRefreshed(after packet: borrowing Packet, by ticks: Int64) -> Bool {
        guard let pictures = classifier.refresh(after: packet) else { return true }
        let rate = stream.video?.averageRate ?? (0, 1)
        let usual = MediaTime(ticks: Int64(rate.1), timescale: Int64(max(1, rate.0))).ticksRoundedUp(in: base)
        let length = max(packet.duration, rate.0 > 0 ? usual : 0)
        return length > 0 && Int64(pictures) <= ticks / 17 / length
    }

    /// A keyframe followed by frames shown before it starts no closed group: a copy cannot start there, unless
    /// these are marked.
    static func markLeading(_ entries: inout [FrameIndex.Entry]) {
        var earliest = Int64.max
        for position in entries.indices.reversed() {
            if earliest < entries[position].presentation { entries[position].isCleanEntry = false }
            if entries[position].isShown, !entries[position].isLeading {
                earliest = min(earliest, entries[position].presentation)
            }
        }
    }

    private static func problem(in entries: [FrameIndex.Entry]) -> String? {
        let shown = entries.filter(\.isShown).map(\.presentation).sorted()
        let repeats = zip(shown, shown.dropFirst()).contains { $0 == $1 }
        return repeats ? "several frames are shown at the same time" : nil
    }

    /// Fills in missing durations: until the next frame is shown.
    static func withDurations(_ entries: [FrameIndex.Entry]) -> [FrameIndex.Entry] {
        let shown = entries.filter(\.isShown).map(\.presentation).sorted()
        let next = Dictionary(zip(shown, shown.dropFirst()), uniquingKeysWith: { first, _ in first })
        let usual = zip(shown, shown.dropFirst()).map { $1 - $0 }.min() ?? 1
        return entries.map { entry in
            var entry = entry
            if let following = next[entry.presentation] {
                entry.duration = following - entry.presentation
            } else if entry.duration <= 0 {
                entry.duration = usual
            }
            return entry
        }
    }
}
