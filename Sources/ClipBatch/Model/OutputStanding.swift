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
