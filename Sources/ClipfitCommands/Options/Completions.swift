internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import Recommendation
internal import SystemLibrary

/// Shell completions, computed by the program itself to include the user's own items.
enum Completions {
    /// Presets by name, and preset files.
    static let presets = CompletionKind.custom { _, _, typed in
        PresetCatalogue.entries.map(\.name) + files(typed, ["yaml", "yml"])
    }

    static let presetNames = CompletionKind.custom { _, _, _ in PresetCatalogue.entries.map(\.name) }

    /// Looks by name.
    static let looks = CompletionKind.custom { _, _, _ in ["auto", "none"] + LookCatalogue.names }

    /// Platforms, separated by commas.
    static let platforms = CompletionKind.custom { _, _, typed in
        let known = (try? PresetCatalogue().platforms.map(\.id)) ?? []
        let before = typed.lastIndex(of: ",").map { typed[...$0] } ?? ""
        let taken = before.split(separator: ",").map(String.init)
        return known.filter { !taken.contains($0) }.map { before + $0 }
    }

    /// Tracks by id, and music files.
    static let music = CompletionKind.custom { _, _, typed in
        ["auto", "none"] + pieces(TrackCatalogue.builtIn) + files(typed, MusicFinder.extensions)
    }

    /// Library tracks by id.
    static let tracks = CompletionKind.custom { _, _, _ in pieces([]) }

    /// Adds the library's tracks, if it can be read.
    private static func pieces(_ builtIn: [TrackCatalogue.Entry]) -> [String] {
        let own = try? TrackCatalogue.library(for: .reading).tracks(withSeries: false).map(\.track.id)
        return builtIn.map(\.track.id) + (own ?? [])
    }

    /// Files and folders whose path begins with the typed text.
    private static func files(_ typed: String, _ extensions: Set<String>) -> [String] {
        let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
        guard let directory = opendir(folder.isEmpty ? "." : folder) else { return [] }
        defer { closedir(directory) }
        var paths: [String] = []
        while let entry = readdir(directory) {
            let bytes = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            guard bytes.first != UInt8(ascii: "."), let name = String(validating: bytes, as: UTF8.self) else {
                continue
            }
            if entry.pointee.d_type == UInt8(DT_DIR) {
                paths.append(folder + name + "/")
            } else if extensions.contains(FilePath(name).stemAndExtension.extension) {
                paths.append(folder + name)
            }
        }
        return paths.filter { $0.hasPrefix(typed) }.sorted()
    }
}
