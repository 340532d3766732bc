internal import ClipCore
internal import ClipMedia

/// Decides per job which outputs exist, which to make, and their names.
final class OutputDecider {
    private let settings: BatchSettings
    private let journal: any BatchJournal
    private let isSource: (FilePath) -> Bool
    private var names: OutputClaims

    /// - Parameters:
    ///   - ignoresCase: names that differ only in case are equal.
    ///   - isSource: whether a source of this batch exists at a path.
    init(
        _ settings: BatchSettings, _ journal: any BatchJournal, ignoresCase: Bool,
        isSource: @escaping (FilePath) -> Bool
    ) {
        (self.settings, self.journal, self.isSource) = (settings, journal, isSource)
        names = OutputClaims(ignoresCase: ignoresCase)
    }

    /// Releases the source's output names for other sources.
    func release(_ source: FilePath) { names.release(source) }

    /// Decides what to make of a planned job, and records its start.
    ///
    /// - Parameter assignment: receives the decisions and objections.
    func decide(_ planned: PlannedJob, _ assignment: Assignment) -> Verdict {
        do throws(Failure) {
            let outputs = Dictionary(
                planned.steps.map { ($0.number, output($0, planned.identity, assignment.job)) },
                uniquingKeysWith: { $1 })
            for output in outputs.values where planned.canMove && !settings.isFlat {
                if try isTaken(output, besides: assignment.job) {
                    return Verdict(isFinished: false, isTaken: true)
                }
            }
            var standings: [Int: OutputStanding] = [:]
            for (number, output) in outputs {
                standings[number] = try journal.standing(of: output, comparing: planned.comparesContent)
            }
            for (number, standing) in standings {
                guard case .finished(let attempt, let isOlder) = standing, !settings.remakes,
                    !names.isTaken(outputs[number]!.path, besides: assignment.job.source)
                else { continue }
                assignment.finished.append((number, outputs[number]!, attempt, isOlder))
            }
            let isFinished = assignment.finished.count == outputs.count
            guard isFinished || !planned.isByRule else {
                assignment.finished = []
                return Verdict(isFinished: false)
            }
            assignment.isDecided = true
            let kept = assignment.finished.map(\.number)
            var verdict = Verdict(isFinished: isFinished, kept: kept)
            for (number, output) in outputs.sorted(by: { $0.key < $1.key }) {
                let standing = kept.contains(number) ? nil : standings[number]
                verdict.make[number] = overwriting(number, output, standing, assignment)
            }
            for number in verdict.make.keys {
                verdict.known += try journal.untouched(
                    of: outputs[number]!, comparing: planned.comparesContent)
            }
            assignment.known = verdict.known
            if !settings.isDryRun { try begin(verdict, assignment) }
            return verdict
        } catch {
            assignment.errors.append(error)
            return Verdict(isFinished: false)
        }
    }

    /// Claims an output's name.
    ///
    /// - Parameter standing: state of the name; nil if the wanted output exists.
    /// - Returns: whether any file may be replaced for it; nil if it is not made.
    private func overwriting(
        _ number: Int, _ output: Journal.Output, _ standing: OutputStanding?, _ assignment: Assignment
    ) -> Bool? {
        do throws(Failure) {
            try names.claim(output.path, for: assignment.job.source, isFlat: settings.isFlat)
            guard let standing else { return nil }
            guard try !isTaken(output, besides: assignment.job) else {
                throw OutputClaims.collision(output.path, isFlat: settings.isFlat)
            }
            if let error = refusal(standing, output.path) { throw error }
            assignment.steps[number] = output
            return settings.overwrites
        } catch {
            assignment.errors.append(error)
            return nil
        }
    }

    /// Whether another source of this batch has the name, now or by an earlier run.
    private func isTaken(_ output: Journal.Output, besides job: Job) throws(Failure) -> Bool {
        if names.isTaken(output.path, besides: job.source) { return true }
        guard let owner = try journal.record(of: output.place)?.source else { return false }
        return owner != job.place && isSource(owner)
    }

    /// Why the existing file is kept; nil if it may be replaced or does not exist.
    private func refusal(_ standing: OutputStanding, _ path: FilePath) -> Failure? {
        guard !settings.overwrites else { return nil }
        switch standing {
        case .free, .finished, .outdated: return nil
        case .otherSettings:
            guard !settings.remakes else { return nil }
            return Failure(
                .exists, path, "the file was made with other settings",
                hint: "use --remake to make it again, or another folder with -o to keep both")
        case .changed:
            return Failure(
                .exists, path, "the file was changed after clipfit made it",
                hint: "move it away to have it made again, or use --overwrite to replace it")
        case .foreign:
            return Failure(
                .exists, path, "the file exists already, and this batch did not make it",
                hint: "move it away, use another folder with -o, or --overwrite to replace it")
        }
    }

    /// Only names come from the worker: of the file, and of a folder in the batch's own.
    private func output(_ step: PlannedJob.Step, _ identity: String, _ job: Job) -> Journal.Output {
        let folder = step.folder.flatMap { FilePath.Component($0) }
        let parts = folder.map { $0.kind == .regular ? [$0] : [] } ?? []
        let name = FilePath(root: nil, parts).pushing(FilePath(bytes: step.path.path.nameBytes))
        return Journal.Output(
            place: job.folder(isFlat: settings.isFlat).pushing(name),
            path: settings.folder(of: job).pushing(name),
            OutputMaking(
                key: step.key, settings: step.settings, identity: identity, version: settings.version))
    }

    private func begin(_ verdict: Verdict, _ assignment: Assignment) throws(Failure) {
        let steps = assignment.steps.filter { verdict.make[$0.key] != nil }
        guard !steps.isEmpty else { return }
        for folder in Set(steps.values.map(\.path.folder)) { try Folder.make(folder) }
        try journal.begin(Array(steps.values), of: assignment.job.place, attempt: assignment.attempt)
    }
}
