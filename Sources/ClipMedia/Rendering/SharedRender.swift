internal import ClipCore
internal import LibAV

/// One decoding of a source that feeds several encodings, each on threads of its own, and each of those one output or
/// several that differ in their ends and their sound. An output that is made of pieces is the only one.
final class SharedRender {
    /// One of the outputs.
    private final class Piece {
        let plan: Plan
        let track: PictureTrack
        private let cut: Cut
        private let descriptor: Int32
        private var file: CommittedFile?
        private var written: Result<Report, any Error>?

        init(_ plan: Plan, _ track: PictureTrack, _ cut: Cut, _ file: consuming CommittedFile) {
            (self.plan, self.track, self.cut) = (plan, track, cut)
            descriptor = file.descriptor
            self.file = consume file
        }

        /// Writes the output and reads it back.
        func write() {
            written = Result {
                try cut.write(to: descriptor) { _ in }
                return try cut.proven(descriptor, [])
            }
        }

        /// Names the output, unless it has to be made another way.
        func finish(_ judge: (Report) -> Revisions.Verdict) throws -> Rendered {
            let rendered = try Rendered(try written!.get(), judge)
            if case .done = rendered { try file.take()!.commit() }
            return rendered
        }
    }

    private var pieces: [Result<Piece, MediaError>] = []
    private let encodings: [PictureEncoding]
    private let feed: (any PictureFeed)?

    /// - Parameters:
    ///   - plans: at least one, all with a picture and of one stream.
    ///   - renderer: its threads are x264's, for all encodings together; each has at least one.
    /// - Throws: where the source's picture cannot be decoded at all.
    init(_ plans: [Plan], _ source: borrowing SourceFile, _ input: MediaInput, _ renderer: Renderer)
        throws(MediaError)
    {
        let kinds = plans.compactMap(PictureEncoding.Kind.init)
        let share = max(1, renderer.threads / max(1, Set(kinds).count))
        var encodings: [PictureEncoding.Kind: Result<PictureEncoding, any Error>] = [:]
        for (kind, plan) in zip(kinds, plans) {
            do {
                let file = try CommittedFile.create(
                    plan.output.file.path, overwrites: plan.output.overwrites, renderer.keeper, source: source
                )
                let family = zip(kinds, plans).filter { $0.0 == kind }.map(\.1)
                let encoding =
                    encodings[kind] ?? Result { try PictureEncoding(family, input, threads: share) }
                encodings[kind] = encoding
                let track = try encoding.get().tracks[family.firstIndex(of: plan)!]
                pieces.append(
                    .success(Piece(plan, track, try Cut(plan, source, input, picture: track), file)))
            } catch {
                pieces.append(.failure(Self.failure(error, plan, source, isPlanned: false)))
            }
        }
        let made = encodings.values.compactMap { try? $0.get() }
        self.encodings = made
        // Nobody takes the packets of an output that failed already.
        let taken = pieces.compactMap { try? $0.get().track }
        for track in made.flatMap(\.tracks) where !taken.contains(where: { $0 === track }) { track.stop() }
        do {
            feed = made.isEmpty ? nil : try Self.feed(plans[0], input, made)
        } catch { throw Self.failure(error, plans[0], source, isPlanned: false) }
    }

    private static func feed(_ plan: Plan, _ input: MediaInput, _ encodings: [PictureEncoding]) throws
        -> any PictureFeed
    {
        let stream = try input.stream(plan.video.stream)
        let depths = encodings.map(\.reorderDepth)
        let depth = depths.contains(0) ? 0 : depths.max() ?? 0
        guard let pieces = plan.pieces else {
            return try FrameFeed(input, stream, for: encodings.map(\.taker), reorderDepth: depth)
        }
        return PieceFeed(
            input, stream, pieces, origin: plan.origin, for: encodings[0].taker, reorderDepth: depth)
    }

    /// Renders all outputs and names those that turned out well.
    ///
    /// - Parameter judge: what becomes of the output of that number.
    func run(
        _ source: borrowing SourceFile, _ progress: ProgressHandler,
        judge: (Int, Report) -> Revisions.Verdict
    ) -> [Result<Rendered, MediaError>] {
        let ready = pieces.compactMap { try? $0.get() }
        feed?.start()
        encodings.forEach { $0.start() }
        let stages = ready.map { piece in Stage("mux") { piece.write() } }
        for stage in stages {
            while !stage.join(within: .milliseconds(50)) {
                let frames = ready.reduce(0) { $0 + $1.track.frames }
                let encoded = ready.reduce(0) { $0 + $1.track.encodedFrames }
                progress(Double(encoded) / Double(max(1, frames)))
            }
        }
        encodings.forEach { $0.stop() }
        feed?.stop()
        return pieces.enumerated().map { number, piece in
            switch piece {
            case .failure(let error): return .failure(error)
            case .success(let piece):
                do {
                    try source.checkUnchanged()
                    return .success(try piece.finish { judge(number, $0) })
                } catch let broken as Broken
                    where piece.track.damagedFrames > 0 || piece.track.written.isEmpty
                {
                    return .failure(MediaError(damaged: source.path, broken.message))
                } catch { return .failure(Self.failure(error, piece.plan, source, isPlanned: true)) }
            }
        }
    }

    /// - Parameter isPlanned: the plan fits the file, so that a broken promise is our own fault.
    private static func failure(
        _ error: any Error, _ plan: Plan, _ source: borrowing SourceFile, isPlanned: Bool
    ) -> MediaError {
        let output = plan.output.file.path
        switch error {
        case let error as MediaError: return error
        case let failure as AVFailure: return MediaError(failure, cutting: source.path, to: output)
        case let broken as Broken where isPlanned:
            return MediaError(.bug, output, "the result is not what was planned: \(broken.message)")
        case let broken as Broken:
            return MediaError(
                .unusable, source.path, "the plan does not fit the file: \(broken.message)",
                hint: "plan again")
        default: return MediaError(.bug, output, "\(error)")
        }
    }
}
