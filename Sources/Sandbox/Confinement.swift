internal import CPlatform
internal import SystemLibrary
public import SystemPackage

/// Restricts a process that reads media to given paths. It loses the network and access to other programs and
/// processes (Landlock and seccomp on Linux).
public struct Confinement: Hashable, Sendable {
    /// Files and folders that may be read.
    public var readable: [FilePath]
    /// Folders in which files may be read, created, replaced and removed.
    public var writable: [FilePath]

    /// Creates a confinement. Paths are resolved when the process confines itself; missing ones are ignored.
    public init(reading readable: [FilePath], writing writable: [FilePath] = []) {
        (self.readable, self.writable) = (readable, writable)
    }

    /// What this computer lacks for full confinement; nil if it lacks nothing.
    public static var obstacle: String? {
        let version = clipfit_landlock_version()
        if version < 1 {
            return "the kernel has no Landlock (\(String(cString: strerror(-version)).lowercased()))"
        }
        return clipfit_refuses_calls() == 0 ? "there is no filter of system calls for this processor" : nil
    }

    /// The version of Landlock that the kernel speaks, from 1; below for none.
    public static var landlockVersion: Int { Int(clipfit_landlock_version()) }

    /// Which threads are confined, including all that they start later.
    public enum Extent: Sendable {
        case thread
        /// All existing threads.
        case process
    }

    /// Confines the process as far as this computer allows; irreversible.
    ///
    /// - Parameters:
    ///   - strictly: throws if existing threads cannot be restricted to the paths; otherwise only their
    ///     system calls are. Threads started later are always fully confined.
    ///   - load: loads libraries that are needed later: afterwards none can be loaded.
    /// - Throws: if the system supports confinement, but refuses it.
    public func enter(
        _ extent: Extent = .process, strictly: Bool = true, loading load: () -> Void = {}
    ) throws(SandboxFailure) {
        let version = clipfit_landlock_version()
        if version > 0 { try keepToPaths(extent, version, strictly) }
        // Libraries may start threads while they load; these are restricted to the paths by then.
        load()
        let refused = extent == .process ? clipfit_refuse_calls_of_all_threads() : clipfit_refuse_calls()
        if refused != -ENOSYS { try Self.check(refused, "refuse calls") }
        clipfit_confinement_decide()
    }

    /// Allows this process to read media unconfined: the user chose it, or the system cannot confine.
    public static func waive() { clipfit_confinement_decide() }

    /// Media may be read: the process is confined or has waived it.
    public static var isDecided: Bool { clipfit_confinement_is_decided() != 0 }

    private func keepToPaths(_ extent: Extent, _ version: Int32, _ strictly: Bool) throws(SandboxFailure) {
        let rules = clipfit_landlock_rules(version)
        try Self.check(rules, "make rules")
        defer { close(rules) }
        for path in readable + SystemPaths.all { try Self.allow(path, rules, version, writes: false) }
        for path in writable { try Self.allow(path, rules, version, writes: true) }
        // A thread started earlier stays unconfined, and so does an attacker who takes it over.
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
            // Not every file system supports `O_PATH`.
            return named >= 0 || errno == ENOENT ? named : open(place, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        }
        guard opened >= 0 else {
            if [EMFILE, ENFILE].contains(errno) { try check(-errno, "allow \(path.string)") }
            return
        }
        defer { close(opened) }
        var facts = stat()
        guard fstat(opened, &facts) == 0 else { return }
        let isFolder: Int32 = facts.st_mode & S_IFMT == S_IFDIR ? 1 : 0
        let result = clipfit_landlock_allow(rules, version, opened, isFolder, writes ? 1 : 0)
        // Pipes and files in memory are in no folder, and are accessible anyway.
        if result != -EBADFD { try check(result, "allow \(path.string)") }
    }

    /// Linux's `O_PATH`, a macro that Swift does not import.
    private static let pathOnly: Int32 = 0o10000000

    private static func check(_ result: Int32, _ what: String) throws(SandboxFailure) {
        guard result < 0 else { return }
        throw SandboxFailure(
            "it could not \(what): \(String(cString: strerror(-result)).lowercased())", code: -result)
    }
}

/// Why a process could not be confined.
public struct SandboxFailure: Error, Hashable, Sendable {
    /// The reason: lower case, without full stop.
    public let message: String
    /// The `errno` of the call that failed; nil where none did.
    public let code: Int32?

    init(_ message: String, code: Int32? = nil) { (self.message, self.code) = (message, code) }
}

/// System paths that every process may read: libraries, time zones, languages, and hardware facts. None
/// contains user data.
enum SystemPaths {
    static var all: [FilePath] {
        libraries + [
            "/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/usr/share/locale", "/dev/null",
            "/dev/urandom", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/sys/vm/overcommit_memory",
            "/sys/devices/system", "/sys/fs/cgroup",
        ]
    }

    /// Library folders, including those that the process was started with.
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
