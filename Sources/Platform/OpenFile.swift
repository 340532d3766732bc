internal import CPlatform
public import SystemLibrary
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

/// An unnamed file in a folder (`O_TMPFILE`), to be linked later. Only Linux has them, on some file systems.
public enum NamelessFile {
    /// Opens an unnamed file that need not be linked later; it is gone when it is closed.
    public static func open(in folder: FilePath) -> Int32? {
        let descriptor = folder.withPlatformString { clipfit_unnamed_file($0) }
        return descriptor >= 0 ? descriptor : nil
    }

    /// Opens an unnamed file for reading and writing.
    ///
    /// - Parameter probe: a hidden name for a test link. Some systems create such files but cannot link them,
    ///   which must be known before the work.
    /// - Returns: nil if the file system does not support it, or another process holds the hidden name.
    public static func open(in folder: FilePath, probe: FilePath) -> Int32? {
        guard let other = open(in: folder) else { return nil }
        defer { close(other) }
        guard link(other, to: probe), probe.withPlatformString({ unlink($0) }) == 0 else { return nil }
        return open(in: folder)
    }

    /// Links a descriptor's file to an unused name; false with `errno` on failure.
    public static func link(_ descriptor: Int32, to name: FilePath) -> Bool {
        OpenFile.path(of: descriptor).withCString { from in
            name.withPlatformString { linkat(AT_FDCWD, from, AT_FDCWD, $0, AT_SYMLINK_FOLLOW) } == 0
        }
    }
}

extension stat {
    /// When the content changed last.
    public var modified: timespec {
        #if canImport(Darwin)
            st_mtimespec
        #else
            st_mtim
        #endif
    }

    /// When the content, or any fact about the file, changed last.
    public var changed: timespec {
        #if canImport(Darwin)
            st_ctimespec
        #else
            st_ctim
        #endif
    }
}

extension timespec {
    /// Nanoseconds since 1970, for a time of day.
    public var nanoseconds: Int64 { Int64(tv_sec) * 1_000_000_000 + Int64(tv_nsec) }
}
