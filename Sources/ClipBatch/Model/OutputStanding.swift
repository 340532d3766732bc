public import ClipCore
public import ClipMedia
public import SystemPackage

/// An output's inputs and settings.
public struct OutputMaking: Hashable, Sendable {
    /// Key of everything that determines its content (``PlanKey``).
    public var key: String
    /// Key of the requested settings, independent of the source; nil or "" if unknown.
    public var settings: String?
    /// Identity of the source's version; nil if unknown.
    public var identity: String?
    /// Version of clipfit and FFmpeg that made it.
    public var version: String

    package init(key: String, settings: String?, identity: String?, version: String) {
        (self.key, self.settings, self.identity, self.version) = (key, settings, identity, version)
    }

    /// Parses key and version from `KEY/VERSION`.
    init(stored: String, settings: String?, identity: String?) {
        let parts = stored.split(separator: "/", maxSplits: 1).map(String.init)
        self.init(
            key: parts.first ?? "", settings: settings, identity: identity,
            version: parts.count > 1 ? parts[1] : "")
    }

    var stored: String { "\(key)/\(version)" }

    /// Whether settings are equal. If one is unknown, a changed source explains the difference.
    private func hasSettings(of other: OutputMaking) -> Bool {
        guard let mine = settings, let others = other.settings, !mine.isEmpty, !others.isEmpty else {
            return identity != nil && other.identity != nil && identity != other.identity
        }
        return mine == others
    }

    /// Classifies a file made like this against the wanted one.
    func standing(to wanted: OutputMaking, attempt: Int) -> OutputStanding {
        if key == wanted.key { return .finished(attempt: attempt, isOlder: version != wanted.version) }
        guard hasSettings(of: wanted) else { return .otherSettings }
        // Another version may plan the same output in other words.
        let isOlder = version != wanted.version && identity != nil && identity == wanted.identity
        return isOlder ? .finished(attempt: attempt, isOlder: true) : .outdated
    }
}

/// A journal's record of an output.
public struct OutputRecord: Hashable, Sendable {
    /// The source that owns its name.
    public var source: FilePath
    /// Its inputs and settings.
    public var made: OutputMaking
    /// The attempt that made it.
    public var attempt: Int
    /// The finished file; nil if it was only begun.
    public var facts: OutputFacts?
    /// Its ``ContentHash``, if known.
    public var content: String?
    /// What was known of it when it was finished; nil in older journals.
    public var report: Report?
}

/// State of an output's name, which decides what may be done with it.
public enum OutputStanding: Hashable, Sendable {
    /// Nothing exists.
    case free
    /// The wanted output. `isOlder`: another version of clipfit or FFmpeg made it.
    case finished(attempt: Int, isOlder: Bool)
    /// A batch's file of an earlier source version, or of an aborted run.
    case outdated
    /// clipfit's file of the same source with other settings.
    case otherSettings
    /// clipfit's file, changed since.
    case changed
    /// Any other file.
    case foreign

    /// Whether it is clipfit's own and unchanged.
    var isOwn: Bool {
        switch self {
        case .finished, .outdated, .otherSettings: true
        case .free, .changed, .foreign: false
        }
    }
}
