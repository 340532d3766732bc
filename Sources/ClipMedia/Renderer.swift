public import ClipCore
internal import LibAV
internal import SystemPackage

/// Carries out a plan: writes the output beside its final name, proves it, and only then names it.
public struct Renderer: Sendable {
    /// Encoder threads; x264's pictures depend on it.
    public var threads: Int

    /// A renderer whose encoders use `threads` threads.
    public init(threads: Int = 1) { self.threads = threads }

    /// How far a render is: from 0 to 1.
    public typealias Progress = (Double) -> Void

    /// - Parameters:
    ///   - source: the file that the plan was made for.
    ///   - progress: called now and then with the share of the window that is written.
    /// - Throws: where the source is not the planned one or is damaged, the output cannot be written, or the
    ///   result does not keep the plan's promises.
    public func render(_ plan: Plan, _ source: borrowing SourceFile, progress: Progress = { _ in })
        throws(MediaError) -> Report
    {
        do {
            return try render(plan, source, try MediaInput(source), progress)
        } catch let error as MediaError {
            throw error
        } catch {
            throw MediaError(reading: source.path, error as! AVFailure)
        }
    }

    /// The same with an opening of the source that exists already.
    func render(_ plan: Plan, _ source: borrowing SourceFile, _ input: MediaInput, _ progress: Progress)
        throws(MediaError) -> Report
    {
        guard try source.identity() == plan.source.identity else {
            throw MediaError(
                .sourceChanged, source.path, "it is not the file that the plan was made for",
                hint: "plan again")
        }
        let began = ContinuousClock.now
        var report = try attempts(plan, source, input, progress)
        let spent = (ContinuousClock.now - began).components
        report.seconds = Double(spent.seconds) + Double(spent.attoseconds) / 1e18
        return report
    }

    /// A smart cut whose edges or seams are not good enough is done again with better edges, then in full.
    private func attempts(
        _ plan: Plan, _ source: borrowing SourceFile, _ input: MediaInput, _ progress: Progress
    )
        throws(MediaError) -> Report
    {
        var deviations: [String] = []
        if plan.video.copiesSomething {
            for edge in EdgeSettings.attempts {
                do throws(Setback) {
                    return try attempt(plan, source, input, edge, deviations, progress)
                } catch {
                    if case .failed(let error) = error { throw error }
                    guard case .tooCoarse(let noise) = error else {
                        deviations.append("re-encoded in full: \(error.reason)")
                        break
                    }
                    deviations.append(
                        "edges encoded again: the first try came to \(MediaTime(ticks: Int64(noise * 10), timescale: 10).text) dB"
                    )
                }
            }
        }
        guard !plan.video.copiesSomething || plan.method == .smart else {
            throw MediaError(
                .unusable, source.path, deviations.last ?? "the packets cannot be copied",
                hint: "use --method encode")
        }
        var full = plan
        if plan.video.copiesSomething {
            full.video.segments = [
                Segment(
                    range: plan.window, frames: plan.video.frames,
                    treatment: .reencode(because: deviations.last!))
            ]
            full.video.codec = plan.output.container.videoCodec
        }
        do throws(Setback) {
            return try attempt(full, source, input, EdgeSettings.attempts[0], deviations, progress)
        } catch {
            if case .failed(let failure) = error { throw failure }
            if case .unfit(let reason) = error {
                throw MediaError(
                    .unusable, source.path, "the plan does not fit the file: \(reason)", hint: "plan again")
            }
            throw MediaError(
                .bug, plan.output.file.path, "the result is not what was planned: \(error.reason)")
        }
    }

    /// Why one way of carrying out a plan did not lead to its result.
    private enum Setback: Error {
        case failed(MediaError)
        case broken(String)
        /// The plan names what the source does not have.
        case unfit(String)
        case tooCoarse(Double)

        var reason: String {
            switch self {
            case .failed(let error): error.message
            case .broken(let reason), .unfit(let reason): reason
            case .tooCoarse(let noise): "an edge came to \(Int(noise)) dB"
            }
        }
    }

    private func attempt(
        _ plan: Plan, _ source: borrowing SourceFile, _ input: MediaInput, _ edge: EdgeSettings,
        _ deviations: [String], _ progress: Progress
    ) throws(Setback) -> Report {
        do {
            let output = try CommittedFile.create(
                plan.output.file.path, overwrites: plan.output.overwrites, source: source)
            let cut: Cut
            do {
                cut = try Cut(plan, source, input, edge: edge, threads: threads)
            } catch let broken as Broken { throw Setback.unfit(broken.message) }
            do {
                try cut.write(to: output.descriptor, progress)
            } catch let failure as AVFailure {
                throw Self.isReading(failure)
                    ? MediaError(reading: source.path, failure)
                    : MediaError(writing: plan.output.file.path, failure)
            }
            let report = try cut.proven(output.descriptor, deviations)
            if let noise = report.proof.worstEdge, noise < 40 { throw Setback.tooCoarse(noise) }
            try source.checkUnchanged()
            try output.commit()
            return report
        } catch let setback as Setback {
            throw setback
        } catch let error as MediaError {
            throw .failed(error)
        } catch let broken as Broken {
            throw .broken(broken.message)
        } catch {
            throw .failed(MediaError(reading: source.path, error as! AVFailure))
        }
    }

    private static func isReading(_ failure: AVFailure) -> Bool {
        failure.operation.hasPrefix("read") || failure.operation.hasPrefix("decode")
            || failure.operation.hasPrefix("open the file")
    }
}
