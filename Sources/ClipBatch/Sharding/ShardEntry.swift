internal import ClipCore
internal import ClipMedia
internal import SystemPackage

/// Something that happened to one output, or to one source, as a line in the record of a shard.
struct ShardEntry: Hashable, Codable, Sendable {
    static let schemaName = "clipfit.journal/1"

    enum Event: String, Codable, Sendable {
        /// The output's name is about to be given.
        case begun
        /// A file of the output is about to get its name.
        case named
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
    /// What was asked for, and which version of the source it is made of.
    var settings: String?
    var identity: String?
    /// Of ``Event/named``: the file's place below the batch's folder.
    var file: PlannedPath?
    /// Of a finished output: bytes, and nanoseconds since 1970.
    var size: Int64?
    var modified: Int64?
    /// Its ``ContentHash``.
    var content: String?
    /// Why, for people.
    var error: String?

    init(_ event: Event, of source: FilePath, attempt: Int, _ output: Journal.Output? = nil) {
        (self.event, self.source, self.attempt) = (event, PlannedPath(source), attempt)
        (self.output, key) = (output.map { PlannedPath($0.place) }, output?.made.stored)
        (settings, identity) = (output?.made.settings, output?.made.identity)
    }

    /// The finished output; nil where it was not finished.
    var facts: OutputFacts? {
        guard let size, let modified else { return nil }
        return OutputFacts(size: size, modified: modified)
    }
}
