internal import CModels

/// Reads a model's tensors one behind the other, as `Media/models/models.json` lists them.
struct WeightReader {
    private var rest: UnsafeBufferPointer<UInt16>

    init(_ weights: model_weights) {
        rest = UnsafeBufferPointer(start: weights.halves, count: weights.count)
    }

    /// Whether everything was read.
    var isAtEnd: Bool { rest.isEmpty }

    /// The next `count` numbers, as half floats hold them.
    mutating func next(_ count: Int) -> [Float] {
        precondition(count <= rest.count, "the model's file is too short")
        defer { rest = UnsafeBufferPointer(rebasing: rest.dropFirst(count)) }
        return rest.prefix(count).map(Float.init(half:))
    }

    /// The next `count` numbers, which are sums of a half float and of what rounding to it lost.
    mutating func nextPrecise(_ count: Int) -> [Float] { zip(next(count), next(count)).map(+) }
}

extension Float {
    /// A finite IEEE half float. Multiplying moves the exponent's bias from 15 to 127, subnormal numbers included.
    init(half bits: UInt16) {
        let magnitude = Float(bitPattern: UInt32(bits & 0x7FFF) << 13) * 0x1p112
        self.init(bitPattern: magnitude.bitPattern | UInt32(bits & 0x8000) << 16)
    }
}
