internal import ClipCore
internal import LibAV

/// One decoding of a source that feeds several outputs, each of which is filtered, encoded, mixed and written on threads
/// of its own.
final class SharedRender {
    /// One of the outputs.
    private final class Piece {
        let plan: Plan
        let cut: Cut
        private let descriptor: Int32
        private var file: CommittedFile?
        private var written: Result<Report, any Error>?

        init(_ plan: Plan, _ cut: Cut, _ file: consuming CommittedFile) {
            (self.plan, self.cut) = (plan, cut)
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

        /// The report, once the output has its name.
        func commit() throws -> Report {
            let report = try written!.get()
            try file.take()!.commit()
            return report
        }
    }

    private let pieces: [Result<Piece, MediaError>]
    private let feed: FrameFeed?

    /// - Parameter plans: at least one, all with a picture and of one stream.
    /// - Throws: where the source's picture cannot be decoded at all.
    init(_ plans: [Plan], _ source: borrowing SourceFile, _ input: MediaInput, threads: Int)
        throws(MediaError)
    {
        var pieces: [Result<Piece, MediaError>] = []
        for plan in plans {
            do {
                let file = try CommittedFile.create(
                    plan.output.file.path, overwrites: plan.output.overwrites, source: source)
                let cut = try Cut(
                    plan, source, input, edge: EdgeSettings.attempts[0], threads: threads)
                pieces.append(.success(Piece(plan, cut, file)))
            } catch {
                pieces.append(.failure(Self.failure(error, plan, source, isPlanned: false)))
            }
        }
        self.pieces = pieces
        let tracks = pieces.compactMap { try? $0.get().cut.pictureTrack }
        do {
            feed =
                tracks.isEmpty
                ? nil
                : try FrameFeed(
                    input, input.stream(plans[0].video.stream), for: tracks.map(\.taker),
                    reorderDepth: tracks.contains { $0.reorderDepth == 0 }
                        ? 0 : tracks.map(\.reorderDepth).max() ?? 0)
        } catch { throw Self.failure(error, plans[0], source, isPlanned: false) }
    }

    /// Renders all outputs and names those that turned out well.
    func run(_ source: borrowing SourceFile, _ progress: Renderer.Progress) -> [Result<Report, MediaError>] {
        let ready = pieces.compactMap { try? $0.get() }
        feed?.start()
        let stages = ready.map { piece in Stage("mux") { piece.write() } }
        for stage in stages {
            while !stage.join(within: .milliseconds(50)) {
                let shares = ready.map { $0.cut.pictureTrack?.share ?? 0 }
                progress(shares.reduce(0, +) / Double(max(1, shares.count)))
            }
        }
        feed?.stop()
        return pieces.map { piece in
            switch piece {
            case .failure(let error): return .failure(error)
            case .success(let piece):
                do {
                    try source.checkUnchanged()
                    return .success(try piece.commit())
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
