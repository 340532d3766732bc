package import ClipCore
internal import Presets
package import SystemPackage

/// The looks that can be named: those built in and the user's own.
package enum LookCatalogue {
    /// A look and where it is from.
    package struct Entry {
        package let look: Look
        /// The user's file; nil where it is built in.
        package let path: FilePath?
    }

    /// All of them: those built in by name, then the user's by name. One of the user's replaces a built-in one.
    ///
    /// - Parameter wrong: is given what is wrong with a file; the others are listed all the same.
    package static func all(wrong: (ConfigurationError) -> Void) -> [Entry] {
        var entries: [Entry] = []
        for name in names {
            do throws(ConfigurationError) {
                if let entry = try find(name) { entries.append(entry) }
            } catch { wrong(error) }
        }
        return entries
    }

    /// The names of all of them, read or not.
    package static var names: [String] {
        let own = files.map { String(decoding: $0.stemAndExtension.stem, as: UTF8.self) }
        return Presets.looks.map(\.name) + own.filter { name in !Presets.looks.contains { $0.name == name } }
    }

    /// The look of that name; nil where there is none. No other file is read.
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
