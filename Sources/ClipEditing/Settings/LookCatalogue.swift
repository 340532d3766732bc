package import ClipCore
internal import Presets

/// All available looks: built-in ones and the user's own.
package enum LookCatalogue {
    package struct Entry {
        package let look: Look
        /// The user's file; nil if built in.
        package let path: FilePath?
    }

    /// All looks: built-in ones by name, then the user's by name. A user's look replaces a built-in one.
    ///
    /// - Parameter wrong: receives the problems of invalid files; the others are listed anyway.
    package static func all(wrong: (ConfigurationError) -> Void) -> [Entry] {
        var entries: [Entry] = []
        for name in names {
            do throws(ConfigurationError) {
                if let entry = try find(name) { entries.append(entry) }
            } catch { wrong(error) }
        }
        return entries
    }

    /// Names of all looks, without reading them.
    package static var names: [String] {
        let own = files.map { String(decoding: $0.stemAndExtension.stem, as: UTF8.self) }
        return Presets.looks.map(\.name) + own.filter { name in !Presets.looks.contains { $0.name == name } }
    }

    /// The look of that name; nil if there is none. Reads no other file.
    package static func find(_ name: String) throws(ConfigurationError) -> Entry? {
        if let path = files.first(where: { $0.stemAndExtension.stem == Array(name.utf8) }) {
            return Entry(look: try read(path), path: path)
        }
        guard let look = Presets.looks.first(where: { $0.name == name }) else { return nil }
        return Entry(look: try LookFile.read(look.bytes, file: "built-in/\(look.name).yaml"), path: nil)
    }

    private static var files: [FilePath] { UserFolder.yamlFiles(in: "looks") }

    private static func read(_ path: FilePath) throws(ConfigurationError) -> Look {
        let look = try LookFile.read(try UserFolder.contents(of: path), file: path.shown)
        guard Array(look.name.utf8) == path.stemAndExtension.stem else {
            throw ConfigurationError(
                ConfigurationProblem(
                    path.shown, line: 1, column: 1,
                    "the name of the look is '\(look.name)', and that of its file is another"))
        }
        return look
    }
}
