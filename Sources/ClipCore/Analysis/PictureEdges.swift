/// Black at the edges of a picture, in coded pixels: a letterbox or dark content.
public struct PictureEdges: Hashable, Codable, Sendable, BitwiseCopyable {
    /// The black at one edge.
    public struct Edge: Hashable, Codable, Sendable, BitwiseCopyable {
        /// Rows or columns that are completely black.
        public var depth: UInt16
        /// Much of the picture right behind them is not black, as where a bar ends.
        public var isSharp: Bool

        /// Creates an edge with this depth.
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
