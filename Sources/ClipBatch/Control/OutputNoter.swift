internal import ClipCore
internal import ClipMedia

/// Records every file before the batch names it.
struct OutputNoter {
    private let settings: BatchSettings
    private let journal: any BatchJournal

    init(_ settings: BatchSettings, _ journal: any BatchJournal) {
        (self.settings, self.journal) = (settings, journal)
    }

    /// Records that a job's file is about to be named.
    ///
    /// - Throws: if it belongs to none of the job's outputs, or cannot be recorded.
    func note(_ file: NamedFile, _ assignment: Assignment) throws(Failure) {
        let path = file.file.path
        let folder = settings.folder(of: assignment.job)
        let begun = assignment.steps.values.filter { step in
            path == step.path || path.nameBytes.starts(with: step.path.stemAndExtension.stem.prefix(200))
        }
        guard folder.pushing(FilePath(bytes: path.nameBytes)) == path,
            let output = begun.max(by: { $0.path.length < $1.path.length })
        else {
            throw Failure(
                .workerLost, assignment.job.source, "the worker on it made what nobody asked for")
        }
        try journal.name(
            OutputFile(output.place(of: path), file.facts, content: file.content), of: output.place)
    }

    /// Keeper for files that the batch itself writes next to a job's outputs.
    func keeper(_ assignment: Assignment) -> BatchKeeper {
        BatchKeeper(assignment.known) { file throws(Failure) in try note(file, assignment) }
    }
}
