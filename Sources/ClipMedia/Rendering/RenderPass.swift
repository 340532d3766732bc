internal import ClipCore
internal import LibAV
internal import SystemLibrary

/// One attempt at an output: create, write, prove, judge, commit. Until then the file has no name.
final class RenderPass {
    let plan: Plan
    private let cut: Cut
    private let descriptor: Int32
    /// Released as soon as it is not needed: a thread that has just finished may keep the pass alive until the process exits, and a
    /// hidden file would stay.
    private var file: CommittedFile?

    /// Why a pass did not produce the planned output.
    enum PassFailure: Error {
        case failed(Failure)
        /// The result breaks a promise of the plan.
        case broken(String)
        /// The copied packets are not in a valid order for the output.
        case disordered
        /// The plan names something that the source lacks.
        case unfit(String)
        /// A re-encoded frame has visible loss: its signal-to-noise ratio in dB.
        case tooCoarse(Double)

        var reason: String {
            switch self {
            case .failed(let error): error.message
            case .broken(let reason), .unfit(let reason): reason
            case .disordered: "the copied packets are out of order"
            case .tooCoarse(let noise): "an edge came to \(Int(noise)) dB"
            }
        }
    }

    /// Creates the unnamed file.
    ///
    /// - Parameters:
    ///   - keeper: decides which files it may replace.
    ///   - makeCut: reads the source according to the plan.
    init(
        _ plan: Plan, _ keeper: (any OutputKeeper)?, _ source: borrowing SourceFile,
        _ makeCut: () throws -> Cut
    ) throws(PassFailure) {
        self.plan = plan
        do {
            let file = try CommittedFile.create(
                plan.output.file.path, overwrites: plan.output.overwrites, keeper, source: source)
            descriptor = file.descriptor
            self.file = consume file
            cut = try makeCut()
        } catch let broken as ProofFailure {
            throw .unfit(broken.message)
        } catch { throw Self.failure(error, plan, source.path) }
    }

    /// Writes the output and reads it back.
    ///
    /// - Parameter deviations: deviations of earlier attempts.
    func write(_ deviations: [String], _ source: FilePath, _ progress: ProgressHandler) throws(PassFailure)
        -> Report
    {
        do {
            try cut.write(to: descriptor, progress)
            return try cut.proven(descriptor, deviations)
        } catch {
            file = nil
            throw Self.failure(error, plan, source)
        }
    }

    /// ``write(_:_:_:)`` without progress, with its failure in the result.
    func written(_ source: FilePath) -> Result<Report, PassFailure> {
        Result { () throws(PassFailure) in try write([], source) { _ in } }
    }

    /// Judges the report; names the output unless another pass is needed.
    func commit(
        _ report: Report, _ source: borrowing SourceFile, judge: (Report) -> Revisions.Verdict
    ) throws(PassFailure) -> Rendered {
        defer { file = nil }
        do {
            if let noise = report.proof.worstEdge, noise < 40 { throw PassFailure.tooCoarse(noise) }
            try source.checkUnchanged()
            let rendered = try Rendered(report, judge)
            if case .done = rendered { try file.take()!.commit() }
            return rendered
        } catch { throw Self.failure(error, plan, source.path) }
    }

    /// Converts any error to a failure of this pass.
    private static func failure(_ error: any Error, _ plan: Plan, _ source: FilePath) -> PassFailure {
        switch error {
        case let failure as PassFailure: return failure
        case let error as Failure: return .failed(error)
        case let broken as ProofFailure: return .broken(broken.message)
        case let failure as AVFailure:
            if plan.video.copiesSomething, failure.isInvalidData { return .broken("\(failure)") }
            let copies = plan.video.copiesSomething || plan.audio.contains { $0.treatment == .copy }
            if copies, failure.posixCode == EINVAL { return .disordered }
            return .failed(Failure(failure, cutting: source, to: plan.output.file.path))
        default: return .failed(Failure(.bug, plan.output.file.path, "\(error)"))
        }
    }
}
