package import ClipCore
internal import ClipLibrary
package import ClipMedia
internal import SystemLibrary

/// The user's folders by the XDG Base Directory Specification 0.8.
package enum UserFolder {
    /// A settings folder: `$XDG_CONFIG_HOME/clipfit`, else `~/.config/clipfit`; nil without a home.
    package static func path(_ name: String) -> FilePath? {
        path(name, in: "XDG_CONFIG_HOME", else: ".config")
    }

    /// A data file: `$XDG_DATA_HOME/clipfit`, else `~/.local/share/clipfit`.
    package static func data(_ name: String) -> FilePath? {
        path(name, in: "XDG_DATA_HOME", else: ".local/share")
    }

    /// A data folder shared by programs, e.g. `fonts`: `$XDG_DATA_HOME/NAME`, else `~/.local/share/NAME`.
    package static func shared(_ name: String) -> FilePath? {
        path("", in: "XDG_DATA_HOME", else: ".local/share")?.removingLastComponent().pushing(FilePath(name))
    }

    package static func home(_ name: String) -> FilePath? {
        variable("HOME").map { FilePath(bytes: $0 + "/\(name)".utf8) }
    }

    /// A cache file: `$XDG_CACHE_HOME/clipfit`, else `~/.cache/clipfit`.
    package static func cache(_ name: String) -> FilePath? {
        path(name, in: "XDG_CACHE_HOME", else: ".cache")
    }

    /// The folder of ``analyzer``'s cache, created if missing.
    package static var analyses: [FilePath] {
        guard let file = cache("analysis.sqlite") else { return [] }
        try? LibraryFolder.make(file.removingLastComponent(), for: file)
        return [file.folder]
    }

    /// Where joined sources are kept while a post is made of them, in files without a name; created if missing. nil without a
    /// home.
    package static var joined: FilePath? {
        guard let folder = analyses.first?.pushing("join") else { return nil }
        _ = try? Folder.make(folder)
        return Folder.isFolder(folder) ? folder : nil
    }

    /// Analyses clips, and caches the results if there is a cache folder.
    package static var analyzer: Analyzer {
        Analyzer(keepingIn: cache("analysis.sqlite").map { AnalysisCache(at: $0) })
    }

    /// The specification ignores relative folders.
    private static func path(_ name: String, in key: String, else folder: String) -> FilePath? {
        if let folder = variable(key), folder.first == UInt8(ascii: "/") {
            return FilePath(bytes: folder + "/clipfit/\(name)".utf8)
        }
        return variable("HOME").map { FilePath(bytes: $0 + "/\(folder)/clipfit/\(name)".utf8) }
    }

    /// The `.yaml` files of that folder, sorted; empty if there is no folder.
    package static func yamlFiles(in name: String) -> [FilePath] {
        guard let folder = path(name), let all = Folder.names(in: folder) else { return [] }
        let names = all.filter {
            $0.first != UInt8(ascii: ".") && $0.suffix(5).elementsEqual(".yaml".utf8)
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }.map {
            FilePath(bytes: folder.bytes + [UInt8(ascii: "/")] + $0)
        }
    }

    /// A settings file's root and its name for messages; nil if there is no such file.
    ///
    /// - Throws: for a file that cannot be read, with the location.
    package static func settings(_ name: String) throws(ConfigurationError) -> (root: YAMLNode, file: String)?
    {
        guard let path = path(name), path.withPlatformString({ access($0, F_OK) }) == 0 else { return nil }
        return (try YAMLReader.read(try contents(of: path), file: path.shown), path.shown)
    }

    /// Content of a settings file, at most one byte over the limit: the reader then reports that it is too long.
    package static func contents(of path: FilePath) throws(ConfigurationError) -> [UInt8] {
        // Opening a pipe must not block the command.
        let descriptor = path.withPlatformString { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        guard let bytes = Descriptor.rest(of: descriptor, limit: YAMLReader.maximumBytes) else {
            throw unreadable(path)
        }
        return Array(bytes.prefix(YAMLReader.maximumBytes + 1))
    }

    private static func unreadable(_ path: FilePath) -> ConfigurationError {
        ConfigurationError(
            ConfigurationProblem(
                path.shown, line: 1, column: 1,
                "it could not be read: \(String(cString: strerror(errno)).lowercased())"))
    }

    /// Home folder that a test substitutes, without XDG variables; nil for the current user.
    @TaskLocal package static var testHome: FilePath?

    private static func variable(_ name: String) -> [UInt8]? {
        if let testHome { return name == "HOME" ? testHome.bytes : nil }
        return getenv(name).map {
            Array(UnsafeBufferPointer(start: $0, count: strlen($0))).map(UInt8.init(bitPattern:))
        }
    }
}
