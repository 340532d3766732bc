/// Computes decode times for frames with known presentation times.
///
/// The i-th packet in decode order gets the i-th presentation time in sorted order, minus the reorder depth:
/// even and strictly ascending wherever the presentation times are, without corrections at a splice.
public struct DecodeTimes: Hashable, Sendable {
    private let presentations: [Int64]
    private let depth: Int
    private let lead: Int64

    /// - Parameters:
    ///   - presentations: the frames' presentation times, sorted.
    ///   - depth: how many frames a decoder holds back before it outputs one; 0 without B-frames.
    public init(presentations: [Int64], depth: Int) {
        self.presentations = presentations
        self.depth = min(depth, max(0, presentations.count - 1))
        // The lead equals the time from the frame that the last packet's decode time is taken from to the
        // last frame, so that a container that adds up decode steps arrives exactly at the end.
        lead =
            self.depth == 0
            ? 0 : presentations[presentations.count - 1] - presentations[presentations.count - 1 - self.depth]
    }

    /// The decode time of the packet at `position` in decode order.
    public func time(at position: Int) -> Int64 {
        if position >= depth { return presentations[min(position, presentations.count - 1) - depth] }
        return presentations[0] - lead + lead * Int64(position) / Int64(depth)
    }

    /// The smallest depth at which no packet is decoded after its presentation.
    ///
    /// - Parameter order: presentation times in decode order.
    public static func depth(of order: [Int64]) -> Int {
        let rank = Dictionary(zip(order.sorted(), 0...), uniquingKeysWith: { first, _ in first })
        return zip(order, 0...).map { $1 - rank[$0]! }.max() ?? 0
    }
}
