public import ClipCore
internal import ClipMedia
internal import SystemLibrary

/// Parsed record of one shard.
public struct ShardRecord: Sendable {
    /// First line of each run of a shard.
    struct Head: Hashable, Codable, Sendable {
        static let schemaName = "clipfit.shard/1"

        var schema = schemaName
        var shard: Int
        var of: Int
        /// Output folder as named, or `.` for an absolute one.
        var output: PlannedPath
        var sources: [PlannedPath]
    }

    /// The last result of a source.
    public struct Result: Sendable {
        /// The source, as named.
        public var source: FilePath
        /// `done`, `skipped` or `failed`.
        public var status: String
        /// Paths relative to the output folder.
        public var outputs: [FilePath]
        /// Duration in seconds.
        public var seconds: Double
        /// Whether another version made its existing outputs.
        public var isOlder: Bool
        /// The original line.
        public var line: String
    }

    private struct Kind: Decodable { let schema: String }

    /// A line of `clipfit.batch/1`, as far as needed here.
    private struct Line: Decodable {
        struct Summary: Decodable {}

        let source: String?
        let sourceBytes: String?
        let status: String?
        let outputs: [String]?
        let outputsBytes: [String?]?
        let seconds: Double?
        let older: Bool?
        let summary: Summary?
    }

    /// Events in order.
    private(set) var entries: [ShardEntry] = []
    /// The last result of each source of the last run, if there is one.
    public private(set) var results: [Result] = []
    /// Sources of the last run without a result.
    public private(set) var missing: [FilePath] = []
    /// Whether the last run completed.
    public private(set) var isComplete = false

    /// Reads a shard's record; skips truncated or unknown lines.
    public init(of shard: Shard, in folder: FilePath) throws(Failure) {
        let decoder = JSONDecoder()
        var head: Head?
        var found: [FilePath: Result] = [:]
        for bytes in try LineFile.lines(of: Self.folder(in: folder).appending(shard.fileName)) {
            let data = Data(bytes)
            guard let kind = try? decoder.decode(Kind.self, from: data) else { continue }
            switch kind.schema {
            case Head.schemaName:
                guard let next = try? decoder.decode(Head.self, from: data) else { continue }
                (head, isComplete) = (next, false)
            case ShardEntry.schemaName:
                if let entry = try? decoder.decode(ShardEntry.self, from: data) { entries.append(entry) }
            case "clipfit.batch/1":
                guard let line = try? decoder.decode(Line.self, from: data) else { continue }
                if line.summary != nil { isComplete = true }
                guard let head, let result = Self.result(line, bytes, head.output.path) else { continue }
                found[result.source] = result
            default: continue
            }
        }
        for source in (head?.sources ?? []).map(\.path) {
            if let result = found[source] { results.append(result) } else { missing.append(source) }
        }
    }

    private static func result(_ line: Line, _ bytes: ArraySlice<UInt8>, _ output: FilePath) -> Result? {
        guard let source = line.source, let status = line.status else { return nil }
        let outputs = (line.outputs ?? []).enumerated().map { index, text in
            let exact = line.outputsBytes.flatMap { index < $0.count ? $0[index] : nil }
            return below(output, exact.flatMap(FilePath.init(base64:)) ?? FilePath(text))
        }
        return Result(
            source: line.sourceBytes.flatMap(FilePath.init(base64:)) ?? FilePath(source), status: status,
            outputs: outputs, seconds: line.seconds ?? 0, isOlder: line.older ?? false,
            line: String(decoding: bytes, as: UTF8.self))
    }

    private static func below(_ folder: FilePath, _ path: FilePath) -> FilePath {
        var place = path
        return place.removePrefix(folder) ? place : path
    }

    static func folder(in output: FilePath) -> FilePath { output.appending(".clipfit") }

    /// The shards that have a record, by count and number.
    public static func shards(in output: FilePath) throws(Failure) -> [Shard] {
        guard let names = Folder.names(in: folder(in: output)) else {
            throw Failure(
                .unreadable, output, "there are no results of shards in it",
                hint: "name the folder that 'clipfit batch --shard' wrote to")
        }
        let shards = names.compactMap { Shard(fileName: String(decoding: $0, as: UTF8.self)) }
        return shards.sorted { ($0.count, $0.number) < ($1.count, $1.number) }
    }
}
