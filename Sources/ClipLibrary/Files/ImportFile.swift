public import ClipCore
internal import SystemLibrary

/// Reads a file to be imported into the library.
public enum ImportFile {
    /// Size limit in bytes.
    public static let maximumBytes = 256 << 20

    /// Reads a regular file, or standard input for `-`; at most one byte over the limit.
    public static func read(_ path: FilePath) throws(Failure) -> [UInt8] {
        guard path != "-" else { return try bytes(of: STDIN_FILENO, path) }
        // Opening a pipe must not block the command.
        let descriptor = path.withPlatformString { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw Failure(
                .unusable, path, facts.st_mode & S_IFMT == S_IFDIR ? "is a folder" : "is not a regular file",
                hint: "name a file, or - for standard input")
        }
        return try bytes(of: descriptor, path)
    }

    private static func bytes(of descriptor: Int32, _ path: FilePath) throws(Failure) -> [UInt8] {
        if let bytes = Descriptor.rest(of: descriptor, limit: maximumBytes) { return bytes }
        throw Failure(.readWrite, path, String(cString: strerror(errno)).lowercased())
    }

    private static func unreadable(_ path: FilePath) -> Failure {
        Failure(.unreadable, path, String(cString: strerror(errno)).lowercased())
    }

    /// - Throws: if the file exceeds the limit.
    static func check(_ bytes: [UInt8]) throws(ImportProblem) {
        guard bytes.count > maximumBytes else { return }
        throw ImportProblem("it is larger than \(maximumBytes >> 20) MB", hint: "split it")
    }
}
