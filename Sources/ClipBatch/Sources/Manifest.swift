public import ClipCore
internal import ClipMedia
internal import SystemLibrary

/// Frozen list of a batch's sources: one JSON object per line, in the batch's order.
public struct Manifest: Sendable {
    private struct Line: Codable {
        static let schemaName = "clipfit.manifest/1"

        var schema = schemaName
        /// Index of the batch's folder, from 0.
        var folder: Int
        var source: PlannedPath
    }

    private var lines: [Line]

    /// Creates a list of sources found in `folders`.
    public init(_ jobs: [Job], in folders: [FilePath]) {
        lines = jobs.map { job in
            let folder = folders.firstIndex { $0.pushing(job.place) == job.source } ?? 0
            return Line(folder: folder, source: PlannedPath(job.place))
        }
    }

    /// Reads a list.
    ///
    /// - Throws: if it cannot be read or a line is invalid.
    public init(reading path: FilePath) throws(Failure) {
        lines = []
        for (number, text) in try LineFile.lines(of: path).enumerated() {
            guard let line = try? JSONDecoder().decode(Line.self, from: Data(text)),
                line.schema == Line.schemaName, line.folder >= 0, line.source.path.isBelow
            else {
                throw Failure(
                    .unusable, path, "line \(number + 1) is none of a list of sources",
                    hint: "let clipfit write the list: name a file that is not there yet")
            }
            lines.append(line)
        }
    }

    /// Jobs of its sources in folders.
    ///
    /// - Throws: if it refers to more folders than given.
    public func jobs(in folders: [FilePath], _ path: FilePath) throws(Failure) -> [Job] {
        guard lines.allSatisfy({ $0.folder < folders.count }) else {
            throw Failure(
                .usage, path, "the list is of more folders than were named",
                hint: "name the same folders again")
        }
        return lines.map { Job($0.source.path, in: folders[$0.folder]) }
    }

    /// Writes the list unless one exists by now.
    ///
    /// - Returns: whether it was written.
    public func write(to path: FilePath) throws(Failure) -> Bool {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            let file = try WrittenFile(path, overwrites: false)
            for line in lines { try file.write([UInt8](try encoder.encode(line)) + [UInt8(ascii: "\n")]) }
            try file.commit()
            return true
        } catch let error as Failure {
            if error.kind == .exists { return false }
            throw error
        } catch { throw Failure(.bug, path, "a list cannot be written as JSON: \(error)") }
    }
}

extension FilePath {
    /// Whether it is relative and stays below its folder.
    public var isBelow: Bool { isRelative && !isEmpty && components.allSatisfy { $0.kind == .regular } }
}
