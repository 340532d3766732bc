internal import ClipSignal
internal import LibAV

/// Averages a decoded picture's cells for flash detection.
final class FlashSampler {
    private var scaler: Scaler?
    private var shape: FrameShape?

    /// The picture's cells; nil for a frame without samples.
    func grid(_ frame: borrowing Frame, _ model: ColourModel) throws(AVFailure) -> FlashGrid? {
        let name = frame.pixelFormat.name ?? ""
        var model = model
        if name == "yuvj420p" { model.isFullRange = true }
        if name == "yuv420p" || name == "yuvj420p" { return sample(frame, model) }
        if shape != frame.shape {
            scaler = try Scaler(from: frame, to: .planar420)
            shape = frame.shape
        }
        // swscale's result has limited range for full-range pictures, and is BT.601 for RGB ones.
        if name.hasPrefix("yuvj") { model.isFullRange = false }
        if !frame.pixelFormat.isYUV { model = ColourModel(.bt601) }
        return sample(try scaler!.convert(frame), model)
    }

    private func sample(_ frame: borrowing Frame, _ model: ColourModel) -> FlashGrid? {
        guard let y = frame.plane(0), let u = frame.plane(1), let v = frame.plane(2), frame.width > 0,
            frame.height > 0
        else { return nil }
        let chroma = frame.chromaSize
        return FlashGrid(
            luma: Self.means(y, (frame.width, frame.height)), blue: Self.means(u, chroma),
            red: Self.means(v, chroma), model)
    }

    /// Cell means over about eight rows each, using every sample of a row.
    private static func means(
        _ plane: (base: UnsafeMutablePointer<UInt8>, stride: Int), _ size: (width: Int, height: Int)
    ) -> [Float] {
        let side = FlashGrid.side
        let columns = (0...side).map { $0 * size.width / side }
        let step = max(1, size.height / side / 8)
        var means = [Float](repeating: 0, count: side * side)
        for cellRow in 0..<side {
            let top = min(size.height - 1, cellRow * size.height / side)
            let bottom = max(top + 1, (cellRow + 1) * size.height / side)
            for column in 0..<side {
                let left = min(size.width - 1, columns[column])
                let right = max(left + 1, columns[column + 1])
                var (sum, count) = (0, 0)
                for row in stride(from: top, to: bottom, by: step) {
                    let line = plane.base + row * plane.stride
                    for x in left..<right { sum &+= Int(line[x]) }
                    count &+= right - left
                }
                means[cellRow * side + column] = Float(sum) / Float(max(1, count))
            }
        }
        return means
    }
}
