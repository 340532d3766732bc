internal import ClipCore
internal import ClipMedia

extension BatchJournal {
    /// Classifies the state of an output's name.
    ///
    /// A file is the batch's own if it is one that the batch named: same size and time, or same content,
    /// because copies lose the time and some disks round it. Or if it carries its own mark.
    ///
    /// - Parameter comparing: also compare content if size and time are equal.
    func standing(of output: Journal.Output, comparing: Bool) throws(Failure) -> OutputStanding {
        guard looksAtOutputs else { return .free }
        guard let facts = OutputFacts(at: output.path) else {
            return OutputFacts.isAnything(at: output.path) ? .foreign : .free
        }
        if Leftovers.isPlaceholder(output.path) { return .free }
        let record = try record(of: output.place)
        let check = FileCheck(output.path, facts, comparing: comparing)
        if let record, let known = record.facts, check.isSame(as: known, record.content) {
            return record.made.standing(to: output.made, attempt: record.attempt)
        }
        if let mark = OutputMark(of: output.path), check.isSame(as: facts, mark.content) {
            // A marked file copied from elsewhere is not what the batch made here.
            guard record?.facts == nil || record?.made.key == mark.made.key else { return .otherSettings }
            return mark.made.standing(to: output.made, attempt: record?.attempt ?? 1)
        }
        for file in try files(of: output.place)
        where file.place == output.place && check.isSame(as: file.facts, file.content) { return .outdated }
        return record?.facts != nil ? .changed : .foreign
    }

    /// An output's unchanged files, itself included, with their current paths and facts.
    func untouched(of output: Journal.Output, comparing: Bool) throws(Failure) -> [NamedFile] {
        var known: [FilePath: NamedFile] = [:]
        let folder = output.path.removingLastComponent()
        if try standing(of: output, comparing: comparing).isOwn, let facts = OutputFacts(at: output.path) {
            known[output.path] = NamedFile(output.path, facts, content: nil)
        }
        for file in try files(of: output.place) where file.place != output.place {
            let path = folder.pushing(FilePath(bytes: file.place.nameBytes))
            guard let facts = OutputFacts(at: path),
                FileCheck(path, facts, comparing: comparing).isSame(as: file.facts, file.content)
            else { continue }
            known[path] = NamedFile(path, facts, content: nil)
        }
        return Array(known.values)
    }

    /// Current facts of a finished output and its companion files; puts marks on them. Only files named for
    /// it count: somebody may have changed them since.
    func settled(_ output: Journal.Output) throws(Failure) -> [OutputFile] {
        let named = try files(of: output.place)
        let folder = output.path.removingLastComponent()
        var settled: [OutputFile] = []
        for name in [output.place] + output.companions.map(output.place(of:)) {
            let path = folder.pushing(FilePath(bytes: name.nameBytes))
            guard let facts = OutputFacts(at: path) else { continue }
            let check = FileCheck(path, facts, comparing: false)
            let known = named.first { $0.place == name && check.isSame(as: $0.facts, $0.content) }
            guard let known else { continue }
            settled.append(OutputFile(name, facts, content: known.content))
        }
        for file in settled {
            let path = folder.pushing(FilePath(bytes: file.place.nameBytes))
            OutputMark.put(
                file.place == output.place ? output.made : .unknown, file.facts, file.content, on: path)
        }
        return settled
    }
}

/// Compares a file with its recorded state; reads its content at most once.
private final class FileCheck {
    private let path: FilePath
    private let facts: OutputFacts
    private let comparing: Bool
    private lazy var content = ContentHash.of(path)

    init(_ path: FilePath, _ facts: OutputFacts, comparing: Bool) {
        (self.path, self.facts, self.comparing) = (path, facts, comparing)
    }

    func isSame(as known: OutputFacts, _ content: String?) -> Bool {
        guard known.size == facts.size else { return false }
        if known == facts { return !comparing || content == nil || content == self.content }
        return content != nil && content == self.content
    }
}
