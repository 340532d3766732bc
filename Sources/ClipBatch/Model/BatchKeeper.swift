internal import ClipCore
internal import ClipMedia

/// Lets a batch's files replace its own earlier ones, and reports each before it is named.
struct BatchKeeper: OutputKeeper {
    let wantsContent = true
    private let known: [FilePath: OutputFacts]
    /// Called only by the thread that runs a job.
    nonisolated(unsafe) private let note: (NamedFile) throws(Failure) -> Void

    init(_ known: [NamedFile], _ note: @escaping (NamedFile) throws(Failure) -> Void) {
        self.known = Dictionary(known.map { ($0.file.path, $0.facts) }, uniquingKeysWith: { $1 })
        self.note = note
    }

    func mayReplace(_ path: FilePath) -> Bool { known[path].map { $0 == OutputFacts(at: path) } ?? false }

    func willName(_ file: NamedFile) throws(Failure) { try note(file) }
}
