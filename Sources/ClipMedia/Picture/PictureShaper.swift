internal import ClipCore
internal import LibAV

/// Brings the frames of a source to a constant rate and filters those that are shown, on a thread of its own.
final class PictureShaper {
    /// A finished picture and for how many frames of the output it is shown.
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
    /// The source's frame whose places are not known yet.
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
        do {
            thread = try PipelineThread("filter") { [self] in
                do {
                    try run()
                    pictures.finish()
                } catch {
                    pictures.fail(error)
                }
                taker.frames.stop()
            }
        } catch { pictures.fail(error) }
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

    /// False when nobody wants more.
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
