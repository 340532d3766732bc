internal import ClipCore
internal import LibAV

/// Converts source frames to a constant rate and filters the shown ones, on its own thread.
final class PictureShaper {
    /// A finished picture and the number of output frames that show it.
    struct Shown {
        var picture: Owned<Frame>
        var repeats: Int
    }

    let pictures = BoundedQueue<Shown>(capacity: 4)
    private let taker: FrameFeed.Taker
    private let filter: PictureFilter
    private let softener: FlashSoftener?
    private let words: TextLayers
    private var slots: FrameSlots
    /// The source frame whose slots are not known yet.
    private var pending: Owned<Frame>?
    private var thread: PipelineThread?

    init(
        _ taker: FrameFeed.Taker, _ filter: PictureFilter, _ words: TextLayers, _ slots: FrameSlots,
        softener: FlashSoftener? = nil
    ) {
        (self.taker, self.filter, self.words, self.slots) = (taker, filter, words, slots)
        self.softener = softener
    }

    func start() {
        thread = PipelineThread.start("filter") { [self] in
            defer { taker.frames.stop() }
            try run()
            pictures.finish()
        } failed: { [self] error in
            pictures.fail(error)
        }
    }

    func stop() {
        pictures.stop()
        thread?.join()
        thread = nil
    }

    private func run() throws {
        while !slots.isFull, let next = try taker.frames.take() {
            guard try show(pending, slots.advance(to: next.time)) else { return }
            pending = next.frame
        }
        if !slots.isFull { _ = try show(pending, slots.finish()) }
    }

    /// False if no more pictures are wanted.
    private func show(_ frame: Owned<Frame>?, _ repeats: Int) throws -> Bool {
        guard repeats > 0 else { return true }
        guard let frame else { throw ProofFailure("no frame is shown in the window") }
        return try words.written(on: finished(frame.value), repeats: repeats).allSatisfy { shown in
            try pictures.put(shown)
        }
    }

    private func finished(_ frame: borrowing Frame) throws -> Frame {
        guard let softener else { return try filter.filter(frame) }
        return try softener.soften(filter.filter(frame))
    }
}
