internal import CLinux
internal import SystemLibrary
internal import SystemPackage

/// What every process may read of the system: libraries, zones of time, languages, and how large the machine is. None of
/// it belongs to a user.
enum SystemPaths {
    static var all: [FilePath] {
        libraries + [
            "/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/usr/share/locale", "/dev/null",
            "/dev/urandom", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/sys/vm/overcommit_memory",
            "/sys/devices/system", "/sys/fs/cgroup",
        ]
    }

    /// Where libraries lie, those included that the process was started with.
    private static var libraries: [FilePath] {
        var folders: Set<FilePath> = [
            "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/local/lib64", "/nix/store",
            "/gnu/store",
        ]
        let told = getenv("LD_LIBRARY_PATH").map { String(cString: $0) } ?? ""
        folders.formUnion(told.split(separator: ":").map { FilePath(String($0)) })
        withUnsafeMutablePointer(to: &folders) { folders in
            clipfit_library_folders(
                { folder, context in
                    guard let folder, let context else { return }
                    let path = FilePath(String(cString: folder))
                    context.assumingMemoryBound(to: Set<FilePath>.self).pointee.insert(path)
                }, folders)
        }
        return folders.sorted { $0.string < $1.string }
    }
}
