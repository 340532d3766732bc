internal import ClipCore
internal import ClipMedia

/// An event of an output or source: one line in a shard's record.
struct ShardEntry: Hashable, Codable, Sendable {
    static let schemaName = "clipfit.journal/1"

    enum Event: String, Codable, Sendable {
        /// The output is about to be named.
        case begun
        /// A file of the output is about to be named.
        case named
        /// The output is proven and named.
        case done
        /// The source's outputs are missing or incomplete.
        case failed
    }

    var schema = schemaName
    var event: Event
    /// The source's path relative to the source folder.
    var source: PlannedPath
    /// The source's attempt, from 1.
    var attempt: Int
    /// The output's path relative to the batch's folder; nil for ``Event/failed``.
    var output: PlannedPath?
    /// Key of the output's inputs and settings.
    var key: String?
    /// Key of the requested settings, and identity of the source's version.
    var settings: String?
    var identity: String?
    /// For ``Event/named``: the file's path relative to the batch's folder.
    var file: PlannedPath?
    /// For a finished output: bytes, and nanoseconds since 1970.
    var size: Int64?
    var modified: Int64?
    /// Its ``ContentHash``.
    var content: String?
    /// The reason, for people.
    var error: String?

    init(_ event: Event, of source: FilePath, attempt: Int, _ output: Journal.Output? = nil) {
        (self.event, self.source, self.attempt) = (event, PlannedPath(source), attempt)
        (self.output, key) = (output.map { PlannedPath($0.place) }, output?.made.stored)
        (settings, identity) = (output?.made.settings, output?.made.identity)
    }

    /// Facts of the finished output; nil if it is unfinished.
    var facts: OutputFacts? {
        guard let size, let modified else { return nil }
        return OutputFacts(size: size, modified: modified)
    }
}
