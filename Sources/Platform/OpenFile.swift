internal import CPlatform
internal import SystemLibrary
public import SystemPackage

/// What a descriptor's file is called in this process, and how it gets a name.
public enum OpenFile {
    #if os(Linux) && !PORTABLE
        private static let folder = "/proc/self/fd"
    #else
        private static let folder = "/dev/fd"
    #endif

    /// A path by which this process can open a descriptor's file again, even if it has no other name.
    public static func path(of descriptor: Int32) -> String { "\(folder)/\(descriptor)" }

    /// A path to an entry of a folder that is open: for folders whose own path is no text.
    ///
    /// - Returns: nil where the system names open files only.
    public static func path(of entry: FilePath.Component, in folder: Int32) -> String? {
        #if os(Linux) && !PORTABLE
            "\(path(of: folder))/\(entry.string)"
        #else
            nil
        #endif
    }

    /// Whether some program has the file open for writing, as far as the kernel says; false if that is unknown, e.g. for
    /// files of others and on network shares.
    public static func isBeingWritten(_ path: FilePath) -> Bool {
        // A program that opens it for writing just now waits for us, and the kernel signals it.
        signal(SIGIO, SIG_IGN)
        let descriptor = path.withPlatformString { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return clipfit_is_written(descriptor) > 0
    }
}
