internal import CLinux
internal import SystemLibrary
internal import SystemPackage

/// How a finished file gets a name that nothing may have yet. File systems know some of these ways; the last one works
/// on all of them.
enum NamingWay: CaseIterable, Sendable {
    /// The file has no name before (`O_TMPFILE`), and is linked.
    case nameless
    /// Its hidden name is changed with `renameat2(RENAME_NOREPLACE)`.
    case rename
    /// It is linked, and its hidden name removed.
    case link
    /// An empty file takes the name, and the hidden one is renamed over it: FAT, exFAT and most of FUSE have no links.
    case placeholder

    /// The ways that are tried: tests leave some out.
    @TaskLocal static var known = Set(allCases)

    /// Gives the file at `hidden` its name, where nothing has that.
    ///
    /// - Returns: 0, or the `errno` of the last way that was tried; `EEXIST` where something has the name. The hidden name
    ///   may be there still.
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

    /// A process that is killed between the two leaves both files: ``Leftovers`` knows them.
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

/// A file without a name in a folder (`O_TMPFILE`), to be linked later.
enum NamelessFile {
    /// Linux's `O_TMPFILE`, a macro that is hidden from Swift; the same number on x86-64 and arm64.
    private static let flag: Int32 = 0o20000000 | O_DIRECTORY

    /// Opens one for reading and writing.
    ///
    /// - Parameter probe: a hidden name that another such file is linked to and loses again: some systems make such files
    ///   and cannot link them, which has to be known before the work.
    /// - Returns: nil where the file system cannot.
    static func open(in folder: FilePath, probe: FilePath) -> Int32? {
        guard NamingWay.known.contains(.nameless), let other = open(in: folder) else { return nil }
        defer { close(other) }
        guard link(other, to: probe) || errno == EEXIST else { return nil }
        _ = probe.withPlatformString { unlink($0) }
        return open(in: folder)
    }

    private static func open(in folder: FilePath) -> Int32? {
        let descriptor = folder.withPlatformString { Glibc.open($0, flag | O_RDWR | O_CLOEXEC, 0o666) }
        return descriptor >= 0 ? descriptor : nil
    }

    /// Gives a descriptor's file a name that nothing has; false with `errno` where it cannot.
    static func link(_ descriptor: Int32, to name: FilePath) -> Bool {
        "/proc/self/fd/\(descriptor)".withCString { from in
            name.withPlatformString { linkat(AT_FDCWD, from, AT_FDCWD, $0, AT_SYMLINK_FOLLOW) } == 0
        }
    }
}
