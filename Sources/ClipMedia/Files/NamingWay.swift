internal import CPlatform
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
        case .link: linkat(AT_FDCWD, hidden, AT_FDCWD, path, 0) == 0 ? 0 : errno
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
        guard renameat(AT_FDCWD, hidden, AT_FDCWD, path) != 0 else { return 0 }
        let reason = errno
        unlink(path)
        return reason
    }
}
