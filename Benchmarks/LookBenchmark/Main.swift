internal import ClipCore
internal import ClipSignal
internal import Foundation

/// Runs clipfit's table of colours alone: on raw pictures for `looks.py`, or against the clock.
///
///     LookBenchmark time
///     LookBenchmark convert FILE.cube|- bt601|bt709|bt2020 tv|pc WIDTH HEIGHT < in.yuv > out.yuv
@main
enum LookBenchmark {
    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        switch (words.first, words.count) {
        case ("time", 1): measure()
        case ("convert", 6): try convert(words)
        default: print("usage: LookBenchmark time | convert CUBE|- MATRIX RANGE WIDTH HEIGHT")
        }
    }

    /// A look with everything in it.
    private static var look: Look {
        var look = Look(name: "all")
        (look.temperature, look.tint, look.contrast, look.saturation) = (0.3, 0.1, 1.2, 1.1)
        look.curves = [
            "master": [.init(x: 0.25, y: 0.22), .init(x: 0.75, y: 0.8)], "blue": [.init(x: 0, y: 0.05)],
        ]
        return look
    }

    private static func milliseconds(_ work: () -> Void) -> Double {
        let time = ContinuousClock().measure(work)
        return Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1000
    }

    private static func measure() {
        let bakes = (0..<9).map { _ in milliseconds { _ = LookTable(look) } }.sorted()
        print("bake: median \(bakes[4]) ms, best \(bakes[0]) ms")
        let table = LookTable(look)
        for (name, isNoise) in [("gradient", false), ("noise", true)] {
            let picture = Picture(width: 1920, height: 1080)
            picture.fill(isNoise: isNoise)
            let other = Picture(width: 1920, height: 1080)
            let runs = (0..<50).map { _ in
                milliseconds { table.apply(from: picture.planes, to: other.planes) }
            }
            print("1920x1080 \(name): median \(runs.sorted()[25]) ms, best \(runs.min() ?? 0) ms")
        }
    }

    private static func convert(_ words: [String]) throws {
        let cube =
            words[1] == "-" ? nil : try CubeLUT(parsing: [UInt8](Data(contentsOf: URL(filePath: words[1]))))
        let matrices: [String: ColourModel.Matrix] = ["bt601": .bt601, "bt709": .bt709, "bt2020": .bt2020]
        guard let matrix = matrices[words[2]], let width = Int(words[4]), let height = Int(words[5]) else {
            return print("wrong words")
        }
        let table = LookTable(nil, cube, from: ColourModel(matrix, isFullRange: words[3] == "pc"))
        let picture = Picture(width: width, height: height)
        while let bytes = try FileHandle.standardInput.read(upToCount: picture.count),
            bytes.count == picture.count
        {
            picture.load(bytes)
            table.apply(to: picture.planes)
            try FileHandle.standardOutput.write(contentsOf: picture.bytes)
        }
    }
}
