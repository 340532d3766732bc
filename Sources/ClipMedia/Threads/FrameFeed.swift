internal import ClipCore
internal import LibAV
internal import Synchronization

/// Decodes pictures on a thread of its own.
protocol PictureFeed: AnyObject {
    /// Begins to decode: nobody is given more than its queue holds before it takes.
    func start()
    /// Ends decoding; to be called after ``start()``.
    func stop()
}

/// Decodes a stream once for all outputs that show parts of it.
final class FrameFeed: PictureFeed {
    /// One that is given the frames of its span.
    final class Taker {
        /// A frame, and when it is shown after the first one.
        struct Timed {
            var frame: Owned<Frame>
            var time: MediaTime
        }

        /// Presentation times, in ticks of the stream.
        let span: Range<Int64>
        /// The time of the frame before the span that is shown at its start, where that is one.
        let held: Int64?
        let frames = BoundedQueue<Timed>(capacity: 4)
        private let damage = Mutex<[(time: Int64, count: Int)]>([])
        private let form = Mutex(FormChanges())

        private let count = Atomic<Int>(0)

        init(_ span: Range<Int64>, held: Int64? = nil) { (self.span, self.held) = (span, held) }

        /// Frames that it was given.
        var given: Int { count.load(ordering: .relaxed) }

        func noteFrame() { count.add(1, ordering: .relaxed) }

        /// Frames before a time that did not decode clean, and packets that did not decode at all. Complete when the
        /// last of those frames was taken.
        func damaged(before time: Int64) -> Int {
            damage.withLock { $0.reduce(0) { $1.time < time ? $0 + $1.count : $0 } }
        }

        /// Where the form of the frames changes, as far as they were decoded.
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

    /// - Parameter reorderDepth: the most frames that the stream's decoder has to hold back; 0 where it is unknown.
    init(_ input: MediaInput, _ stream: StreamFacts, for takers: [Taker], reorderDepth: Int) throws {
        (self.takers, base) = (takers, stream.base)
        let start = takers.map { $0.held ?? $0.span.lowerBound }.min() ?? 0
        let end = takers.map(\.span.upperBound).max() ?? 0
        reader = try FrameReader(
            input, stream, from: start, to: end, expected: nil, reorderDepth: reorderDepth)
    }

    /// None is faster than the slowest by more than its queue holds.
    func start() {
        do {
            thread = try PipelineThread("decode") { [self] in
                do {
                    try run()
                    takers.forEach { $0.frames.finish() }
                } catch {
                    takers.forEach { $0.frames.fail(error) }
                }
            }
        } catch { takers.forEach { $0.frames.fail(error) } }
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
                taker.noteFrame()
                let offset = MediaTime(ticks: max(0, time - taker.span.lowerBound), timeBase: base)
                return try taker.frames.put(.init(frame: Owned(frame.share()), time: offset))
            }
        }
        for taker in open { taker.note(reader.damaged - damaged, at: taker.span.upperBound - 1) }
    }
}
