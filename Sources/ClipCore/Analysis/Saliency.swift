/// Where a picture draws the eye: a weight per column and per row, 0 to 255.
///
/// Columns and rows are those of the coded picture, before rotation.
public struct Saliency: Hashable, Codable, Sendable, BitwiseCopyable {
    /// Number of columns of equal width.
    public static let columnCount = 32
    /// Number of rows of equal height.
    public static let rowCount = 18

    /// From left to right.
    public var columns = SIMD32<UInt8>()
    /// From top to bottom; entries from ``rowCount`` on are 0.
    public var rows = SIMD32<UInt8>()

    /// Creates a map without weights.
    public init() {}
}
