internal import ClipCore
internal import ClipSignal
internal import LibAV

/// Samples grid points of decoded pictures.
final class GridSampler {
    private var scaler: Scaler?
    private var shape: FrameShape?
    private(set) var filler: FillerSampler

    init(_ filler: FillerSampler = FillerSampler()) { self.filler = filler }

    /// The picture's points; nil for a frame without samples.
    ///
    /// - Parameter time: search filler, if the frame at that time is due.
    func grid(_ frame: borrowing Frame, at time: MediaTime? = nil) throws(AVFailure) -> PictureGrid? {
        let name = frame.pixelFormat.name ?? ""
        if name.hasPrefix("yuv"), name.contains("p"), !name.contains("be") { return sample(frame, time) }
        if shape != frame.shape {
            scaler = try Scaler(from: frame, to: .planar420)
            shape = frame.shape
        }
        return sample(try scaler!.convert(frame), time)
    }

    private func sample(_ frame: borrowing Frame, _ time: MediaTime?) -> PictureGrid? {
        guard let y = frame.plane(0), let u = frame.plane(1), let v = frame.plane(2), frame.width > 2 else {
            return nil
        }
        let shift = frame.pixelFormat.bitDepth - 8
        if let time, filler.isDue(time) {
            let (width, height) = (frame.width, frame.height)
            filler.take(
                LumaPlane(base: y.base, stride: y.stride, width: width, height: height, shift: shift),
                at: time)
        }
        let chroma = frame.chromaSize
        var luma = [UInt8](repeating: 0, count: PictureGrid.size.width * PictureGrid.size.height)
        let detail = Self.fill(&luma, y, (frame.width, frame.height), shift, PictureGrid.size)
        let half = PictureGrid.chromaSize.width * PictureGrid.chromaSize.height
        var (blue, red) = ([UInt8](repeating: 0, count: half), [UInt8](repeating: 0, count: half))
        Self.fill(&blue, u, chroma, shift, PictureGrid.chromaSize)
        Self.fill(&red, v, chroma, shift, PictureGrid.chromaSize)
        var grid = PictureGrid(luma: luma, chroma: blue + red, sharpness: detail)
        let edges = EdgeFinder(plane: y, size: (frame.width, frame.height), shift: shift).edges
        grid.set(edges, width: frame.width, height: frame.height)
        return grid
    }

    /// Fills in a plane's points; returns their mean absolute difference to the sample two columns on.
    @discardableResult private static func fill(
        _ points: inout [UInt8], _ plane: (base: UnsafeMutablePointer<UInt8>, stride: Int),
        _ size: (width: Int, height: Int), _ shift: Int, _ grid: (width: Int, height: Int)
    ) -> Float {
        var detail = 0
        let columns = (0..<grid.width).map { (2 * $0 + 1) * size.width / (2 * grid.width) }
        points.withUnsafeMutableBufferPointer { points in
            for y in 0..<grid.height {
                let row = plane.base + (2 * y + 1) * size.height / (2 * grid.height) * plane.stride
                for (x, column) in columns.enumerated() {
                    let next = min(size.width - 1, column + 2)
                    let (value, other): (Int, Int)
                    if shift > 0 {
                        let wide = UnsafeRawPointer(row).assumingMemoryBound(to: UInt16.self)
                        (value, other) = (Int(wide[column]) >> shift, Int(wide[next]) >> shift)
                    } else {
                        (value, other) = (Int(row[column]), Int(row[next]))
                    }
                    points[y * grid.width + x] = UInt8(truncatingIfNeeded: value)
                    detail += abs(value - other)
                }
            }
        }
        return Float(detail) / Float(grid.width * grid.height)
    }
}
