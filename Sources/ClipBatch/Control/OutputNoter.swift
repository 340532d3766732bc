internal import ClipCore
internal import ClipMedia
internal import SystemPackage

/// Writes down which files a batch names, before they are named.
struct OutputNoter {
    private let settings: BatchSettings
    private let journal: any BatchJournal

    init(_ settings: BatchSettings, _ journal: any BatchJournal) {
        (self.settings, self.journal) = (settings, journal)
    }

    /// A file of a job is about to get its name.
    ///
    /// - Throws: where it is none of its outputs, nor beside one, or cannot be written down.
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

    /// For files that the batch itself writes beside outputs of a job.
    func keeper(_ assignment: Assignment) -> BatchKeeper {
        BatchKeeper(assignment.known) { file throws(Failure) in try note(file, assignment) }
    }
}
