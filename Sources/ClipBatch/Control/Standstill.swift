/// Detects a process without progress, from its progress counter.
public struct Standstill: Sendable {
    /// Seconds of computing without progress.
    static let busy = 120.0
    /// Seconds of waiting without progress, e.g. for a slow disk.
    static let idle = 600.0

    private var count: UInt?
    private var since = 0.0
    private var spent = 0.0
    private var looked = 0.0

    /// A detector without data.
    public init() {}

    /// Updates with the current state; call at least every few seconds.
    ///
    /// - Parameters:
    ///   - count: progress steps so far.
    ///   - spent: its CPU seconds.
    ///   - now: seconds on any clock.
    public mutating func isOver(_ count: UInt, spent: Double, at now: Double) -> Bool {
        // The caller itself was stopped, e.g. with the machine: no conclusion is possible.
        let sleptWell = now - looked > 5
        looked = now
        if count != self.count || sleptWell {
            (self.count, since, self.spent) = (count, now, spent)
            return false
        }
        let still = now - since
        return still > Self.idle || (still > Self.busy && spent - self.spent > 0.8 * Self.busy)
    }
}
