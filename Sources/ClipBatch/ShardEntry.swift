internal import ClipCore
internal import SystemPackage

/// Something that happened to one output, or to one source, as a line in the record of a shard.
struct ShardEntry: Hashable, Codable, Sendable {
    static let schemaName = "clipfit.journal/1"

    enum Event: String, Codable, Sendable {
        /// The output's name is about to be given.
        case begun
        /// The output was proved and has its name.
        case done
        /// No output, or not every one, came of the source.
        case failed
    }

    var schema = schemaName
    var event: Event
    /// The source's place below the folder that was named.
    var source: PlannedPath
    /// Counts the tries of the source, from 1.
    var attempt: Int
    /// The output's place below the batch's folder; nil for ``Event/failed``.
    var output: PlannedPath?
    /// What the output is made of and how.
    var key: String?
    /// Of a finished output: bytes, and nanoseconds since 1970.
    var size: Int64?
    var modified: Int64?
    /// Why, for people.
    var error: String?

    init(_ event: Event, of source: FilePath, attempt: Int, _ output: Journal.Output? = nil) {
        (self.event, self.source, self.attempt) = (event, PlannedPath(source), attempt)
        (self.output, key) = (output.map { PlannedPath($0.place) }, output?.key)
    }

    /// The finished output; nil where it was not finished.
    var facts: OutputFacts? {
        guard let size, let modified else { return nil }
        return OutputFacts(size: size, modified: modified)
    }
}
