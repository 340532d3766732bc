internal import ClipCore
internal import SystemLibrary

/// What a worker may use before it counts as lost.
public struct WorkerLimits: Hashable, Codable, Sendable {
    /// Seconds for which its work may stand still; the length that the clip's bytes can stand for is added.
    public var patience: Double
    /// Bytes of addresses, and so of memory.
    public var memory: Int

    /// - Parameter memory: bytes for each worker; at least 3 GB, as threads and decoders of 4K take addresses that they
    ///   do not fill.
    public init(patience: Double = 120, memory: Int = 0) {
        (self.patience, self.memory) = (patience, max(memory, 3_000_000_000))
    }

    /// Seconds that its work on a clip may stand still.
    func patience(_ duration: Double) -> Double { patience + duration }

    /// Seconds that a clip may take in all.
    func deadline(_ duration: Double) -> Double { 30 * patience + 100 * duration }

    /// Holds the calling process to it: no core dump, and so much memory.
    func apply() {
        Self.set(RLIMIT_CORE, soft: 0, hard: 0)
        Self.set(RLIMIT_AS, soft: rlim_t(memory), hard: rlim_t(memory))
    }

    /// Limits the time on the processor, counted from now, and the length of files for one clip.
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
