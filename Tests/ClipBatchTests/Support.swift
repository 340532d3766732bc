import ClipCore
import Foundation
import SystemPackage

/// A folder of its own for one test, removed when the test ends.
final class TestFolder {
    let path: FilePath

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("clipfit-batch-\(UUID())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = FilePath(url.path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path.string) }

    /// Makes files, empty ones, and the folders that they lie in.
    func make(_ places: String...) throws {
        for place in places {
            let file = path.pushing(FilePath(place))
            try FileManager.default.createDirectory(
                atPath: file.removingLastComponent().string, withIntermediateDirectories: true)
            try Data().write(to: URL(fileURLWithPath: file.string))
        }
    }

    func link(_ place: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: path.pushing(FilePath(place)).string, withDestinationPath: target)
    }
}

/// The build does without what only Linux has.
#if PORTABLE
    let isPortable = true
#else
    let isPortable = false
#endif
