/// Parses counts as people and tools write them: `5431`, `5,431`, `5.431`, `1.2K`, `3,4 jt`.
enum ChartNumber {
    /// Factors by suffix as interfaces in English, Indonesian, Spanish, Portuguese, Italian, German, Turkish,
    /// Russian, Vietnamese, Korean, Chinese and Japanese abbreviate them. An ending precedes its own parts.
    private static let factors: [(suffix: String, factor: Double)] = [
        ("mila", 1e3), ("mil", 1e3), ("ribu", 1e3), ("rb", 1e3), ("bin", 1e3), ("tsd.", 1e3), ("tsd", 1e3),
        ("тыс.", 1e3), ("тыс", 1e3), ("nghìn", 1e3), ("천", 1e3), ("k", 1e3), ("万", 1e4), ("萬", 1e4),
        ("만", 1e4), ("juta", 1e6), ("jt", 1e6), ("mio.", 1e6), ("mio", 1e6), ("mln", 1e6), ("млн", 1e6),
        ("mn", 1e6), ("mi", 1e6), ("tr", 1e6), ("m", 1e6), ("億", 1e8), ("亿", 1e8), ("억", 1e8), ("b", 1e9),
    ]

    /// The number in `text`; nil if it is not a number or not finite.
    ///
    /// One separator before three digits groups thousands (`5.431` is 5431); a point sets `isAmbiguous`,
    /// because it could be decimal. With a suffix a point is always decimal. With both signs, the last one is
    /// decimal.
    static func read(_ text: String) -> (value: Double, isAmbiguous: Bool)? {
        var digits = String(
            text.lowercased().unicodeScalars.filter { !$0.properties.isWhitespace && $0 != "'" && $0 != "’" })
        var factor: Double?
        for (suffix, value) in factors where digits.hasSuffix(suffix) {
            digits.removeLast(suffix.count)
            factor = value
            break
        }
        guard let (plain, isAmbiguous) = plainDecimal(digits, hasSuffix: factor != nil),
            let value = Double(plain), value.isFinite, (value * (factor ?? 1)).isFinite
        else { return nil }
        return (value * (factor ?? 1), isAmbiguous)
    }

    /// The number in plain digits with a decimal point.
    private static func plainDecimal(_ text: String, hasSuffix: Bool) -> (String, isAmbiguous: Bool)? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2C }),
            text.utf8.first.map({ (0x30...0x39).contains($0) }) == true
        else { return nil }
        let marks = text.filter { $0 == "." || $0 == "," }
        guard let last = marks.last else { return (text, false) }
        if Set(marks).count == 2 {
            guard marks.filter({ $0 == last }).count == 1 else { return nil }
            let parts = text.split(separator: last, omittingEmptySubsequences: false)
            return ungrouped(String(parts[0])).map { ("\($0).\(parts[1])", false) }
        }
        let groups = text.split(separator: last, omittingEmptySubsequences: false)
        let isGrouped = ungrouped(text) != nil && !(hasSuffix && last == "." && marks.count == 1)
        if isGrouped { return (groups.joined(), last == "." && marks.count == 1) }
        guard marks.count == 1, !groups[1].isEmpty else { return nil }
        return ("\(groups[0]).\(groups[1])", false)
    }

    /// Removes group separators; nil if the groups are invalid. A number that begins with 0 has no groups.
    private static func ungrouped(_ text: String) -> String? {
        let groups = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard
            groups.count == 1
                || (1...3).contains(groups[0].count) && groups[0] != "0"
                    && groups.dropFirst().allSatisfy({ $0.count == 3 })
        else { return nil }
        return groups.joined()
    }
}
