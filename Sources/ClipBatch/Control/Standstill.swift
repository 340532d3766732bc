/// Whether a process that counts as it gets on has stopped to do so.
public struct Standstill: Sendable {
    /// Seconds for which one may compute without getting on.
    static let busy = 120.0
    /// Seconds for which one may wait, e.g. for a slow disk.
    static let idle = 600.0

    private var count: UInt?
    private var since = 0.0
    private var spent = 0.0
    private var looked = 0.0

    /// Nothing is known of it yet.
    public init() {}

    /// Takes a look at it; to be called at least once in some seconds.
    ///
    /// - Parameters:
    ///   - count: how often it got on so far.
    ///   - spent: its seconds on processors.
    ///   - now: seconds on any clock.
    public mutating func isOver(_ count: UInt, spent: Double, at now: Double) -> Bool {
        // Whoever looks stood still itself, e.g. with the machine: nothing can be said then.
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
