/// Pointers to the three planes of an 8-bit 4:2:0 picture; the caller owns the memory and keeps it alive.
///
/// Chroma planes have (width + 1) / 2 columns and (height + 1) / 2 rows.
public struct Planes420 {
    /// First byte of the luma plane.
    public var y: UnsafeMutablePointer<UInt8>
    /// First byte of the blue chroma plane (Cb).
    public var u: UnsafeMutablePointer<UInt8>
    /// First byte of the red chroma plane (Cr).
    public var v: UnsafeMutablePointer<UInt8>
    /// Bytes between rows of luma; negative if the picture is stored upside down.
    public var yStride: Int
    /// Bytes between rows of each chroma plane.
    public var uvStride: Int
    /// Pixels per row, at least 1.
    public var width: Int
    /// Number of rows, at least 1.
    public var height: Int

    /// Creates the planes of a picture; both chroma planes share a stride.
    public init(
        y: UnsafeMutablePointer<UInt8>, u: UnsafeMutablePointer<UInt8>, v: UnsafeMutablePointer<UInt8>,
        yStride: Int, uvStride: Int, width: Int, height: Int
    ) {
        (self.y, self.u, self.v) = (y, u, v)
        (self.yStride, self.uvStride, self.width, self.height) = (yStride, uvStride, width, height)
    }
}
