internal import CLinux
internal import SystemLibrary
public import SystemPackage

/// Where a process that reads media may read and write: all else is out of its reach, the network, other programs and
/// other processes too (Landlock and seccomp of Linux).
public struct Confinement: Hashable, Sendable {
    /// Files and folders that are read.
    public var readable: [FilePath]
    /// Folders in which files are read, made, replaced and removed.
    public var writable: [FilePath]

    /// Paths are followed as they are when the process confines itself; one that does not exist then is left out.
    public init(reading readable: [FilePath], writing writable: [FilePath] = []) {
        (self.readable, self.writable) = (readable, writable)
    }

    /// What this machine lacks for a whole confinement; nil where it lacks nothing.
    public static var obstacle: String? {
        let version = clipfit_landlock_version()
        if version < 1 {
            return "the kernel has no Landlock (\(String(cString: strerror(-version)).lowercased()))"
        }
        return clipfit_refuses_calls() == 0 ? "there is no filter of system calls for this processor" : nil
    }

    /// Who is confined, with all threads that are started from then on.
    public enum Extent: Sendable {
        case thread
        /// All threads that there are.
        case process
    }

    /// Confines the process as far as this machine can. There is no way back.
    ///
    /// - Parameters:
    ///   - strictly: throws where threads were begun before that cannot be kept to the paths; else they are kept from the
    ///     calls alone. Threads that are begun later are confined wholly in any case.
    ///   - load: loads libraries that are needed later: afterwards nothing can be loaded.
    /// - Throws: where the system can, but refuses.
    public func enter(
        _ extent: Extent = .process, strictly: Bool = true, loading load: () -> Void = {}
    ) throws(SandboxFailure) {
        let version = clipfit_landlock_version()
        if version > 0 { try keepToPaths(extent, version, strictly) }
        // Libraries that are loaded may begin threads of their own, which keep to the paths by then.
        load()
        let refused =
            extent == .process ? clipfit_refuse_calls_of_all_threads() : clipfit_refuse_calls()
        if refused != -ENOSYS { try Self.check(refused, "refuse calls") }
        clipfit_confinement_decide()
    }

    /// Lets this process read media as it is: somebody wants it so, or the system cannot do otherwise.
    public static func waive() { clipfit_confinement_decide() }

    /// Whether media may be read: the process is confined, or need not be.
    public static var isDecided: Bool { clipfit_confinement_is_decided() != 0 }

    private func keepToPaths(_ extent: Extent, _ version: Int32, _ strictly: Bool) throws(SandboxFailure) {
        let rules = clipfit_landlock_rules(version)
        try Self.check(rules, "make rules")
        defer { close(rules) }
        for path in readable + SystemPaths.all { try Self.allow(path, rules, version, writes: false) }
        for path in writable { try Self.allow(path, rules, version, writes: true) }
        // A thread that was begun before stays free, and with it whoever takes it over.
        let isAlone = extent == .thread || clipfit_threads() <= 1
        guard isAlone || version >= 8 || !strictly else { throw SandboxFailure("it has threads already") }
        let joins = !isAlone && version >= 8
        try Self.check(
            joins ? clipfit_landlock_enter_with_all_threads(rules) : clipfit_landlock_enter(rules),
            "confine itself")
    }

    private static func allow(_ path: FilePath, _ rules: Int32, _ version: Int32, writes: Bool)
        throws(SandboxFailure)
    {
        let opened = path.withPlatformString { place in
            let named = open(place, pathOnly | O_CLOEXEC)
            // Not every file system gives a place without opening it.
            return named >= 0 || errno == ENOENT ? named : open(place, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        }
        guard opened >= 0 else { return }
        defer { close(opened) }
        var facts = stat()
        guard fstat(opened, &facts) == 0 else { return }
        let isFolder: Int32 = facts.st_mode & S_IFMT == S_IFDIR ? 1 : 0
        let result = clipfit_landlock_allow(rules, version, opened, isFolder, writes ? 1 : 0)
        // Pipes and files in memory lie in no folder, and are in reach in any case.
        if result != -EBADFD { try check(result, "allow \(path.string)") }
    }

    /// Linux's `O_PATH`, a macro that is hidden from Swift.
    private static let pathOnly: Int32 = 0o10000000

    private static func check(_ result: Int32, _ what: String) throws(SandboxFailure) {
        guard result < 0 else { return }
        throw SandboxFailure("it could not \(what): \(String(cString: strerror(-result)).lowercased())")
    }
}

/// Why a process is not confined.
public struct SandboxFailure: Error, Hashable, Sendable {
    /// Lower case, no full stop.
    public let message: String

    init(_ message: String) { self.message = message }
}

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
