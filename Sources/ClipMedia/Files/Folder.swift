public import ClipCore
internal import SystemLibrary
public import SystemPackage

/// Folders that are written to.
public enum Folder {
    /// Makes a folder, and those that it lies in; one that exists is as good.
    public static func make(_ path: FilePath) throws(Failure) {
        guard !path.isEmpty, path.withPlatformString({ mkdir($0, 0o777) }) != 0 else { return }
        let code = errno
        if isFolder(path) { return }
        guard code == ENOENT else { throw failure(path, code) }
        try make(path.removingLastComponent())
        guard path.withPlatformString({ mkdir($0, 0o777) }) == 0 || isFolder(path) else {
            throw failure(path, errno)
        }
    }

    /// There is a folder of that name; links are followed.
    public static func isFolder(_ path: FilePath) -> Bool {
        var facts = stat()
        return path.withPlatformString { stat($0, &facts) } == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    /// `path` lies in `folder` or is the same, links followed. Where `path` does not exist, the nearest folder above it that
    /// does counts.
    public static func contains(_ folder: FilePath, _ path: FilePath) -> Bool {
        guard let folder = real(folder) else { return false }
        var nearest = path
        while real(nearest) == nil, !nearest.isEmpty { nearest = nearest.removingLastComponent() }
        return (real(nearest.isEmpty ? "." : nearest) ?? nearest).starts(with: folder)
    }

    /// The file system does not tell small from capital letters in names: asked of `.clipfit` in an output folder.
    public static func ignoresCase(_ output: FilePath) -> Bool {
        isFolder(output.pushing(".clipfit")) && isFolder(output.pushing(".CLIPFIT"))
    }

    /// Nothing more fits onto the disk that `path` is on.
    public static func isFull(_ path: FilePath) -> Bool {
        var facts = statvfs()
        let folder = path.removingLastComponent()
        return folder.withPlatformString { statvfs($0, &facts) } == 0 && facts.f_bavail < 64
    }

    private static func real(_ path: FilePath) -> FilePath? {
        guard let resolved = path.withPlatformString({ realpath($0, nil) }) else { return nil }
        defer { free(resolved) }
        return FilePath(platformString: resolved)
    }

    /// What it means that a call on the folder failed with `code` (errno).
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
