internal import ClipCore
internal import ClipMedia

/// Records every file before the batch names it.
struct OutputNoter {
    private let journal: any BatchJournal

    init(_ journal: any BatchJournal) { self.journal = journal }

    /// Records that a job's file is about to be named.
    ///
    /// - Throws: if it belongs to none of the job's outputs, or cannot be recorded.
    func note(_ file: NamedFile, _ assignment: Assignment) throws(Failure) {
        let path = file.file.path
        let begun = assignment.steps.values.filter { step in
            step.path.removingLastComponent().pushing(FilePath(bytes: path.nameBytes)) == path
                && path.nameBytes.starts(with: step.path.stemAndExtension.stem.prefix(200))
        }
        guard let output = begun.max(by: { $0.path.length < $1.path.length }) else {
            throw Failure(.workerLost, assignment.job.source, "the worker on it made what nobody asked for")
        }
        try journal.name(
            OutputFile(output.place(of: path), file.facts, content: file.content), of: output.place)
    }

    /// Keeper for files that the batch itself writes next to a job's outputs.
    func keeper(_ assignment: Assignment) -> BatchKeeper {
        BatchKeeper(assignment.known) { file throws(Failure) in try note(file, assignment) }
    }
}
