import Testing

@testable import ClipSignal

struct CubeReaderTests {
    /// A table of two nodes a dimension that changes nothing, as lines.
    static let colours = (0..<8).map { "\($0 & 1) \($0 >> 1 & 1) \($0 >> 2)" }
    static let valid = ["LUT_3D_SIZE 2"] + colours

    private func read(_ lines: [String], by newline: String = "\n") throws(CubeError) -> CubeLUT {
        try CubeLUT(parsing: Array(lines.joined(separator: newline).utf8))
    }

    private func text(_ lines: [String]) -> [UInt8] { Array(lines.joined(separator: "\n").utf8) }

    /// The lines of a valid file, with line `number` (from 1) replaced, or left out where `line` is nil.
    private static func valid(_ number: Int, _ line: String?) -> [String] {
        var lines = valid
        if let line { lines[number - 1] = line } else { lines.remove(at: number - 1) }
        return lines
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `any end of line will do, a last one is not needed`(newline: String) throws {
        let plain = try read(Self.valid, by: newline)
        #expect(plain.size == 2)
        #expect(plain.nodes[1] == SIMD3(1, 0, 0))
        #expect(plain.nodes[6] == SIMD3(0, 1, 1))
        #expect(try read(Self.valid + [""], by: newline) == plain)
    }

    @Test func `comments, titles, tabs, empty lines and a byte order mark are passed over`() throws {
        let lines =
            ["\u{FEFF}# made by hand", "TITLE \"a b\"", "", "\tLUT_3D_SIZE\t2", "# 1 2", "  "] + Self.colours
        #expect(try read(lines) == read(Self.valid))
    }

    @Test func `a comment need not be UTF-8`() throws {
        #expect(try CubeLUT(parsing: [35, 0xE9, 10] + text(Self.valid)) == read(Self.valid))
    }

    @Test func `the domain is read for each channel, or for all as Resolve writes it`() throws {
        let own = try read(["DOMAIN_MIN -1 0 0.5", "DOMAIN_MAX 1 2 3"] + Self.valid)
        #expect(own.low == SIMD3(-1, 0, 0.5) && own.high == SIMD3(1, 2, 3))
        let common = try read(["LUT_3D_INPUT_RANGE 0.25 4"] + Self.valid)
        #expect(common.low == SIMD3(repeating: 0.25) && common.high == SIMD3(repeating: 4))
    }

    @Test(arguments: [
        (valid(4, "nan 0 0"), 4, "not a finite number"),
        (valid(9, "0 inf 0"), 9, "not a finite number"),
        (valid(5, "0 -Infinity 0"), 5, "not a finite number"),
        (valid(5, "0 1e30 0"), 5, "-16 to 16"),
        (valid(5, "0 -17 0"), 5, "-16 to 16"),
        (valid(5, "0 1e9999 0"), 5, "number"),
        (valid(5, "0 0,5 0"), 5, "is no number"),
        (valid(2, "0 0"), 2, "has 2 numbers; 3"),
        (valid(2, "0 0 0 0"), 2, "has 4 numbers; 3"),
        (valid(9, nil), 8, "it ends after 7 colours; 2³ = 8"),
        (valid + ["0 0 0"], 10, "more colours than the 2³ = 8"),
        (valid(1, "LUT_3D_SIZE 1"), 1, "from 2 to 65"),
        (valid(1, "LUT_3D_SIZE 66"), 1, "from 2 to 65"),
        (valid(1, "LUT_3D_SIZE -2"), 1, "from 2 to 65"),
        (valid(1, "LUT_3D_SIZE two"), 1, "from 2 to 65"),
        (valid(1, "LUT_3D_SIZE"), 1, "from 2 to 65"),
        (["LUT_3D_SIZE 2"] + valid, 2, "stands in line 1 already"),
        (valid(1, nil), 1, "where LUT_3D_SIZE was expected"),
        (["DOMAIN_MIN 0 1 0", "DOMAIN_MAX 1 0 1"] + valid, 2, "from 1.0 to 0.0; a rising"),
        (["DOMAIN_MAX 1 0 1"] + valid, 1, "a rising one"),
        (["DOMAIN_MAX nan 1 1"] + valid, 1, "not a finite number"),
        (["DOMAIN_MIN 0 0"] + valid, 1, "DOMAIN_MIN has 2 numbers; 3"),
        (valid + ["DOMAIN_MIN 0 0 0"], 10, "stands behind the first colour"),
        (["LUT_1D_SIZE 3", "0 0 0", "1 1 1"], 3, "it ends after 2 values of LUT_1D_SIZE 3"),
        (["LUT_1D_SIZE 2", "0 0 0", "1 1 1", "1 1 1"], 4, "more values than the 2"),
        (["LUT_1D_SIZE 1"], 1, "from 2 to 65536"),
        (["", "LUT_FROM_THE_FUTURE 1"] + valid, 2, "\"LUT_FROM_THE_FUTURE\" is unknown"),
        (["<html>"], 1, "LUT_3D_SIZE was expected"),
    ])
    func `what is wrong is told with its line`(lines: [String], line: Int, words: String) {
        let error = #expect(throws: CubeError.self) { try read(lines) }
        #expect(error?.line == line)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        #expect(error?.description.hasPrefix("line \(line): ") == true)
    }

    @Test func `a curve, and a curve before a table, are applied`() throws {
        let curve = ["LUT_1D_SIZE 3", "LUT_1D_INPUT_RANGE 0 2", "0 0 1", "0.5 1 0.5", "1 1 0"]
        let half = SIMD3<Float>(0.25, 0.5, 0.75)
        #expect(try read(curve).colour(at: SIMD3(repeating: 0.5)) == half)
        #expect(try read(curve).colour(at: SIMD3(repeating: 5)) == SIMD3(1, 1, 0))
        let table = (0..<8).map { "\(1 - $0 & 1) \(1 - $0 >> 1 & 1) \(1 - $0 >> 2)" }
        let both = ["LUT_1D_SIZE 3", "LUT_3D_SIZE 2", "LUT_1D_INPUT_RANGE 0 2"] + curve[2...] + table
        #expect(try read(both).colour(at: SIMD3(repeating: 0.5)) == 1 - half)
    }

    @Test func `video range is what the table takes and gives`() throws {
        let ramp = ["LUT_1D_SIZE 2", "0 0 0", "1 1 1"]
        let black = try read(["LUT_IN_VIDEO_RANGE"] + ramp).colour(at: .zero)
        #expect(abs(black.x - 16 / 255) < 1e-6)
        let white = try read(["LUT_OUT_VIDEO_RANGE"] + ramp).colour(at: SIMD3(repeating: 235 / 255))
        #expect(abs(white.x - 1) < 1e-6)
    }

    @Test func `an empty text, a truncated one and one without an end are refused`() {
        #expect(throws: CubeError.self) { try CubeLUT(parsing: []) }
        #expect(throws: CubeError.self) { try read(["# nothing"]) }
        #expect(throws: CubeError.self) { try CubeLUT(parsing: text(Self.valid).dropLast(8) + []) }
        let large = [UInt8](repeating: 10, count: 16 << 20)
        #expect(throws: CubeError("there is no LUT_3D_SIZE in it", hint: "is it the text of a .cube file?")) {
            try CubeLUT(parsing: Array(large.prefix(1000)))
        }
        let error = #expect(throws: CubeError.self) { try CubeLUT(parsing: large + [10]) }
        #expect(error?.message.contains("16777217 bytes") == true)
    }
}
