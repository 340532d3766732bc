internal import CPlatform
internal import SystemLibrary
public import SystemPackage

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
