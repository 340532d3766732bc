/// The three planes of an 8-bit 4:2:0 picture in memory that somebody else owns and keeps alive.
///
/// Chroma planes have (width + 1) / 2 columns and (height + 1) / 2 rows.
public struct Planes420 {
    /// The first byte of the luma and of both chroma planes.
    public var y: UnsafeMutablePointer<UInt8>
    /// The first byte of the plane of blue differences.
    public var u: UnsafeMutablePointer<UInt8>
    /// The first byte of the plane of red differences.
    public var v: UnsafeMutablePointer<UInt8>
    /// Bytes from row to row of luma; negative where the picture stands on its head in memory.
    public var yStride: Int
    /// Bytes from row to row of each chroma plane.
    public var uvStride: Int
    /// Pixels a row, at least 1.
    public var width: Int
    /// Rows, at least 1.
    public var height: Int

    /// Planes of a picture; both chroma planes have the same stride.
    public init(
        y: UnsafeMutablePointer<UInt8>, u: UnsafeMutablePointer<UInt8>, v: UnsafeMutablePointer<UInt8>,
        yStride: Int, uvStride: Int, width: Int, height: Int
    ) {
        (self.y, self.u, self.v) = (y, u, v)
        (self.yStride, self.uvStride, self.width, self.height) = (yStride, uvStride, width, height)
    }
}
