internal import ClipCore
internal import ClipMedia
internal import SystemPackage

/// Lets files of a batch replace those that it made, and tells it of each before it gets its name.
struct BatchKeeper: OutputKeeper {
    let wantsContent = true
    private let known: [FilePath: OutputFacts]
    /// Only the thread that carries out a job calls it.
    nonisolated(unsafe) private let note: (NamedFile) throws(Failure) -> Void

    init(_ known: [NamedFile], _ note: @escaping (NamedFile) throws(Failure) -> Void) {
        self.known = Dictionary(known.map { ($0.file.path, $0.facts) }, uniquingKeysWith: { $1 })
        self.note = note
    }

    func mayReplace(_ path: FilePath) -> Bool {
        known[path].map { $0 == OutputFacts(at: path) } ?? false
    }

    func willName(_ file: NamedFile) throws(Failure) { try note(file) }
}
