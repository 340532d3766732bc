/// The video packets around a window, in decode order. From the keyframe at or before its start until no
/// later packet can be shown before its end. Times are ticks of the stream.
public struct FrameIndex: Hashable, Sendable {
    /// One packet of the index.
    public struct Entry: Hashable, Sendable {
        /// Presentation time in ticks.
        public var presentation: Int64
        /// Duration in ticks.
        public var duration: Int64
        /// The container marks it as a keyframe; ``isCleanEntry`` is stricter.
        public var isKey: Bool
        /// A decoder can start here without earlier packets, and no later packet is presented before it, but for
        /// those marked ``isLeading``.
        public var isCleanEntry: Bool
        /// Presented before the entry that it follows; a copy from there leaves it out.
        public var isLeading = false
        /// HEVC: the picture's place in the decoder's order of output; nil if unknown.
        public var order: Int?
        /// False for frames that are only references, and frames hidden by an edit list.
        public var isShown: Bool
        /// A decoder would show it, but an edit list hides it; a copy would make it visible.
        public var isDiscarded = false

        /// Creates an entry; times in ticks.
        public init(
            presentation: Int64, duration: Int64, isKey: Bool, isCleanEntry: Bool, isShown: Bool = true
        ) {
            (self.presentation, self.duration, self.isKey) = (presentation, duration, isKey)
            (self.isCleanEntry, self.isShown) = (isCleanEntry, isShown)
        }
    }

    /// A keyframe where the picture format changes: size, pixel format, colours.
    public struct Change: Hashable, Sendable {
        /// Presentation time of the keyframe in ticks.
        public var presentation: Int64
        /// The difference from the stream's declared format, for people, e.g. `320x180`; nil for none.
        public var form: String?

        /// Creates a change at a time in ticks.
        public init(presentation: Int64, form: String?) {
            (self.presentation, self.form) = (presentation, form)
        }
    }

    /// Seconds per tick of the stream.
    public var timeBase: TimeBase
    /// The packets in decode order.
    public var entries: [Entry]
    /// Keyframes at which the picture format changes, in decode order.
    public var changes: [Change]
    /// Why packets of this stream are unusable, e.g. without presentation times. Then the entries are decoded
    /// frames in presentation order, and none can be copied.
    public var problem: String?
    /// Why packets cannot be copied beside re-encoded ones, although their times are usable; nil if they can.
    public var obstacle: String?

    /// Creates an index of entries in decode order.
    public init(timeBase: TimeBase, entries: [Entry], changes: [Change] = [], problem: String? = nil) {
        (self.timeBase, self.entries, self.changes, self.problem) = (timeBase, entries, changes, problem)
    }

    /// Converts ticks to a time on the stream's presentation clock.
    public func time(_ ticks: Int64) -> MediaTime { MediaTime(ticks: ticks, timeBase: timeBase) }

    /// The first change within [start, end) to a format other than the declared one; nil if there is none.
    public func difference(from start: Int64, to end: Int64) -> Change? {
        changes.enumerated().first { number, change in
            let next = number + 1 < changes.count ? changes[number + 1].presentation : Int64.max
            return change.form != nil && change.presentation < end && next > start
        }?.element
    }

    /// Presentation times of the frames shown in [start, end), sorted.
    public func shown(from start: Int64, to end: Int64) -> [Int64] {
        entries.filter { $0.isShown && $0.presentation >= start && $0.presentation < end }
            .map(\.presentation).sorted()
    }

    /// Frames a second at which most shown frames follow each other; nil without any.
    var usualRate: Double? {
        let lengths = entries.filter { $0.isShown && $0.duration > 0 }.map(\.duration).sorted()
        return lengths.isEmpty ? nil : 1 / time(lengths[lengths.count / 2]).seconds
    }

    /// A still screen may have no new frame for seconds; a next frame within this time is waited for.
    public static let patience = MediaTime(ticks: 1, timescale: 5)

    /// Start of the frame still visible at `start`, if it is held. Nil if a window can start with a frame of
    /// its own, at most 0.2 s later.
    public func held(at start: Int64) -> Int64? {
        let shown = entries.filter(\.isShown)
        guard
            let last = shown.filter({ $0.presentation <= start }).max(by: {
                $0.presentation < $1.presentation
            }),
            last.presentation < start
        else { return nil }
        let next = shown.map(\.presentation).filter { $0 > start }.min() ?? last.presentation + last.duration
        return time(next) - time(start) > Self.patience ? last.presentation : nil
    }

    /// Start of the frame that a window's end cuts off before its middle; nil if there is none, or a still screen.
    public func start(ofPartialFrameAt end: MediaTime) -> Int64? {
        let last = entries.filter { $0.isShown && time($0.presentation) < end }
            .max { $0.presentation < $1.presentation }
        guard let last, time(last.duration) <= Self.patience else { return nil }
        let inside = end - time(last.presentation)
        return inside + inside < time(last.duration) ? last.presentation : nil
    }

    /// The index of a window from `start`: a frame held there starts there, and cannot be copied.
    public func holding(at start: Int64) -> FrameIndex {
        guard let held = held(at: start),
            let position = entries.firstIndex(where: { $0.isShown && $0.presentation == held })
        else { return self }
        var index = self
        index.entries[position].presentation = start
        index.entries[position].duration = max(1, held + entries[position].duration - start)
        index.entries[position].isCleanEntry = false
        return index
    }
}

/// The packets of an index that a window can copy: entries `first..<end` in decode order.
public struct CopySpan: Hashable, Sendable {
    /// Index into ``FrameIndex/entries`` of the first copied packet.
    public var first: Int
    /// Index after the last copied packet.
    public var end: Int
    /// Frames of the head: shown in the window before the span.
    public var headFrames: Int
    /// Frames inside the span.
    public var copiedFrames: Int
    /// Frames of the tail: shown in the window after the span, a few at most.
    public var tailFrames: Int
    /// Presentation time of the first tail frame, or the window's end.
    public var tailStart: Int64

    /// Positions of the copied packets: leading ones of the first entry are left out.
    private static func copied(_ span: Range<Int>, of entries: [FrameIndex.Entry]) -> [Int] {
        let next = span.dropFirst().first { !entries[$0].isLeading } ?? span.upperBound
        return [span.lowerBound] + (next..<span.upperBound)
    }

    /// Whether a decoder outputs the copied frames in the order of their times. Others would show them at each
    /// other's times.
    public func isOrdered(in index: FrameIndex) -> Bool {
        let copied = Self.copied(first..<end, of: index.entries).map { index.entries[$0] }
            .filter(\.isShown).sorted { $0.presentation < $1.presentation }
        return zip(copied, copied.dropFirst()).allSatisfy { ($0.order ?? .min) <= ($1.order ?? .max) }
    }

    /// Finds the longest copyable span of frames with start ≤ presentation < end; nil without a clean entry.
    ///
    /// The span starts at the first clean entry in the window. It ends, in decode order, before the first frame of or
    /// after `end` or that an edit list hides, and early enough that all remaining frames are shown after the copied
    /// ones: the tail can then be re-encoded as one segment.
    public init?(of index: FrameIndex, from start: Int64, to end: Int64) {
        let entries = index.entries
        let isInside = { (entry: FrameIndex.Entry) in entry.presentation >= start && entry.presentation < end
        }
        guard let first = entries.firstIndex(where: { $0.isCleanEntry && $0.isShown && isInside($0) })
        else { return nil }
        var last =
            entries[first...].firstIndex {
                $0.isDiscarded && !$0.isLeading || $0.isShown && $0.presentation >= end
            } ?? entries.count
        while last > first {
            let left = entries[last...].filter { $0.isShown && isInside($0) }
            let latest = entries[first..<last].filter(\.isShown).map(\.presentation).max() ?? Int64.min
            if left.allSatisfy({ $0.presentation > latest }) { break }
            last -= 1
        }
        // A hidden frame at the end is not needed by any copied frame.
        while last > first, !entries[last - 1].isShown { last -= 1 }
        guard last > first else { return nil }
        let tail = entries[last...].filter { $0.isShown && isInside($0) }
        (self.first, self.end) = (first, last)
        headFrames = entries[..<last].count {
            $0.isShown && isInside($0) && $0.presentation < entries[first].presentation
        }
        copiedFrames = Self.copied(first..<last, of: entries).count { entries[$0].isShown }
        tailFrames = tail.count
        tailStart = tail.map(\.presentation).min() ?? end
    }
}
