public import ClipCore
internal import SystemLibrary

/// Helpers for output folders.
public enum Folder {
    /// Creates a folder and its parents; succeeds if it exists.
    ///
    /// - Returns: the folders that were missing, outermost first.
    @discardableResult
    public static func make(_ path: FilePath) throws(Failure) -> [FilePath] {
        guard !path.isEmpty else { return [] }
        if path.withPlatformString({ mkdir($0, 0o777) }) == 0 { return [path] }
        let code = errno
        if isFolder(path) { return [] }
        guard code == ENOENT else { throw failure(path, code) }
        let parents = try make(path.removingLastComponent())
        if path.withPlatformString({ mkdir($0, 0o777) }) == 0 { return parents + [path] }
        guard isFolder(path) else { throw failure(path, errno) }
        return parents
    }

    /// Removes those of the folders that are empty, the last one first.
    public static func removeEmpty(_ folders: [FilePath]) {
        for folder in folders.reversed() { _ = folder.withPlatformString { rmdir($0) } }
    }

    /// Whether a folder of that name exists; follows links.
    public static func isFolder(_ path: FilePath) -> Bool {
        var facts = stat()
        return path.withPlatformString { stat($0, &facts) } == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    /// The names in a folder, `.` and `..` included; nil, with `errno` set, if it cannot be listed.
    package static func names(in folder: FilePath) -> [[UInt8]]? {
        guard let directory = folder.withPlatformString({ opendir($0) }) else { return nil }
        defer { closedir(directory) }
        var names: [[UInt8]] = []
        while let entry = readdir(directory) {
            names.append(withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) })
        }
        return names
    }

    /// Whether `path` is `folder` or lies in it; follows links. If `path` does not exist, its nearest
    /// existing parent counts.
    public static func contains(_ folder: FilePath, _ path: FilePath) -> Bool {
        guard let folder = real(folder) else { return false }
        var nearest = path
        while real(nearest) == nil, !nearest.isEmpty { nearest = nearest.removingLastComponent() }
        return (real(nearest.isEmpty ? "." : nearest) ?? nearest).starts(with: folder)
    }

    /// Whether the file system ignores case in names; tested with `.clipfit` in an output folder.
    public static func ignoresCase(_ output: FilePath) -> Bool {
        isFolder(output.pushing(".clipfit")) && isFolder(output.pushing(".CLIPFIT"))
    }

    /// Whether the disk of `path` is full.
    public static func isFull(_ path: FilePath) -> Bool {
        var facts = statvfs()
        let folder = path.removingLastComponent()
        return folder.withPlatformString { statvfs($0, &facts) } == 0 && facts.f_bavail < 64
    }

    /// The path from the root of the file system; links stay.
    public static func absolute(_ path: FilePath) -> FilePath {
        guard path.isRelative, let here = real(".") else { return path }
        return here.pushing(path).lexicallyNormalized()
    }

    private static func real(_ path: FilePath) -> FilePath? {
        guard let resolved = path.withPlatformString({ realpath($0, nil) }) else { return nil }
        defer { free(resolved) }
        return FilePath(platformString: resolved)
    }

    /// The failure for a folder call that failed with `code` (errno).
    public static func failure(_ path: FilePath, _ code: Int32) -> Failure {
        let reason = String(cString: strerror(code)).lowercased()
        switch code {
        case ENOSPC, EDQUOT:
            return Failure(.diskFull, path, "the disk is full", hint: "free some space and try again")
        case EIO: return Failure(.readWrite, path, reason)
        case EEXIST, ENOTDIR:
            return Failure(
                .cannotCreate, path, "a file has that name", hint: "name another folder with -o")
        default: return Failure(.cannotCreate, path, reason, hint: "check the folder's permissions")
        }
    }
}
