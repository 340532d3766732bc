/// Black at the edges of a picture, in coded pixels: bars, or what is dark there.
public struct PictureEdges: Hashable, Codable, Sendable, BitwiseCopyable {
    /// What is black at one edge.
    public struct Edge: Hashable, Codable, Sendable, BitwiseCopyable {
        /// Rows or columns that are black all along.
        public var depth: UInt16
        /// Much of the picture is not black right behind them, as where a bar ends.
        public var isSharp: Bool

        /// An edge of that depth.
        public init(_ depth: Int, isSharp: Bool) {
            (self.depth, self.isSharp) = (UInt16(clamping: depth), isSharp)
        }

        /// No black.
        public static let none = Edge(0, isSharp: true)
    }

    /// Above.
    public var top = Edge.none
    /// Below.
    public var bottom = Edge.none
    /// On the left.
    public var left = Edge.none
    /// On the right.
    public var right = Edge.none

    /// No black.
    public init() {}
}
