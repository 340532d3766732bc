/// Where in a picture there is something to look at: how much in each column and in each row, 0 to 255.
///
/// Columns and rows are those of the picture as it is coded, not turned.
public struct Saliency: Hashable, Codable, Sendable, BitwiseCopyable {
    /// Columns of equal width.
    public static let columnCount = 32
    /// Rows of equal height.
    public static let rowCount = 18

    /// From the left to the right.
    public var columns = SIMD32<UInt8>()
    /// From above to below; those behind ``rowCount`` are 0.
    public var rows = SIMD32<UInt8>()

    /// Nothing to look at.
    public init() {}
}
