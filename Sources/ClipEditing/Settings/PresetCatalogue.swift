package import ClipCore
internal import Presets
internal import SystemLibrary

/// All available presets: built-in ones, the user's own, and files.
package struct PresetCatalogue {
    /// A preset by name, not read yet.
    package struct Entry {
        package let name: String
        /// The user's file; nil if built in.
        package let path: FilePath?
    }

    /// The presets of the current user.
    package init() {}

    /// Loaded on first use: most cuts name neither a preset nor a platform.
    private static let known = Result { () throws(ConfigurationError) in
        try PlatformFile.read(
            Presets.platforms, file: "built-in/platforms.yaml",
            changes: try UserFolder.settings("platforms.yaml"))
    }

    /// The known platforms and their requirements.
    package var platforms: [Platform] { get throws(ConfigurationError) { try Self.known.get() } }

    private var reader: PresetReader {
        get throws(ConfigurationError) { PresetReader(platforms: try platforms.map(\.id)) }
    }

    /// All presets: built-in ones by name, then the user's by name. A user's preset replaces a built-in one.
    package static var entries: [Entry] {
        let own = UserFolder.yamlFiles(in: "presets").map {
            Entry(name: String(decoding: $0.stemAndExtension.stem, as: UTF8.self), path: $0)
        }
        let builtIn = Presets.presets.map { preset in
            own.first { $0.name == preset.name } ?? Entry(name: preset.name, path: nil)
        }
        return builtIn + own.filter { entry in !Presets.presets.contains { $0.name == entry.name } }
    }

    /// Whether clipfit brings a preset of that name.
    package static func isBuiltIn(_ name: String) -> Bool { Presets.presets.contains { $0.name == name } }

    /// Reads a preset: a word with a slash or ending in `.yaml` or `.yml` is a file, any other a name.
    ///
    /// - Throws: ``UsageError`` for an unknown name, ``ConfigurationError`` for an invalid file.
    package func file(_ path: FilePath) throws -> PresetFile {
        if path.bytes.contains(UInt8(ascii: "/"))
            || ["yaml", "yml"].contains(path.stemAndExtension.extension)
        {
            return try read(path)
        }
        let name = String(decoding: path.bytes, as: UTF8.self)
        guard let entry = Self.entries.first(where: { $0.name == name }) else {
            let names = Self.entries.map(\.name)
            throw UsageError(
                "unknown preset '\(name)'",
                hint: meantHint(
                    name, among: names, else: "one of \(names.joined(separator: ", ")), or a file: NAME.yaml")
            )
        }
        return try file(entry)
    }

    package func file(_ entry: Entry) throws(ConfigurationError) -> PresetFile {
        if let path = entry.path { return try read(path) }
        return try builtIn(entry.name)
    }

    /// The settings of the typed preset, else of that in the user's settings file; none for `none`, or without both.
    package func chosen(_ typed: FilePath?) throws -> Preset {
        if let typed { return typed == "none" ? Preset() : try resolved(try file(typed)) }
        let settings = try UserSettings.read()
        guard let usual = settings.preset else { return Preset() }
        do { return try resolved(try file(usual)) } catch let wrong as UsageError {
            throw ConfigurationError(
                ConfigurationProblem(
                    UserSettings.path?.shown ?? "config.yaml", line: settings.lines[.preset] ?? 1, column: 1,
                    key: "preset", wrong.description, hint: wrong.hint))
        }
    }

    /// The preset with all inherited values.
    package func resolved(_ file: PresetFile) throws(ConfigurationError) -> Preset {
        try PresetResolver(parent).resolve(file)
    }

    // MARK: Finding

    private func builtIn(_ name: String) throws(ConfigurationError) -> PresetFile {
        let bytes = Presets.presets.first { $0.name == name }?.bytes ?? []
        return try reader.read(bytes, name: name, file: "built-in/\(name).yaml")
    }

    /// A name never means the preset that contains it: a user's preset may extend the built-in one that it replaces.
    private func parent(_ named: PresetFile.Named, _ child: PresetFile) throws(ConfigurationError)
        -> PresetFile
    {
        if named.isFile {
            guard let folder = child.path?.removingLastComponent() else {
                throw ConfigurationError(
                    child.problem(named.place, key: "extends", "a built-in preset extends no file"))
            }
            return try read(try contained(named.text, folder, child, named.place, key: "extends"))
        }
        let isOther = { (entry: Entry) in entry.path == nil || entry.path.flatMap(Self.real) != child.path }
        if let entry = Self.entries.first(where: { $0.name == named.text && isOther($0) }) {
            return try file(entry)
        }
        let names = Self.entries.map(\.name)
        if Self.isBuiltIn(named.text) { return try builtIn(named.text) }
        throw ConfigurationError(
            child.problem(
                named.place, key: "extends", "there is no preset '\(named.text)'",
                hint: meantHint(
                    named.text, among: names,
                    else: "one of \(names.joined(separator: ", ")), or a file in this folder")))
    }

    private func read(_ path: FilePath) throws(ConfigurationError) -> PresetFile {
        let name = String(decoding: path.stemAndExtension.stem, as: UTF8.self)
        var file = try reader.read(
            try UserFolder.contents(of: path), name: name, file: path.shown, path: Self.real(path) ?? path)
        try locate(&file)
        return file
    }

    // MARK: Files that a preset names

    /// Replaces file names by paths.
    private func locate(_ file: inout PresetFile) throws(ConfigurationError) {
        guard let folder = file.path?.removingLastComponent() else { return }
        for index in file.settings.indices {
            let setting = file.settings[index]
            let isFile =
                setting.field.rule.kind == .path
                || setting.field == .textFont && FontCatalogue.isFont(setting.value.shown)
            guard isFile, case .text(let name) = setting.value, name != "none",
                setting.field != .musicFile || name != "auto", let place = setting.place
            else { continue }
            let path = try contained(name, folder, file, place, key: setting.field.key)
            file.settings[index].value = .path(PlannedPath(path))
        }
    }

    /// The file of that name, links resolved; never one outside of the preset's folder or, for the user's own presets, of
    /// the folder of all.
    private func contained(
        _ name: String, _ folder: FilePath, _ file: PresetFile, _ place: PresetFile.Place, key: String
    ) throws(ConfigurationError) -> FilePath {
        let from = folder.bytes.isEmpty ? FilePath(".") : folder
        guard let root = Self.real(from),
            let path = Self.real(from.pushing(FilePath(bytes: Array(name.utf8))))
        else {
            let reason = String(cString: strerror(errno)).lowercased()
            throw ConfigurationError(file.problem(place, key: key, "'\(key)' names \(name): \(reason)"))
        }
        let own = UserFolder.path("presets").flatMap(Self.real).flatMap { root.starts(with: $0) ? $0 : nil }
        guard path.starts(with: own ?? root) else {
            throw ConfigurationError(
                file.problem(
                    place, key: key, "'\(key)' names \(name), which leads out of the folder of presets",
                    hint: "put the file into that folder"))
        }
        var facts = stat()
        guard path.withPlatformString({ stat($0, &facts) }) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw ConfigurationError(
                file.problem(place, key: key, "'\(key)' names \(name), which is no file"))
        }
        return path
    }

    private static func real(_ path: FilePath) -> FilePath? {
        guard let resolved = path.withPlatformString({ realpath($0, nil) }) else { return nil }
        defer { free(resolved) }
        return FilePath(platformString: resolved)
    }
}
