internal import ClipCore
internal import LibAV
internal import Synchronization

/// Decodes pictures on its own thread.
protocol PictureFeed: AnyObject {
    /// Starts decoding; it waits while a taker's queue is full.
    func start()
    /// Stops decoding; call after ``start()``.
    func stop()
}

/// Decodes a stream once for all outputs that show parts of it.
final class FrameFeed: PictureFeed {
    /// A receiver of the frames in its span.
    final class Taker {
        /// A frame with its time relative to the first one.
        struct Timed {
            var frame: Owned<Frame>
            var time: MediaTime
        }

        /// Presentation times, in ticks of the stream.
        let span: Range<Int64>
        /// Time of the frame before the span that is shown at its start, if there is one.
        let held: Int64?
        let frames = BoundedQueue<Timed>(capacity: 4)
        private let damage = Mutex<[(time: Int64, count: Int)]>([])
        private let form = Mutex(FormChanges())

        private let counts: Mutex<[Int64: Int]>

        /// - Parameter ends: the times before which frames are counted.
        init(_ span: Range<Int64>, held: Int64? = nil, ends: Set<Int64> = []) {
            (self.span, self.held) = (span, held)
            counts = Mutex(Dictionary(uniqueKeysWithValues: ends.map { ($0, 0) }))
        }

        /// Number of frames received so far that are shown before an end; 0 for a time that is none of the ends.
        func given(before end: Int64) -> Int { counts.withLock { $0[end] ?? 0 } }

        func noteFrame(at time: Int64) {
            counts.withLock { counts in for end in counts.keys where time < end { counts[end]! += 1 } }
        }

        /// Frames before a time with decoding errors, and packets that failed to decode. Complete once the
        /// last of those frames was taken.
        func damaged(before time: Int64) -> Int {
            damage.withLock { $0.reduce(0) { $1.time < time ? $0 + $1.count : $0 } }
        }

        /// Format changes among the frames decoded so far.
        var changes: FormChanges {
            get { form.withLock { $0 } }
            set { form.withLock { $0 = newValue } }
        }

        func note(_ count: Int, at time: Int64) {
            if count > 0 { damage.withLock { $0.append((time, count)) } }
        }
    }

    private let reader: FrameReader
    private let base: TimeBase
    private var takers: [Taker]
    private var thread: PipelineThread?

    /// - Parameter reorderDepth: most frames that the stream's decoder must hold back; 0 if unknown.
    init(
        _ input: MediaInput, _ stream: StreamFacts, for takers: [Taker], reorderDepth: Int,
        _ deinterlacing: Picture.Deinterlacing
    ) throws {
        (self.takers, base) = (takers, stream.base)
        let start = takers.map { $0.held ?? $0.span.lowerBound }.min() ?? 0
        let end = takers.map(\.span.upperBound).max() ?? 0
        reader = try FrameReader(
            input, stream, from: start, to: end, expected: nil, reorderDepth: reorderDepth,
            deinterlacing: deinterlacing)
    }

    /// No taker runs ahead of the slowest by more than its queue holds.
    func start() {
        thread = PipelineThread.start("decode") { [self] in
            try run()
            takers.forEach { $0.frames.finish() }
        } failed: { [self] error in
            takers.forEach { $0.frames.fail(error) }
        }
    }

    func stop() {
        takers.forEach { $0.frames.stop() }
        thread?.join()
    }

    private func run() throws {
        let frame = try Frame()
        var (damaged, changes) = (0, 0)
        var open = takers
        while !open.isEmpty, try reader.next(into: frame) {
            guard let time = frame.presentation else { continue }
            let worse = reader.damaged - damaged
            damaged = reader.damaged
            if reader.changes.count != changes {
                changes = reader.changes.count
                for taker in open { taker.changes = reader.changes }
            }
            open = try open.filter { taker in
                if time >= taker.span.upperBound {
                    taker.frames.finish()
                    return false
                }
                guard time >= taker.span.lowerBound || time == taker.held else { return true }
                taker.note(worse, at: time)
                taker.noteFrame(at: time)
                let offset = MediaTime(ticks: max(0, time - taker.span.lowerBound), timeBase: base)
                return try taker.frames.put(.init(frame: Owned(frame.share()), time: offset))
            }
        }
        for taker in open { taker.note(reader.damaged - damaged, at: taker.span.upperBound - 1) }
    }
}
