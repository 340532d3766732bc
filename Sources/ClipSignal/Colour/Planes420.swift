/// The planes of an 8-bit 4:2:0 picture.
public typealias Planes420 = SampledPlanes420<UInt8>

/// Pointers to the three planes of a 4:2:0 picture; the caller owns the memory and keeps it alive.
///
/// Chroma planes have (width + 1) / 2 columns and (height + 1) / 2 rows.
public struct SampledPlanes420<Sample> {
    /// First sample of the luma plane.
    public var y: UnsafeMutablePointer<Sample>
    /// First sample of the blue chroma plane (Cb).
    public var u: UnsafeMutablePointer<Sample>
    /// First sample of the red chroma plane (Cr).
    public var v: UnsafeMutablePointer<Sample>
    /// Samples between rows of luma; negative if the picture is stored upside down.
    public var yStride: Int
    /// Samples between rows of each chroma plane.
    public var uvStride: Int
    /// Pixels per row, at least 1.
    public var width: Int
    /// Number of rows, at least 1.
    public var height: Int

    /// Creates the planes of a picture; both chroma planes share a stride.
    public init(
        y: UnsafeMutablePointer<Sample>, u: UnsafeMutablePointer<Sample>, v: UnsafeMutablePointer<Sample>,
        yStride: Int, uvStride: Int, width: Int, height: Int
    ) {
        (self.y, self.u, self.v) = (y, u, v)
        (self.yStride, self.uvStride, self.width, self.height) = (yStride, uvStride, width, height)
    }
}
