internal import ClipSignal
internal import Foundation

/// A picture of even size in memory of its own.
final class Picture {
    let (width, height): (Int, Int)
    private let memory: UnsafeMutablePointer<UInt8>

    init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        memory = .allocate(capacity: width * height * 3 / 2)
        memory.initialize(repeating: 128, count: width * height * 3 / 2)
    }

    deinit { memory.deallocate() }

    var count: Int { width * height * 3 / 2 }
    var bytes: Data { Data(bytes: memory, count: count) }
    var planes: Planes420 {
        let u = memory + width * height
        return Planes420(
            y: memory, u: u, v: u + width * height / 4, yStride: width, uvStride: width / 2, width: width,
            height: height)
    }

    func load(_ bytes: Data) { bytes.copyBytes(to: memory, count: count) }

    /// A slow gradient with a little grain, or noise of every code in each plane.
    func fill(isNoise: Bool) {
        var state: UInt32 = 1
        for index in 0..<count {
            state = state &* 1_664_525 &+ 1_013_904_223
            let grain = Int(state >> 24)
            memory[index] = UInt8(isNoise ? grain : 100 + (index % width) * 60 / width + grain / 64)
        }
    }
}
