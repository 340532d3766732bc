internal import ClipCore
internal import LibAV

/// Decodes once and encodes several outputs from it, one encoder thread group each. Outputs that differ only
/// in end and sound share one encoding. An output made of segments is rendered alone.
final class SharedRender {
    /// One output of the group.
    private final class Output {
        let pass: RenderPass
        let track: PictureTrack
        var written: Result<Report, RenderPass.PassFailure>?

        init(_ pass: RenderPass, _ track: PictureTrack) { (self.pass, self.track) = (pass, track) }
    }

    private var outputs: [Result<Output, Failure>] = []
    private let encodings: [PictureEncoding]
    private let feed: (any PictureFeed)?

    /// - Parameters:
    ///   - plans: at least one, all with a picture and from one stream.
    ///   - renderer: its threads are shared by all encodings; each has at least one.
    /// - Throws: if the source's picture cannot be decoded at all.
    init(_ plans: [Plan], _ source: borrowing SourceFile, _ input: MediaInput, _ renderer: Renderer)
        throws(Failure)
    {
        let kinds = plans.compactMap(PictureEncoding.Kind.init)
        let share = max(1, renderer.threads / max(1, Set(kinds).count))
        var encodings: [PictureEncoding.Kind: Result<PictureEncoding, any Error>] = [:]
        for (kind, plan) in zip(kinds, plans) {
            do throws(RenderPass.PassFailure) {
                var track: PictureTrack?
                let pass = try RenderPass(plan, renderer.keeper, source) {
                    let family = zip(kinds, plans).filter { $0.0 == kind }.map(\.1)
                    let encoding =
                        encodings[kind] ?? Result { try PictureEncoding(family, input, threads: share) }
                    encodings[kind] = encoding
                    track = try encoding.get().tracks[family.firstIndex(of: plan)!]
                    return try Cut(plan, source, input, picture: track!)
                }
                outputs.append(.success(Output(pass, track!)))
            } catch { outputs.append(.failure(Self.failure(error, plan, source))) }
        }
        let made = encodings.values.compactMap { try? $0.get() }
        self.encodings = made
        // Failed outputs do not read their packets.
        let taken = outputs.compactMap { try? $0.get().track }
        for track in made.flatMap(\.tracks) where !taken.contains(where: { $0 === track }) { track.stop() }
        do {
            feed = made.isEmpty ? nil : try Self.feed(plans[0], input, made)
        } catch { throw Failure(error, reading: source.path) }
    }

    private static func feed(_ plan: Plan, _ input: MediaInput, _ encodings: [PictureEncoding]) throws
        -> any PictureFeed
    {
        let stream = try input.stream(plan.video.stream)
        let depths = encodings.map(\.reorderDepth)
        let depth = depths.contains(0) ? 0 : depths.max() ?? 0
        guard let pieces = plan.pieces else {
            return try FrameFeed(
                input, stream, for: encodings.map(\.taker), reorderDepth: depth,
                plan.picture?.deinterlacing ?? .auto)
        }
        return SegmentFeed(
            input, stream, pieces, origin: plan.origin, for: encodings[0].taker, reorderDepth: depth,
            plan.picture?.deinterlacing ?? .auto)
    }

    /// Renders all outputs and names the good ones.
    ///
    /// - Parameter judge: the verdict on output number n.
    func run(
        _ source: borrowing SourceFile, _ progress: ProgressHandler,
        judge: (Int, Report) -> Revisions.Verdict
    ) -> [Result<Rendered, Failure>] {
        let ready = outputs.compactMap { try? $0.get() }
        feed?.start()
        encodings.forEach { $0.start() }
        let path = source.path
        let threads = ready.compactMap { output -> PipelineThread? in
            do throws(AVFailure) {
                return try PipelineThread("mux") { output.written = output.pass.written(path) }
            } catch {
                output.written = .failure(.failed(Failure(writing: output.pass.plan.output.file.path, error)))
                return nil
            }
        }
        for thread in threads {
            while !thread.join(within: .milliseconds(50)) {
                let frames = ready.reduce(0) { $0 + $1.track.frames }
                let encoded = ready.reduce(0) { $0 + $1.track.encodedFrames }
                progress(Double(encoded) / Double(max(1, frames)))
            }
        }
        encodings.forEach { $0.stop() }
        feed?.stop()
        return outputs.enumerated().map { number, output in
            switch output {
            case .failure(let error): return .failure(error)
            case .success(let output):
                // A changed source explains any result.
                do throws(Failure) { try source.checkUnchanged() } catch { return .failure(error) }
                do throws(RenderPass.PassFailure) {
                    let report = try output.written!.get()
                    return .success(try output.pass.commit(report, source) { judge(number, $0) })
                } catch {
                    if case .disordered = error,
                        let other = output.pass.plan.encodingSound(because: error.reason)
                    {
                        return .success(.again(other))
                    }
                    if case .broken(let reason) = error,
                        output.track.damagedFrames > 0 || output.track.written.isEmpty
                    {
                        return .failure(Failure(damaged: source.path, reason))
                    }
                    return .failure(Self.failure(error, output.pass.plan, source))
                }
            }
        }
    }

    private static func failure(
        _ failure: RenderPass.PassFailure, _ plan: Plan, _ source: borrowing SourceFile
    )
        -> Failure
    {
        switch failure {
        case .failed(let error): error
        case .unfit(let reason):
            Failure(
                .unusable, source.path, "the plan does not fit the file: \(reason)", hint: "plan again")
        case .broken, .disordered, .tooCoarse:
            Failure(
                .bug, plan.output.file.path, "the result is not what was planned: \(failure.reason)")
        }
    }
}
