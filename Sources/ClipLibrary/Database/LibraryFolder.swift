public import ClipCore
internal import SystemLibrary

/// The folder of the library.
public enum LibraryFolder {
    /// Creates a folder and its parents, private to the user, as the XDG Base Directory Specification requires.
    public static func make(_ folder: FilePath, for library: FilePath) throws(Failure) {
        guard !folder.isEmpty, folder.withPlatformString({ mkdir($0, 0o700) }) != 0, errno != EEXIST else {
            return
        }
        if errno == ENOENT, folder.lastComponent != nil {
            try make(folder.removingLastComponent(), for: library)
            if folder.withPlatformString({ mkdir($0, 0o700) }) == 0 || errno == EEXIST { return }
        }
        let reason = String(cString: strerror(errno)).lowercased()
        throw Failure(
            errno == ENOSPC ? .diskFull : .cannotCreate, library, "its folder cannot be made: \(reason)",
            hint: "set XDG_DATA_HOME to a folder that you may write to")
    }
}
