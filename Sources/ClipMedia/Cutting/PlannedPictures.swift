internal import ClipCore
internal import LibAV

/// The pictures of a plan before they are encoded: read from a ``FrameFeed``, at a constant rate, filtered.
struct PlannedPictures {
    let stream: StreamFacts
    /// Receives the frames; pass it to the source's feed.
    let taker: FrameFeed.Taker
    /// Frames that the source's decoder holds back; 0 if unknown.
    let reorderDepth: Int
    /// Frames before each end that the source's packets promise; empty if unknown or if segments are joined.
    let expectedFrames: [Int64: Int]
    /// Returns the pictures.
    let shaper: PictureShaper

    /// - Parameters:
    ///   - picture: the plan's picture.
    ///   - ends: where outputs of these pictures end, in ticks of the stream.
    init(_ plan: Plan, _ picture: Picture, _ input: MediaInput, ends: Set<Int64> = []) throws {
        stream = try input.stream(plan.video.stream)
        let span = plan.window.shifted(by: plan.origin)
        let index = try input.index(of: stream, in: span)
        let shown = index.entries.filter(\.isShown).map(\.presentation)
        reorderDepth = index.problem == nil ? DecodeTimes.depth(of: shown) : 0
        let start = span.start.ticksRoundedUp(in: stream.base)
        taker = FrameFeed.Taker(
            start..<span.end.ticksRoundedUp(in: stream.base), held: index.held(at: start), ends: ends)
        let counted = index.problem == nil && plan.pieces == nil ? ends : []
        expectedFrames = Dictionary(
            uniqueKeysWithValues: counted.map { ($0, index.shown(from: start, to: $0).count) })
        shaper = PictureShaper(
            taker, try Self.filter(picture, stream, plan.origin), try TextLayers(picture),
            FrameSlots(rate: picture.frameRate, count: picture.frames),
            softener: FlashSoftener(picture))
    }

    /// What makes a plan's picture, without overlay text.
    static func filter(_ picture: Picture, _ stream: StreamFacts, _ origin: MediaTime) throws
        -> PictureFilter
    {
        guard let video = stream.video else { throw ProofFailure("stream \(stream.index) is no video") }
        return try PictureFilter(
            picture, stream, video.colour, cube: try picture.lut.map { try CubeReader.cube($0.path) },
            origin: origin)
    }
}
