internal import ClipCore
internal import SystemLibrary

/// Resource limits of a worker; beyond them it counts as lost.
public struct WorkerLimits: Hashable, Codable, Sendable {
    /// Allowed seconds without progress; the clip's duration is added, as far as its bytes justify it.
    public var patience: Double
    /// Bytes of address space, which also limits memory.
    public var memory: Int

    /// - Parameter memory: bytes per worker; at least 3 GB, because threads and 4K decoders reserve more
    ///   addresses than they use.
    public init(patience: Double = 120, memory: Int = 0) {
        (self.patience, self.memory) = (patience, max(memory, 3_000_000_000))
    }

    /// Allowed seconds without progress on a clip.
    func patience(_ duration: Double) -> Double { patience + duration }

    /// Allowed seconds per clip overall.
    func deadline(_ duration: Double) -> Double { 30 * patience + 100 * duration }

    /// Applies the memory limit to this process, and disables core dumps.
    func apply() {
        Self.set(RLIMIT_CORE, soft: 0, hard: 0)
        Self.set(RLIMIT_AS, soft: rlim_t(memory), hard: rlim_t(memory))
    }

    /// Limits CPU time, counted from now, and file length for one clip.
    func apply(duration: Double, sourceBytes: Int64) {
        var used = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &used)
        let spent = Double(used.ru_utime.tv_sec + used.ru_stime.tv_sec)
        Self.set(RLIMIT_CPU, soft: rlim_t(spent + 2 * deadline(duration)))
        Self.set(RLIMIT_FSIZE, soft: rlim_t(4_000_000_000 + 8 * sourceBytes))
    }

    private static func set(_ resource: __rlimit_resource, soft: rlim_t, hard: rlim_t? = nil) {
        let resource = __rlimit_resource_t(resource.rawValue)
        var limit = rlimit()
        getrlimit(resource, &limit)
        if let hard { limit.rlim_max = min(hard, limit.rlim_max) }
        limit.rlim_cur = min(soft, limit.rlim_max)
        setrlimit(resource, &limit)
    }
}
