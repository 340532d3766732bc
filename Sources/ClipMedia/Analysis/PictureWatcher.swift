internal import ClipCore
internal import ClipSignal
internal import LibAV
internal import Synchronization

/// Scores a stream's frames on its own thread. To save time it decodes without the loop filter and, for H.264
/// and HEVC, without unreferenced frames.
final class PictureWatcher {
    private let input: MediaInput
    private let stream: StreamFacts
    private let parts: [TimeRange]
    private var span: TimeRange
    private let origin: MediaTime
    private let decoder: Decoder
    private let sampler: GridSampler
    private var conformer: PictureConformer
    private var scorer = PictureScorer()
    private var bars: LetterboxDetector.Tally?
    private let faces: FaceSampler?
    private let isScoring: Bool
    private let takesKeyframesOnly: Bool
    private var found: [PictureScore] = []
    private var failure: (any Error)?
    private var thread: PipelineThread?
    private var lastTime = MediaTime(ticks: -1, timescale: 1)
    /// True once a frame after the part was seen or no more are needed.
    private var isOver = false
    private let isStopped = Atomic<Bool>(false)
    /// Milliseconds of the latest frame.
    private let position = Atomic<Int>(0)

    /// - Parameters:
    ///   - parts: the ranges to score, on the file's own clock, ascending.
    ///   - origin: the time at which that clock reads 0.
    ///   - bars: letterbox detection, fed each frame until it rules out black bars; nil to score all frames.
    ///   - search: the search for faces; nil for none.
    ///   - isScoring: false to search faces only.
    ///   - keyframes: decode no others.
    init(
        _ source: borrowing SourceFile, stream: Int, _ parts: [TimeRange], _ origin: MediaTime,
        bars: LetterboxDetector.Tally? = nil, search: FaceSampler.Search? = nil, isScoring: Bool = true,
        keyframes: Bool = false
    ) throws {
        (self.isScoring, takesKeyframesOnly) = (isScoring, keyframes)
        input = try MediaInput(source)
        self.stream = try input.stream(stream)
        (self.parts, self.origin, self.bars) = (parts, origin, bars)
        let seconds = bars == nil || keyframes ? nil : parts.reduce(0) { $0 + $1.duration.seconds }
        sampler = GridSampler(FillerSampler(ofOnly: seconds))
        span = TimeRange(start: .zero, end: .zero)
        decoder = try input.decoder(of: self.stream, reorderDepth: self.stream.video?.reorderDepth ?? 0)
        conformer = PictureConformer(self.stream)
        faces = search.map { [stream = self.stream] in FaceSampler($0, stream) }
        decoder.skipLoopFilter()
        if self.stream.codec == "h264" || self.stream.codec == "hevc" { decoder.skip(.unreferenced) }
    }

    func start() {
        thread = PipelineThread.start("watch") { [self] in
            for part in parts where !isStopped.load(ordering: .relaxed) { try watch(part) }
        } failed: { [self] error in
            failure = error
        }
    }

    /// Stops and joins the thread, also in the middle of the work.
    func stop() {
        isStopped.store(true, ordering: .relaxed)
        thread?.join()
        thread = nil
    }

    func isDone(within duration: Duration) -> Bool {
        guard let thread else { return true }
        guard thread.join(within: duration) else { return false }
        self.thread = nil
        return true
    }

    /// Progress from 0 to 1; safe to read from any thread.
    var share: Double {
        guard let start = parts.first?.start, let end = parts.last?.end else { return 1 }
        let done = Double(position.load(ordering: .relaxed)) / 1000 - start.seconds
        return min(1, max(0, done / max(0.001, (end - start).seconds)))
    }

    /// The scores; call after the thread is done.
    func scores() throws -> [PictureScore] {
        if let failure { throw failure }
        return found
    }

    /// The faces, once it is done; nil if they were not searched.
    var faceSamples: [FaceSample]? { faces?.samples }

    /// The filler beside the picture, once it is done.
    var fillerSamples: [FillerSample] { sampler.filler.samples }

    /// There is neither a bar nor filler.
    var rulesOutBars: Bool {
        bars?.rulesOutBars == true && FillerSample.isRuledOut(by: sampler.filler.samples)
    }

    private func watch(_ part: TimeRange) throws {
        (span, isOver) = (part, false)
        let packet = try Packet()
        let frame = try Frame()
        input.file.select([stream.index])
        let start = (span.start + origin).ticksRoundedDown(in: stream.base)
        var isThere = try FrameIndexer(stream).seekKeyframe(input.file, at: start, packet)
        while isThere, !isOver, !isStopped.load(ordering: .relaxed) {
            if packet.stream == stream.index, packet.isKey || !takesKeyframesOnly {
                // Damage costs a frame of the analysis, not the analysis.
                _ = try decoder.send(packet)
                try take(frame)
            }
            isThere = try input.file.read(into: packet)
        }
        try decoder.finish()
        try take(frame)
        decoder.flush()
        found += scorer.finish()
        scorer = PictureScorer()
    }

    private func take(_ frame: borrowing Frame) throws {
        while true {
            switch try decoder.receive(into: frame) {
            case .frame: try score(frame)
            case .damage: continue
            case .needsMore, .end: return
            }
        }
    }

    private func score(_ frame: borrowing Frame) throws {
        guard !isOver, let ticks = frame.presentation else { return }
        let time = MediaTime(ticks: ticks, timeBase: stream.base) - origin
        if time >= span.end { isOver = true }
        guard time >= span.start, time < span.end, time > lastTime else { return }
        _ = try conformer.conform(frame)
        position.store(Int(min(time.seconds, 1e12) * 1000), ordering: .relaxed)
        lastTime = time
        try faces?.take(frame, at: time)
        guard isScoring, let grid = try sampler.grid(frame, at: time) else { return }
        if bars != nil {
            found.append(PictureScore(of: grid, at: time))
            bars!.add(found.last!)
            isOver = isOver || rulesOutBars
        } else {
            found += scorer.add(grid, at: time)
        }
    }
}
