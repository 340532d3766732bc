internal import CLinux
internal import SystemLibrary
internal import SystemPackage

/// Ways to name a finished file without replacing another. File systems support different ones; the last one
/// works on all.
enum NamingWay: CaseIterable, Sendable {
    /// An unnamed file (`O_TMPFILE`) is linked.
    case nameless
    /// The hidden file is renamed with `renameat2(RENAME_NOREPLACE)`.
    case rename
    /// The hidden file is linked, and its hidden name removed.
    case link
    /// An empty file reserves the name, and the hidden file replaces it: FAT, exFAT and most of FUSE have no links.
    case placeholder

    /// Ways to try; tests leave some out.
    @TaskLocal static var known = Set(allCases)

    /// Renames the file at `hidden` to `path` unless that exists. Returns 0, or the `errno` of the last way
    /// tried; `EEXIST` if the name is taken. The hidden name may still exist.
    static func name(_ hidden: FilePath, _ path: FilePath) -> Int32 {
        var reason = ENOTSUP
        for way in allCases where way != .nameless && known.contains(way) {
            reason = hidden.withPlatformString { from in
                path.withPlatformString { to in way.name(from, to) }
            }
            if reason == 0 || reason == EEXIST { break }
        }
        return reason
    }

    private func name(_ hidden: UnsafePointer<CChar>, _ path: UnsafePointer<CChar>) -> Int32 {
        switch self {
        case .nameless: ENOTSUP
        case .rename: -clipfit_rename_new(hidden, path)
        case .link: Glibc.link(hidden, path) == 0 ? 0 : errno
        case .placeholder: Self.replacePlaceholder(hidden, path)
        }
    }

    /// A process killed between the two steps leaves both files; ``Leftovers`` recognises them.
    private static func replacePlaceholder(
        _ hidden: UnsafePointer<CChar>, _ path: UnsafePointer<CChar>
    ) -> Int32 {
        let placeholder = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard placeholder >= 0 else { return errno }
        close(placeholder)
        guard Glibc.rename(hidden, path) != 0 else { return 0 }
        let reason = errno
        unlink(path)
        return reason
    }
}

/// An unnamed file in a folder (`O_TMPFILE`), to be linked later.
enum NamelessFile {
    /// Linux's `O_TMPFILE`, a macro that is hidden from Swift; the same number on x86-64 and arm64.
    private static let flag: Int32 = 0o20000000 | O_DIRECTORY

    /// Opens an unnamed file for reading and writing.
    ///
    /// - Parameter probe: a hidden name for a test link. Some systems create such files but cannot link them,
    ///   which must be known before the work.
    /// - Returns: nil if the file system does not support it, or another process holds the hidden name.
    static func open(in folder: FilePath, probe: FilePath) -> Int32? {
        guard NamingWay.known.contains(.nameless), let other = open(in: folder) else { return nil }
        defer { close(other) }
        guard link(other, to: probe), probe.withPlatformString({ unlink($0) }) == 0 else { return nil }
        return open(in: folder)
    }

    /// Opens an unnamed file that need not be linked later; it is gone when it is closed.
    static func open(in folder: FilePath) -> Int32? {
        let descriptor = folder.withPlatformString { Glibc.open($0, flag | O_RDWR | O_CLOEXEC, 0o666) }
        return descriptor >= 0 ? descriptor : nil
    }

    /// Links a descriptor's file to an unused name; false with `errno` on failure.
    static func link(_ descriptor: Int32, to name: FilePath) -> Bool {
        "/proc/self/fd/\(descriptor)".withCString { from in
            name.withPlatformString { linkat(AT_FDCWD, from, AT_FDCWD, $0, AT_SYMLINK_FOLLOW) } == 0
        }
    }
}
