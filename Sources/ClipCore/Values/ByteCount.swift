/// Parses byte counts as people write them.
public enum ByteCount {
    private static let units: [(String, Int64)] = [
        ("kib", 1 << 10), ("mib", 1 << 20), ("gib", 1 << 30), ("kb", 1000), ("mb", 1_000_000),
        ("gb", 1_000_000_000), ("", 1),
    ]

    /// Parses `16000000`, `16MB` (1,000,000 each) or `15.5 MiB` (1,048,576 each); nil if invalid, below 1 or
    /// above 10^15.
    public static func bytes(_ text: String) -> Int64? {
        let word = text.lowercased()
        guard let unit = units.first(where: { word.hasSuffix($0.0) }) else { return nil }
        var number = word.dropLast(unit.0.count)
        while number.last == " " { number = number.dropLast() }
        guard number.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }), let value = Double(number),
            case let bytes = (value * Double(unit.1)).rounded(), (1...1e15).contains(bytes)
        else { return nil }
        return Int64(bytes)
    }
}
