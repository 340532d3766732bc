internal import ClipCore
internal import Glibc
internal import Presets
internal import SystemPackage

/// The looks that can be named: those built in and the user's own.
enum LookShelf {
    /// A look and where it is from.
    struct Entry {
        let look: Look
        /// The user's file; nil where it is built in.
        let path: FilePath?
    }

    /// All of them: those built in by name, then the user's by name. One of the user's replaces a built-in one.
    static func all() throws(ConfigurationError) -> [Entry] {
        var entries: [Entry] = []
        for look in Presets.looks {
            entries.append(Entry(look: try LookFile.read(look.bytes, file: "\(look.name).yaml"), path: nil))
        }
        for path in userFiles() {
            let entry = Entry(look: try read(path), path: path)
            if let known = entries.firstIndex(where: { $0.look.name == entry.look.name }) {
                entries[known] = entry
            } else {
                entries.append(entry)
            }
        }
        return entries
    }

    private static func read(_ path: FilePath) throws(ConfigurationError) -> Look {
        let problem = { (message: String) in
            ConfigurationError(ConfigurationProblem(path.shown, line: 1, column: 1, message))
        }
        guard let bytes = contents(path) else {
            throw problem("it could not be read: \(String(cString: strerror(errno)).lowercased())")
        }
        let look = try LookFile.read(bytes, file: path.shown)
        guard Array(look.name.utf8) == path.stemAndExtension.stem else {
            throw problem("the name of the look is '\(look.name)', and that of its file is another")
        }
        return look
    }

    /// At most one byte more than a file of settings may have: the reader tells that it is too long.
    private static func contents(_ path: FilePath) -> [UInt8]? {
        // A pipe in that folder must not make the command wait.
        let descriptor = path.withPlatformString { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: YAMLReader.maximumBytes + 1)
        var count = 0
        while count < bytes.count {
            let got = bytes[count...].withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if got == 0 { break }
            if got > 0 { count += got } else if errno != EINTR { return nil }
        }
        return Array(bytes.prefix(count))
    }

    /// The `.yaml` files of the user's folder, sorted; none where there is no folder.
    private static func userFiles() -> [FilePath] {
        guard let folder = userFolder, let directory = folder.withPlatformString({ opendir($0) }) else {
            return []
        }
        defer { closedir(directory) }
        var names: [[UInt8]] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name.first != UInt8(ascii: "."), name.suffix(5).elementsEqual(".yaml".utf8) {
                names.append(name)
            }
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }.map {
            FilePath(bytes: folder.bytes + [UInt8(ascii: "/")] + $0)
        }
    }

    /// By the XDG Base Directory Specification 0.8, which says that a relative folder does not count.
    private static var userFolder: FilePath? {
        if let folder = variable("XDG_CONFIG_HOME"), folder.first == UInt8(ascii: "/") {
            return FilePath(bytes: folder + "/clipfit/looks".utf8)
        }
        return variable("HOME").map { FilePath(bytes: $0 + "/.config/clipfit/looks".utf8) }
    }

    private static func variable(_ name: String) -> [UInt8]? {
        getenv(name).map {
            Array(UnsafeBufferPointer(start: $0, count: strlen($0))).map(UInt8.init(bitPattern:))
        }
    }
}
