internal import CModels
internal import SystemLibrary

/// MediaPipe's BlazeFace for back cameras: a picture of 256 by 256 to scores and boxes at 896 anchors.
struct FaceNetwork: Sendable {
    /// Pixels a side of the input.
    static let side = 256
    /// Numbers of an anchor: centre, size, and six points, relative to the anchor, in pixels of the input.
    static let numbers = 16

    /// The input: pixels of three channels from -1 to 1. The border is TensorFlow's "SAME" for stride 2: a pixel of zeros
    /// left and above, two right and below.
    struct Input {
        static let stride = (FaceNetwork.side + 3) * 3
        var values = [Float](repeating: 0, count: (FaceNetwork.side + 3) * stride)

        /// Where the red of a pixel is.
        static func index(row: Int, column: Int) -> Int { (row + 1) * stride + (column + 1) * 3 }
    }

    /// What the layers write into: two maps of each size.
    struct Maps {
        fileprivate var levels = [(128, 24), (64, 24), (32, 48), (16, 96), (8, 96)].map { side, channels in
            let map = FeatureMap(width: side, height: side, channels: channels)
            return [map, map]
        }
    }

    /// What it finds, anchor by anchor: those of 16 by 16 cells, two each, then those of 8 by 8 cells, six each.
    struct Output {
        /// Before the sigmoid.
        var scores: [Float] = []
        /// ``FaceNetwork/numbers`` each.
        var boxes: [Float] = []
    }

    /// Loaded when it is first used.
    static let shared = FaceNetwork()

    private let entry: Dense
    private let levels: [[ResidualBlock]]
    private let scoreHeads: [Dense]
    private let boxHeads: [Dense]

    private init() {
        var reader = WeightReader(model_faces())
        let dense = { (inputs: Int, outputs: Int) in
            Dense(inputs: inputs, weights: reader.next(inputs * outputs), biases: reader.next(outputs))
        }
        entry = dense(75, 24)
        let block = { (inputs: Int, outputs: Int, step: Int, hasSkip: Bool) in
            let depthwise = Depthwise(weights: reader.next(9 * inputs), biases: reader.next(inputs))
            return ResidualBlock(
                depthwise: depthwise, pointwise: dense(inputs, outputs), step: step, hasSkip: hasSkip)
        }
        let seven = { (channels: Int) in (0..<7).map { _ in block(channels, channels, 1, true) } }
        levels = [
            seven(24), [block(24, 24, 2, true)] + seven(24), [block(24, 48, 2, true)] + seven(48),
            [block(48, 96, 2, true)] + seven(96), [block(96, 96, 2, false)],
        ]
        scoreHeads = [dense(96, 2), dense(96, 6)]
        boxHeads = [dense(96, 32), dense(96, 96)]
        precondition(reader.isAtEnd, "the model's file is too long")
    }

    func run(_ input: Input, _ maps: inout Maps) -> Output {
        enter(input, &maps.levels[0][0])
        for (level, blocks) in levels.enumerated() {
            for (index, block) in blocks.enumerated() {
                let from = index == 0 && level > 0 ? maps.levels[level - 1][0] : maps.levels[level][0]
                block.apply(to: from, result: &maps.levels[level][1])
                maps.levels[level].swapAt(0, 1)
            }
        }
        let found = [maps.levels[3][0], maps.levels[4][0]]
        return Output(
            scores: zip(scoreHeads, [2, 6]).enumerated().flatMap { Self.head($1.0, $1.1, found[$0]) },
            boxes: zip(boxHeads, [32, 96]).enumerated().flatMap { Self.head($1.0, $1.1, found[$0]) })
    }

    /// The first convolution: 5 by 5, stride 2.
    private func enter(_ input: Input, _ map: inout FeatureMap) {
        let (width, height) = (map.width, map.height)
        for row in 0..<height {
            let start = map.index(row: row, column: 0)
            input.values.withUnsafeBufferPointer { x in
                map.values.withUnsafeMutableBufferPointer { values in
                    entry.apply(
                        to: x.baseAddress! + 2 * row * Input.stride,
                        Dense.Window(step: 6, runs: 5, stride: Input.stride), columns: width,
                        result: values.baseAddress! + start, rectified: true)
                }
            }
        }
    }

    /// A head at each pixel of a map; of what it computes, `count` numbers a pixel.
    private static func head(_ head: Dense, _ count: Int, _ map: FeatureMap) -> [Float] {
        var (result, row) = ([Float](), [Float](repeating: 0, count: map.width * head.outputs))
        for y in 0..<map.height {
            map.values.withUnsafeBufferPointer { x in
                row.withUnsafeMutableBufferPointer { row in
                    head.apply(
                        to: x.baseAddress! + map.index(row: y, column: 0), Dense.Window(step: map.channels),
                        columns: map.width, result: row.baseAddress!, rectified: false)
                }
            }
            for x in 0..<map.width { result += row[x * head.outputs..<x * head.outputs + count] }
        }
        return result
    }
}
