internal import CLinux
public import ClipCore
public import ClipMedia
internal import Glibc
public import SystemPackage

/// Where a worker may read and write: all else is out of its reach, the network and other programs too (Landlock and
/// seccomp of Linux).
public struct Confinement: Hashable, Codable, Sendable {
    /// Files and folders that are read.
    public private(set) var readable: [PlannedPath]
    /// Folders in which files are read, made, replaced and removed.
    public private(set) var writable: [PlannedPath]

    /// Paths are followed as they are when the worker begins; one that does not exist then is left out.
    public init(reading readable: [FilePath], writing writable: [FilePath]) {
        self.readable = readable.map(PlannedPath.init)
        self.writable = writable.map(PlannedPath.init)
    }

    /// The same, with one more file to read.
    func reading(_ file: FilePath) -> Confinement {
        var confinement = self
        confinement.readable.append(PlannedPath(file))
        return confinement
    }

    /// Why this machine cannot confine processes; nil where it can.
    public static var obstacle: String? {
        let version = clipfit_landlock_version()
        guard version < 1 else { return nil }
        return "the kernel has no Landlock (\(String(cString: strerror(-version)).lowercased()))"
    }

    /// Confines the calling thread, and all that it starts from now on. There is no way back.
    public func enter() throws(MediaError) {
        let version = clipfit_landlock_version()
        let rules = version > 0 ? clipfit_landlock_rules(version) : version
        try Self.check(rules, "make rules")
        defer { close(rules) }
        for path in readable { try Self.allow(path.path, rules, version, writes: false) }
        for path in writable { try Self.allow(path.path, rules, version, writes: true) }
        try Self.check(clipfit_landlock_enter(rules), "confine itself")
        let refused = clipfit_refuse_calls()
        // Other processors than x86-64 and arm64: Landlock alone has to do.
        if refused != -ENOSYS { try Self.check(refused, "refuse calls") }
    }

    private static func allow(_ path: FilePath, _ rules: Int32, _ version: Int32, writes: Bool)
        throws(MediaError)
    {
        let opened = path.withPlatformString { open($0, pathOnly | O_CLOEXEC) }
        guard opened >= 0 else { return }
        defer { close(opened) }
        var facts = stat()
        guard fstat(opened, &facts) == 0 else { return }
        let isFolder: Int32 = facts.st_mode & S_IFMT == S_IFDIR ? 1 : 0
        try check(
            clipfit_landlock_allow(rules, version, opened, isFolder, writes ? 1 : 0),
            "allow \(path.string)")
    }

    /// Linux's `O_PATH`, a macro that is hidden from Swift.
    private static let pathOnly: Int32 = 0o10000000

    private static func check(_ result: Int32, _ what: String) throws(MediaError) {
        guard result < 0 else { return }
        throw MediaError(
            .noSandbox, "",
            "the worker could not \(what): \(String(cString: strerror(-result)).lowercased())",
            hint: "--sandbox off does without")
    }
}
