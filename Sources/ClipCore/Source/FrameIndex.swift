/// The video packets around a window, in decode order: from the keyframe at or before its start until no
/// later packet can be shown before its end. Times are ticks of the stream.
public struct FrameIndex: Hashable, Sendable {
    /// One packet of the index.
    public struct Entry: Hashable, Sendable {
        /// When its frame is shown, in ticks.
        public var presentation: Int64
        /// How long its frame is shown, in ticks.
        public var duration: Int64
        /// The container marks it as a keyframe, which ``isCleanEntry`` asks more than.
        public var isKey: Bool
        /// A decoder can start here with nothing before it, and nothing after it is shown earlier.
        public var isCleanEntry: Bool
        /// False for pictures that are only referred to, and those that an edit list hides.
        public var isShown: Bool

        /// An entry of these facts; times in ticks.
        public init(
            presentation: Int64, duration: Int64, isKey: Bool, isCleanEntry: Bool, isShown: Bool = true
        ) {
            self.presentation = presentation
            self.duration = duration
            self.isKey = isKey
            self.isCleanEntry = isCleanEntry
            self.isShown = isShown
        }
    }

    /// A keyframe that begins pictures of another form: size, format, colours.
    public struct Change: Hashable, Sendable {
        /// When the keyframe is shown, in ticks.
        public var presentation: Int64
        /// What differs from what the stream declares, for people, e.g. `320x180`; nil for nothing.
        public var form: String?

        /// A change at a time in ticks.
        public init(presentation: Int64, form: String?) {
            (self.presentation, self.form) = (presentation, form)
        }
    }

    /// Seconds a tick of the stream.
    public var timeBase: TimeBase
    /// The packets in decode order.
    public var entries: [Entry]
    /// Keyframes from which on pictures have another form than those before, in decode order.
    public var changes: [Change]
    /// Why packets of this stream cannot be counted on, e.g. because they have no presentation times. The entries are
    /// decoded frames then, in the order in which they are shown, and none can be copied.
    public var problem: String?

    /// An index of `entries`, which are in decode order.
    public init(timeBase: TimeBase, entries: [Entry], changes: [Change] = [], problem: String? = nil) {
        self.timeBase = timeBase
        self.entries = entries
        self.changes = changes
        self.problem = problem
    }

    /// `ticks` as a time on the stream's presentation clock.
    public func time(_ ticks: Int64) -> MediaTime { MediaTime(ticks: ticks, timeBase: timeBase) }

    /// The first stretch with pictures in [start, end) whose form is not the one that the stream declares; nil where
    /// all are as declared.
    public func difference(from start: Int64, to end: Int64) -> Change? {
        changes.enumerated().first { number, change in
            let next = number + 1 < changes.count ? changes[number + 1].presentation : Int64.max
            return change.form != nil && change.presentation < end && next > start
        }?.element
    }

    /// The presentation times of the frames shown in [start, end), sorted.
    public func shown(from start: Int64, to end: Int64) -> [Int64] {
        entries.filter { $0.isShown && $0.presentation >= start && $0.presentation < end }
            .map(\.presentation).sorted()
    }

    /// A screen at rest has no new frame for seconds. A next frame that is no further away than this is waited for.
    public static let patience = MediaTime(ticks: 1, timescale: 5)

    /// When the frame began that a player still shows at `start`, where the next one is more than a fifth of a second
    /// away; nil where a part can begin with a frame of its own.
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

    /// The index of a part that begins at `start`: a frame that is held there begins there, and cannot be copied.
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

/// Which packets of an index a window can copy: entries `first..<end` in decode order.
public struct CopySpan: Hashable, Sendable {
    /// Position in ``FrameIndex/entries`` of the first packet that is copied.
    public var first: Int
    /// Position behind the last packet that is copied.
    public var end: Int
    /// Shown frames of the window before the span: the head.
    public var headFrames: Int
    /// Frames inside the span.
    public var copiedFrames: Int
    /// Shown frames of the window after the span: the tail, at most a few that refer past the end.
    public var tailFrames: Int
    /// The presentation time of the first frame of the tail, or of the window's end.
    public var tailStart: Int64

    /// The longest span that can be copied for frames with start ≤ presentation < end, or nil where no
    /// clean entry lies inside.
    ///
    /// The span begins at the first clean entry in the window. It ends, in decode order, before the first
    /// frame of or after `end`, and early enough that every frame left over is shown after all copied
    /// ones: what is re-encoded can then follow in one piece.
    public init?(of index: FrameIndex, from start: Int64, to end: Int64) {
        let entries = index.entries
        let isInside = { (entry: FrameIndex.Entry) in
            entry.presentation >= start && entry.presentation < end
        }
        guard let first = entries.firstIndex(where: { $0.isCleanEntry && $0.isShown && isInside($0) })
        else { return nil }
        var last = entries[first...].firstIndex { $0.isShown && $0.presentation >= end } ?? entries.count
        while last > first {
            let copied = entries[first..<last].filter(\.isShown)
            let left = entries[last...].filter { $0.isShown && isInside($0) }
            let latest = copied.map(\.presentation).max() ?? Int64.min
            if left.allSatisfy({ $0.presentation > latest }) { break }
            last -= 1
        }
        // A hidden picture at the end serves nothing that is copied.
        while last > first, !entries[last - 1].isShown { last -= 1 }
        guard last > first else { return nil }
        let tail = entries[last...].filter { $0.isShown && isInside($0) }
        self.first = first
        self.end = last
        headFrames = entries[..<first].count { $0.isShown && isInside($0) }
        copiedFrames = entries[first..<last].count { $0.isShown }
        tailFrames = tail.count
        tailStart = tail.map(\.presentation).min() ?? end
    }
}
