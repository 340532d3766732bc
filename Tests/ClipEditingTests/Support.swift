import ClipCore
import ClipMedia
import Foundation
import SystemPackage

@testable import ClipEditing

/// A folder of its own for one test, and the home of a user who has nothing; removed when the test ends.
final class Scratch {
    let folder: FilePath

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("clipfit-editing-\(UUID())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = FilePath(url.path)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder.string) }

    func path(_ name: String) -> FilePath { folder.pushing(FilePath(name)) }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: path(name).string, atomically: false, encoding: .utf8)
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name).string) }

    /// Runs `body` as a user who lives in the folder of that name.
    func living<Value>(in name: String, _ body: () throws -> Value) throws -> Value {
        try UserFolder.$testHome.withValue(path(name), operation: body)
    }
}

/// 20 s, 720x1280, with sound: `Media/README.md`.
let batik = FilePath(
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Media/samples/batik-portrait.mp4").path)

func seconds(_ text: String) -> MediaTime { MediaTime(parsing: text)! }

/// What `-s START -d LENGTH -o OUTPUT` asks for.
func work(_ start: String, _ length: String) -> JobTemplate {
    let part = TrimRequest.Part.span(start: seconds(start), end: nil, duration: seconds(length))
    return JobTemplate([TrimRequest(part: part)], Preset())
}

extension Editor {
    /// The one plan of `work`, under the name of `output`.
    func plan(_ work: JobTemplate, as output: FilePath) throws -> Plan {
        let names = try work.names(output.bytes, isFolder: false, of: [source], date: "2026-11-29")
        return try plan(work, 0, names, overwrites: false)
    }
}
