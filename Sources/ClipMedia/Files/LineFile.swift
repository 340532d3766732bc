public import ClipCore
internal import SystemLibrary

/// Reads text files by line.
public enum LineFile {
    /// The file's non-empty lines, without line ends.
    ///
    /// - Parameter maximumBytes: size limit of the file.
    /// - Throws: if it cannot be read or is larger.
    public static func lines(of path: FilePath, maximumBytes: Int = 1 << 30) throws(Failure)
        -> [ArraySlice<UInt8>]
    {
        let opened = path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC) }
        guard opened >= 0 else { throw unreadable(path) }
        defer { close(opened) }
        guard let bytes = Descriptor.rest(of: opened, limit: maximumBytes) else { throw unreadable(path) }
        guard bytes.count <= maximumBytes else { throw Failure(.unusable, path, "it is too large") }
        return bytes.split(separator: UInt8(ascii: "\n"))
    }

    private static func unreadable(_ path: FilePath) -> Failure {
        Failure(.unreadable, path, String(cString: strerror(errno)).lowercased())
    }
}
