internal import ClipCore
internal import ClipMedia
internal import SystemPackage

/// Decides on a job what is there, what is to be made, and which names its outputs get.
final class OutputDecider {
    private let settings: BatchSettings
    private let journal: any BatchJournal
    private let isSource: (FilePath) -> Bool
    private var names = OutputClaims()

    /// - Parameter isSource: whether there is a source of this batch at a place.
    init(
        _ settings: BatchSettings, _ journal: any BatchJournal, isSource: @escaping (FilePath) -> Bool
    ) {
        (self.settings, self.journal, self.isSource) = (settings, journal, isSource)
    }

    /// The source's outputs may be another one's.
    func release(_ source: FilePath) { names.release(source) }

    /// What of a planned job is to be made; it is written down that it is begun.
    ///
    /// - Parameter assignment: takes in what was decided, and what stands against it.
    func decide(_ planned: PlannedJob, _ assignment: Assignment) -> Verdict {
        do throws(MediaError) {
            let outputs = Dictionary(
                planned.steps.map { ($0.number, output($0, assignment.job)) }, uniquingKeysWith: { $1 })
            var finished: [Int: Int] = [:]
            for (number, output) in outputs
            where !names.isTaken(output.path, besides: assignment.job.source) {
                finished[number] = try journal.finished(output)
            }
            let isFinished = finished.count == outputs.count
            guard isFinished || !planned.isByRule else { return Verdict(isFinished: false) }
            assignment.finished = finished.map { ($0.key, outputs[$0.key]!, $0.value) }
            assignment.isDecided = true
            var verdict = Verdict(isFinished: isFinished, kept: Array(finished.keys))
            for (number, output) in outputs.sorted(by: { $0.key < $1.key }) {
                verdict.make[number] = overwriting(number, output, finished[number] != nil, assignment)
            }
            if !settings.isDryRun { try begin(verdict, assignment) }
            return verdict
        } catch {
            assignment.errors.append(error)
            return Verdict(isFinished: false)
        }
    }

    /// Takes the name of an output.
    ///
    /// - Returns: whether it is to be made by replacing a file; nil where it is not made.
    private func overwriting(
        _ number: Int, _ output: Journal.Output, _ isFinished: Bool, _ assignment: Assignment
    ) -> Bool? {
        do throws(MediaError) {
            try names.claim(output.path, for: assignment.job.source, isFlat: settings.isFlat)
            guard !isFinished else { return nil }
            let owner = try journal.owner(output.place, at: output.path)
            if let owner, owner != assignment.job.place, isSource(owner) {
                throw OutputClaims.collision(output.path, isFlat: settings.isFlat)
            }
            assignment.steps[number] = output
            if owner != nil { assignment.replaced.insert(number) }
            return owner != nil || settings.overwrites
        } catch {
            assignment.errors.append(error)
            return nil
        }
    }

    /// Only the name is a worker's word: the place is the batch's own.
    private func output(_ step: PlannedJob.Step, _ job: Job) -> Journal.Output {
        let name = FilePath(bytes: step.path.path.nameBytes)
        return Journal.Output(
            place: job.folder(isFlat: settings.isFlat).pushing(name),
            path: settings.folder(of: job).pushing(name), key: "\(step.key)/\(settings.version)")
    }

    private func begin(_ verdict: Verdict, _ assignment: Assignment) throws(MediaError) {
        let steps = assignment.steps.filter { verdict.make[$0.key] != nil }
        guard !steps.isEmpty else { return }
        try Folder.make(settings.folder(of: assignment.job))
        // A name that is taken by a file of somebody else's does not become the batch's.
        let begun = steps.filter { verdict.make[$0.key] == true || OutputFacts(at: $0.value.path) == nil }
        for number in assignment.replaced { steps[number].map { Leftovers.remove(of: $0.path) } }
        try journal.begin(Array(begun.values), of: assignment.job.place, attempt: assignment.attempt)
    }
}
