/// BlazeFace's block: ReLU(skip + pointwise(depthwise(x))), with nothing between the two convolutions.
///
/// Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs", 2019, in the form of MediaPipe's
/// back-camera model.
struct ResidualBlock: Sendable {
    let depthwise: Depthwise
    let pointwise: Dense
    /// 1 pads by a pixel on all sides. 2 halves the size and pads to the right and below only, as TensorFlow's "SAME"
    /// does; its skip is the maximum of 2 by 2 pixels.
    let step: Int
    let hasSkip: Bool

    /// Channels that the input does not have start from 0 in the skip.
    func apply(to input: FeatureMap, result: inout FeatureMap) {
        let (columns, channels) = (result.width, input.channels)
        precondition(columns * step == input.width && pointwise.outputs == result.channels)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: columns * channels) { between in
            input.values.withUnsafeBufferPointer { x in
                let stride = input.stride
                for row in 0..<result.height {
                    let corner = input.index(row: row * step, column: 0)
                    // A window of stride 1 begins a pixel above and left of its own.
                    let window = step == 1 ? corner - stride - channels : corner
                    depthwise.apply(
                        to: x.baseAddress! + window, stride: stride, step: step, columns: columns,
                        result: between.baseAddress!)
                    let start = result.index(row: row, column: 0)
                    let outputs = result.channels
                    result.values.withUnsafeMutableBufferPointer { values in
                        let place = values.baseAddress! + start
                        if hasSkip {
                            skip(x.baseAddress! + corner, stride, channels, place, columns, outputs)
                        }
                        pointwise.apply(
                            to: between.baseAddress!, Dense.Window(step: channels), columns: columns,
                            result: place, adding: hasSkip, rectified: true)
                    }
                }
            }
        }
    }

    private func skip(
        _ x: UnsafePointer<Float>, _ stride: Int, _ channels: Int, _ result: UnsafeMutablePointer<Float>,
        _ columns: Int, _ outputs: Int
    ) {
        guard step == 2 else { return result.update(from: x, count: columns * channels) }
        for column in 0..<columns {
            let (pixel, place) = (x + column * 2 * channels, result + column * outputs)
            for channel in 0..<channels {
                let upper = max(pixel[channel], pixel[channel + channels])
                let lower = max(pixel[stride + channel], pixel[stride + channel + channels])
                place[channel] = max(upper, lower)
            }
            (place + channels).update(repeating: 0, count: outputs - channels)
        }
    }
}
