internal import ClipCore
internal import SystemLibrary
public import SystemPackage

/// Temporary files of killed processes. Next to the output: a hidden `.NAME.NUMBER.part` and, on file systems
/// without links, perhaps an empty file under the final name. A running process holds a lock (`flock`) on its
/// hidden file, which marks it as alive.
public enum Leftovers {
    private static let ending = Array(".part".utf8)

    /// Hidden name next to `path`. The first writer gets number 0.
    static func name(beside path: FilePath, _ number: Int32) -> FilePath {
        path.sibling(FilePath(bytes: beginning(of: path) + Array("\(number)".utf8) + ending))
    }

    /// A name may have 255 bytes; the hidden one must not fail for being longer than the output's.
    private static func beginning(of path: FilePath) -> [UInt8] {
        Array(".".utf8) + FilePath.name(path.nameBytes, [], within: 200) + Array(".".utf8)
    }

    /// Opens a new hidden file for reading and writing, and locks it.
    ///
    /// - Returns: its path and descriptor, or nil with `errno`.
    static func make(beside path: FilePath) -> (FilePath, Int32)? {
        for number in [0, getpid()] {
            let hidden = name(beside: path, number)
            removeIfDead(hidden)
            let opened = hidden.withPlatformString {
                open($0, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            }
            if opened >= 0 {
                flock(opened, LOCK_EX | LOCK_NB)
                return (hidden, opened)
            }
            guard errno == EEXIST else { return nil }
        }
        return nil
    }

    /// Whether `path` is an empty file that reserved the name for an output whose process was killed.
    public static func isPlaceholder(_ path: FilePath) -> Bool {
        var facts = stat()
        return path.withPlatformString { lstat($0, &facts) } == 0 && facts.st_mode & S_IFMT == S_IFREG
            && facts.st_size == 0 && !dead(beside: path).isEmpty
    }

    /// Removes leftovers of dead processes; keeps those of running ones.
    public static func remove(of path: FilePath) {
        let parts = dead(beside: path)
        guard !parts.isEmpty else { return }
        var facts = stat()
        // First the placeholder: without its hidden file nothing distinguishes it from a user's file.
        if path.withPlatformString({ lstat($0, &facts) }) == 0, facts.st_mode & S_IFMT == S_IFREG,
            facts.st_size == 0
        {
            _ = path.withPlatformString { unlink($0) }
        }
        for part in parts { _ = part.withPlatformString { unlink($0) } }
    }

    /// Removes the usual leftover, number 0, without listing the folder.
    static func removeUsual(of path: FilePath) { removeIfDead(name(beside: path, 0)) }

    private static func removeIfDead(_ hidden: FilePath) {
        if isDead(hidden) { _ = hidden.withPlatformString { unlink($0) } }
    }

    private static func dead(beside path: FilePath) -> [FilePath] {
        let beginning = beginning(of: path)
        var found: [FilePath] = []
        for name in Folder.names(in: path.folder) ?? [] {
            guard name.starts(with: beginning), name.suffix(ending.count).elementsEqual(ending) else {
                continue
            }
            let number = name.dropFirst(beginning.count).dropLast(ending.count)
            guard !number.isEmpty, number.allSatisfy({ (0x30...0x39).contains($0) }) else { continue }
            found.append(path.sibling(FilePath(bytes: name)))
        }
        return found.filter(isDead)
    }

    /// Whether the file is unlocked. Without lock support it may belong to any process, and counts as alive.
    private static func isDead(_ hidden: FilePath) -> Bool {
        let flags = O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC
        var opened = hidden.withPlatformString { open($0, O_RDWR | flags) }
        if opened < 0 && errno == EACCES {
            opened = hidden.withPlatformString { open($0, O_RDONLY | flags) }
        }
        guard opened >= 0 else { return false }
        defer { close(opened) }
        return flock(opened, LOCK_EX | LOCK_NB) == 0
    }
}
