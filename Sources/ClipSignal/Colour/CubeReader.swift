/// Parses `.cube` files: Adobe's Cube LUT Specification 1.0, and DaVinci Resolve's curve before a table.
///
/// Lines end in LF, CR LF or CR; a byte order mark, comments and empty lines are skipped. DaVinci Resolve's
/// `LUT_1D_INPUT_RANGE` and `LUT_3D_INPUT_RANGE` set the same domain for all channels.
struct CubeReader {
    private var size: (count: Int, line: Int)?
    private var curveSize: (count: Int, line: Int)?
    private var curve = CubeLUT.Curve()
    private var videoRange = (takes: false, gives: false)
    private var low = SIMD3<Float>(repeating: 0)
    private var high = SIMD3<Float>(repeating: 1)
    private var domainLine: Int?
    private var nodes: [SIMD3<Float>] = []
    private var line = 0

    static func read(_ text: [UInt8]) throws(CubeError) -> CubeLUT {
        guard text.count <= CubeLUT.largestText else {
            throw CubeError("it has \(text.count) bytes, more than the \(CubeLUT.largestText) of a large LUT")
        }
        var reader = CubeReader()
        var rest = text[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        while !rest.isEmpty {
            let end = rest.firstIndex { $0 == 10 || $0 == 13 } ?? rest.endIndex
            reader.line += 1
            try reader.add(rest[..<end])
            let isPair = end + 1 < rest.endIndex && rest[end] == 13 && rest[end + 1] == 10
            rest = rest[min(rest.endIndex, end + (isPair ? 2 : 1))...]
        }
        return try reader.finish()
    }

    private mutating func add(_ text: ArraySlice<UInt8>) throws(CubeError) {
        let words = text.split { $0 == 32 || $0 == 9 }
        guard let first = words.first?.first, first != UInt8(ascii: "#") else { return }
        if first >= UInt8(ascii: "A") && words[0].allSatisfy({ $0 == 95 || $0 >= 48 }) && !isNumber(words[0])
        {
            try addKeyword(String(decoding: words[0], as: UTF8.self), words.dropFirst())
        } else {
            try addNode(words)
        }
    }

    /// `nan` and `inf` start with letters, but are invalid numbers, not keywords.
    private func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
        Float(String(decoding: word, as: UTF8.self)) != nil
    }

    private mutating func addKeyword(_ name: String, _ words: ArraySlice<ArraySlice<UInt8>>) throws(CubeError)
    {
        guard name == "TITLE" || (nodes.isEmpty && curve.nodes.isEmpty) else {
            throw CubeError(
                "\(name) stands behind the first colour, where only colours are expected", line: line)
        }
        switch name {
        case "TITLE": break
        case "LUT_3D_SIZE": try set(&size, 2...65, name, words)
        case "LUT_1D_SIZE": try set(&curveSize, 2...65536, name, words)
        case "LUT_1D_INPUT_RANGE":
            let ends = try numbers(words, 2, name)
            (curve.low, curve.high, domainLine) = (SIMD3(repeating: ends[0]), SIMD3(repeating: ends[1]), line)
        case "LUT_IN_VIDEO_RANGE": videoRange.takes = true
        case "LUT_OUT_VIDEO_RANGE": videoRange.gives = true
        case "DOMAIN_MIN": (low, domainLine) = (try vector(words, name), line)
        case "DOMAIN_MAX": (high, domainLine) = (try vector(words, name), line)
        case "LUT_3D_INPUT_RANGE":
            let ends = try numbers(words, 2, name)
            (low, high, domainLine) = (SIMD3(repeating: ends[0]), SIMD3(repeating: ends[1]), line)
        default:
            throw CubeError(
                "the keyword \(name.shown) is unknown; TITLE, LUT_1D_SIZE, LUT_3D_SIZE, DOMAIN_MIN or DOMAIN_MAX was expected",
                line: line)
        }
    }

    private func set(
        _ size: inout (count: Int, line: Int)?, _ range: ClosedRange<Int>, _ name: String,
        _ words: ArraySlice<ArraySlice<UInt8>>
    ) throws(CubeError) {
        if let size { throw CubeError("\(name) stands in line \(size.line) already", line: line) }
        let text = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        guard let count = Int(text), range.contains(count) else {
            throw CubeError(
                "\(name) is \(text.shown); a whole number from \(range.lowerBound) to \(range.upperBound) was expected",
                line: line)
        }
        size = (count, line)
    }

    private mutating func addNode(_ words: [ArraySlice<UInt8>]) throws(CubeError) {
        guard size != nil || curveSize != nil else {
            let text = String(decoding: words[0], as: UTF8.self)
            throw CubeError("\(text.shown) stands where LUT_3D_SIZE was expected", line: line)
        }
        let colour = try vector(words[...], "a colour")
        if let curveSize, curve.nodes.count < curveSize.count { return curve.nodes.append(colour) }
        guard let size else {
            throw CubeError("more values than the \(curve.nodes.count) of LUT_1D_SIZE", line: line)
        }
        guard nodes.count < size.count * size.count * size.count else {
            throw CubeError(
                "more colours than the \(size.count)³ = \(nodes.count) that LUT_3D_SIZE in line \(size.line) tells",
                line: line)
        }
        nodes.append(colour)
    }

    private func vector(_ words: ArraySlice<ArraySlice<UInt8>>, _ what: String) throws(CubeError) -> SIMD3<
        Float
    > {
        let found = try numbers(words, 3, what)
        return SIMD3(found[0], found[1], found[2])
    }

    private func numbers(
        _ words: ArraySlice<ArraySlice<UInt8>>, _ count: Int, _ what: String
    ) throws(CubeError) -> [Float] {
        guard words.count == count else {
            throw CubeError("\(what) has \(words.count) numbers; \(count) were expected", line: line)
        }
        var found: [Float] = []
        for word in words {
            let text = String(decoding: word, as: UTF8.self)
            guard let number = Float(text) else {
                throw CubeError("\(text.shown) is no number", line: line)
            }
            guard number.isFinite else { throw CubeError("\(text.shown) is not a finite number", line: line) }
            guard abs(number) <= CubeLUT.largestValue else {
                throw CubeError("\(text.shown) is far from a colour: -16 to 16 was expected", line: line)
            }
            found.append(number)
        }
        return found
    }

    private func finish() throws(CubeError) -> CubeLUT {
        guard size != nil || curveSize != nil else {
            throw CubeError("there is no LUT_3D_SIZE in it", hint: "is it the text of a .cube file?")
        }
        guard curve.nodes.count == curveSize?.count ?? 0 else {
            throw CubeError(
                "it ends after \(curve.nodes.count) values of LUT_1D_SIZE \(curveSize?.count ?? 0)",
                line: line, hint: "is the file complete?")
        }
        let size = size ?? (count: 0, line: 0)
        let wanted = size.count * size.count * size.count
        guard nodes.count == wanted else {
            throw CubeError(
                "it ends after \(nodes.count) colours; \(size.count)³ = \(wanted) were expected", line: line,
                hint: "is the file complete?")
        }
        var curve = curve
        // The domain of a file with one table is that table's.
        if size.count == 0, low != .zero || high != .one { (curve.low, curve.high) = (low, high) }
        for (low, high) in [(low, high), (curve.low, curve.high)] {
            for channel in 0..<3 where high[channel] - low[channel] < 1e-3 {
                throw CubeError(
                    "the domain goes from \(low[channel]) to \(high[channel]); a rising one was expected",
                    line: domainLine)
            }
        }
        var cube = CubeLUT(size: size.count, low: low, high: high, nodes: nodes)
        cube.curve = curveSize == nil ? nil : curve
        (cube.takesVideoRange, cube.givesVideoRange) = videoRange
        return cube
    }
}

extension CubeLUT {
    /// The maximum size of a file in bytes: 65³ lines of 60 bytes each.
    static let largestText = 16 << 20
    /// The largest magnitude of a number in a file.
    static let largestValue: Float = 16

    /// Parses a `.cube` file.
    ///
    /// - Throws: if it has more than 16 MiB, a size outside 2 to 65 (of a curve 65,536), too few or too many colours, numbers
    ///   that are not finite or beyond ±16, a domain that is not ascending, or an unknown
    ///   keyword, which might change the colours.
    public init(parsing text: [UInt8]) throws(CubeError) { self = try CubeReader.read(text) }
}

extension String {
    /// The first 40 characters in quotes, for a message.
    fileprivate var shown: String { "\"\(prefix(40))\(count > 40 ? "…" : "")\"" }
}

/// Why a text is not a valid LUT, with the line at fault.
public struct CubeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1; nil for the whole file.
    public let line: Int?
    /// The problem and the expected content: lower case, without full stop.
    public let message: String
    /// Advice; nil for none.
    public let hint: String?

    init(_ message: String, line: Int? = nil, hint: String? = nil) {
        (self.message, self.line, self.hint) = (message, line, hint)
    }

    /// The text form: `line 7: "nan" is not a finite number`.
    public var description: String { line.map { "line \($0): \(message)" } ?? message }
}
