internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import LibAV
internal import Sandbox

/// Whether the process sandboxes itself before it reads media, as typed.
struct SandboxOptions: ParsableArguments {
    enum Choice: String, ExpressibleByArgument, CaseIterable { case auto, require, off }

    @Option(
        help: .more("Sandbox the process that reads clips: auto (as far as the system can), require or off."))
    var sandbox: Choice = .auto

    /// What this machine lacks for the sandbox, if that is acceptable. Throws if a sandbox is required but
    /// impossible.
    func obstacle(to path: FilePath) throws(Failure) -> String? {
        guard sandbox != .off, let obstacle = Confinement.obstacle else { return nil }
        guard sandbox != .require else {
            throw Failure(.noSandbox, path, obstacle, hint: "--sandbox auto does without")
        }
        return obstacle
    }

    /// Enters the sandbox; call before reading the first input and before starting threads.
    ///
    /// - Parameters:
    ///   - reach: paths to read and write; the user's settings are added.
    ///   - drawing: pictures may be re-encoded, so allow reading fonts.
    ///   - filtering: pictures will be re-encoded, so load libavfilter now. Otherwise the process restarts
    ///     with it if needed.
    /// - Throws: if a sandbox is required but impossible.
    func confine(_ reach: Confinement, drawing: Bool = false, filtering: Bool = true) throws(Failure) {
        guard sandbox != .off else { return Confinement.waive() }
        let path = reach.readable.first ?? ""
        if let obstacle = try obstacle(to: path) { Console.note("not all is confined: \(obstacle)") }
        var reach = reach
        reach.readable += [UserFolder.path("")].compactMap { $0 } + (drawing ? FontCatalogue.folders : [])
        do throws(SandboxFailure) {
            let loads = InputLink.filters || drawing && (filtering || !InputLink.canRestart)
            try reach.enter(strictly: sandbox == .require) { if loads { _ = FilterGraph.isAvailable } }
            if InputLink.canRestart { FilterGraph.wantedLate = { InputLink.restart() } }
            FilterGraph.isTooLate = true
        } catch {
            let failure = Failure(error, path)
            guard sandbox != .require, failure.kind != .tooManyFiles else { throw failure }
            Console.note("nothing is confined: \(error.message)")
            Confinement.waive()
        }
    }
}
