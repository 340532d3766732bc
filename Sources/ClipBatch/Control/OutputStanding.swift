internal import ClipCore
public import ClipMedia
public import SystemPackage

/// What an output is made of and how.
public struct OutputMaking: Hashable, Sendable {
    /// Tells it from what is made otherwise, or of something else (``PlanKey``).
    public var key: String
    /// What was asked for, whatever the source is; nil or "" where that is not known.
    public var settings: String?
    /// Which version of the source it is made of; nil where that is not known.
    public var identity: String?
    /// What made it: clipfit and FFmpeg.
    public var version: String

    /// Of these facts.
    public init(key: String, settings: String?, identity: String?, version: String) {
        (self.key, self.settings, self.identity, self.version) = (key, settings, identity, version)
    }

    /// As key and version stand in one word, `KEY/VERSION`.
    init(stored: String, settings: String?, identity: String?) {
        let parts = stored.split(separator: "/", maxSplits: 1).map(String.init)
        self.init(
            key: parts.first ?? "", settings: settings, identity: identity,
            version: parts.count > 1 ? parts[1] : "")
    }

    var stored: String { "\(key)/\(version)" }

    /// The same was asked for. Where one of them does not say what, a changed source explains the difference.
    private func hasSettings(of other: OutputMaking) -> Bool {
        guard let mine = settings, let others = other.settings, !mine.isEmpty, !others.isEmpty else {
            return identity != nil && other.identity != nil && identity != other.identity
        }
        return mine == others
    }

    /// How a file that was made like this stands to what is wanted now.
    func standing(to wanted: OutputMaking, attempt: Int) -> OutputStanding {
        if key == wanted.key { return .finished(attempt: attempt, isOlder: version != wanted.version) }
        guard hasSettings(of: wanted) else { return .otherSettings }
        // Another version may plan the same in other words.
        let isOlder = version != wanted.version && identity != nil && identity == wanted.identity
        return isOlder ? .finished(attempt: attempt, isOlder: true) : .outdated
    }
}

/// What a journal knows of an output.
public struct OutputRecord: Hashable, Sendable {
    /// The source that its name was given to.
    public var source: FilePath
    /// How it was made.
    public var made: OutputMaking
    /// The try that made it.
    public var attempt: Int
    /// The finished file; nil where it was begun and not finished.
    public var facts: OutputFacts?
    /// Its ``ContentHash``, where that is known.
    public var content: String?
}

/// What is under the name of an output, and so what may be done with it.
public enum OutputStanding: Hashable, Sendable {
    /// Nothing.
    case free
    /// What is wanted. `isOlder`: another version of clipfit or FFmpeg made it.
    case finished(attempt: Int, isOlder: Bool)
    /// A file of a batch, of what the source was before, or of a run that was cut short.
    case outdated
    /// A file that clipfit made of the same, but asked for something else.
    case otherSettings
    /// A file that clipfit made and somebody changed since.
    case changed
    /// Something else.
    case foreign

    /// It is clipfit's, and as it was.
    var isOwn: Bool {
        switch self {
        case .finished, .outdated, .otherSettings: true
        case .free, .changed, .foreign: false
        }
    }
}

extension BatchJournal {
    /// What is under the name of an output.
    ///
    /// A file is the batch's own as long as it is one that the batch named: by size and time, or else by its content, for
    /// a copy loses the time and some disks round it. Or it carries its own mark.
    ///
    /// - Parameter comparing: its content has to be what it was as well, even where size and time are.
    func standing(of output: Journal.Output, comparing: Bool) throws(MediaError) -> OutputStanding {
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
            // One that was copied here from elsewhere, mark and all, is not what the batch made here.
            guard record?.facts == nil || record?.made.key == mark.made.key else { return .otherSettings }
            return mark.made.standing(to: output.made, attempt: record?.attempt ?? 1)
        }
        for file in try files(of: output.place)
        where file.place == output.place && check.isSame(as: file.facts, file.content) { return .outdated }
        return record?.facts != nil ? .changed : .foreign
    }

    /// The files of an output, itself included, that are as they were when they were named: by their paths, as they are.
    func untouched(of output: Journal.Output, comparing: Bool) throws(MediaError) -> [NamedFile] {
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

    /// What a finished output and the files beside it are, and their marks. Only what was named for it counts: somebody may
    /// have changed it since.
    func settled(_ output: Journal.Output) throws(MediaError) -> [OutputFile] {
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

/// Compares a file with what it was; its content is read once at most.
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
