import ClipCore
import Foundation

/// What a look table approximates, in doubles and straight from the definitions; shares no code with it.
struct Reference {
    var look: Look?
    var matrix = (red: 0.2126, blue: 0.0722)
    var isFullRange = false
    /// Straight pieces stand for the curves here: looks under test use curves of one straight line.
    var curve: (Int, Double) -> Double = { $1 }

    /// The codes of BT.709, limited range, that a sample becomes: colours that cannot be shown are not cut off.
    func codes(_ y: Double, _ u: Double, _ v: Double) -> [Double] {
        let luma = isFullRange ? y / 255 : (y - 16) / 219
        let (cb, cr) = isFullRange ? ((u - 128) / 255, (v - 128) / 255) : ((u - 128) / 224, (v - 128) / 224)
        let red = luma + cr * (2 - 2 * matrix.red)
        let blue = luma + cb * (2 - 2 * matrix.blue)
        let green = (luma - matrix.red * red - matrix.blue * blue) / (1 - matrix.red - matrix.blue)
        let rgb = looked([red, green, blue])
        let after = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
        return [
            16 + 219 * after, 128 + 224 * (rgb[2] - after) / 1.8556, 128 + 224 * (rgb[0] - after) / 1.5748,
        ]
    }

    private func looked(_ colour: [Double]) -> [Double] {
        guard let look else { return colour }
        var gains = [pow(2, look.temperature / 4), pow(2, -look.tint / 5), pow(2, -look.temperature / 4)]
        let white = 0.2126 * gains[0] + 0.7152 * gains[1] + 0.0722 * gains[2]
        gains = gains.map { $0 / white }
        var rgb = zip(colour, gains).map { contrast($0 * $1, look.contrast) }
        let grey = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
        rgb = rgb.map { grey + ($0 - grey) * look.saturation }
        return rgb.enumerated().map { curve($0.offset, $0.element) }
    }

    private func contrast(_ x: Double, _ amount: Double) -> Double {
        if amount <= 1 { return 0.5 + amount * (x - 0.5) }
        if x <= 0 || x >= 1 { return x }
        return x < 0.5 ? 0.5 * pow(x / 0.5, amount) : 1 - 0.5 * pow((1 - x) / 0.5, amount)
    }
}

/// A picture of 4:2:0 in an array, with rows that are longer than the picture.
struct TestPicture: Equatable {
    let (width, height, gap): (Int, Int, Int)
    var bytes: [UInt8]

    init(_ width: Int, _ height: Int, gap: Int = 0) {
        (self.width, self.height, self.gap) = (width, height, gap)
        bytes = []
        bytes = [UInt8](repeating: 77, count: height * (width + gap) + 2 * rows * (columns + gap))
    }

    var columns: Int { (width + 1) / 2 }
    var rows: Int { (height + 1) / 2 }
    var uStart: Int { height * (width + gap) }
    var vStart: Int { uStart + rows * (columns + gap) }

    func luma(_ x: Int, _ y: Int) -> Int { y * (width + gap) + x }
    func u(_ x: Int, _ y: Int) -> Int { uStart + y * (columns + gap) + x }
    func v(_ x: Int, _ y: Int) -> Int { vStart + y * (columns + gap) + x }

    static func == (left: Self, right: Self) -> Bool {
        left.width == right.width && left.height == right.height && left.bytes == right.bytes
    }
}
