internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import LibAV
internal import Sandbox
internal import SystemPackage

/// Whether what reads media confines itself first; as typed.
struct SandboxOptions: ParsableArguments {
    enum Choice: String, ExpressibleByArgument, CaseIterable { case auto, require, off }

    @Option(
        help:
            "Confine what reads clips to the clips and the outputs: auto (as far as the system can), require or off."
    )
    var sandbox: Choice = .auto

    /// What this machine lacks for it, where that does not matter.
    ///
    /// - Throws: where it has to be confined, and the machine cannot.
    func obstacle(to path: FilePath) throws(Failure) -> String? {
        guard sandbox != .off, let obstacle = Confinement.obstacle else { return nil }
        guard sandbox != .require else {
            throw Failure(.noSandbox, path, obstacle, hint: "--sandbox auto does without")
        }
        return obstacle
    }

    /// Confines this process; to be called before it reads the first input, and before it has threads.
    ///
    /// - Parameters:
    ///   - reach: what it reads and writes; the settings of the user are read too.
    ///   - drawing: pictures may be re-encoded: fonts are read.
    ///   - filtering: they are for sure: libavfilter is loaded at once. Else the process begins again with it where it turns
    ///     out to be needed.
    /// - Throws: where it has to be confined, and cannot be.
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
            guard sandbox != .require else { throw Failure(error, path) }
            Console.note("nothing is confined: \(error.message)")
            Confinement.waive()
        }
    }
}
