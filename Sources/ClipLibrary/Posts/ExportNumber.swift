/// Parses figures in exports: `5,431`, `1.2K`, `1,2万`, `0:00:34`, `101,3 %`.
enum ExportNumber {
    /// Texts that mean "unknown".
    private static let missing: Set<String> = ["", "-", "--", "—", "–", "undefined", "null", "n/a"]

    static func isMissing(_ text: String) -> Bool {
        // None of them begins with a digit.
        if let first = text.utf8.first, (0x30...0x39).contains(first) { return false }
        return missing.contains(text.lowercased())
    }

    /// A count from 0 to 10^12; nil otherwise. Platforms group thousands, our own table does not.
    static func count(_ text: String, isOwn: Bool) -> Double? {
        let text = plain(text)
        let value = (isOwn ? Double(text) : nil) ?? ChartNumber.read(text)?.value
        return value.flatMap { (0...1e12).contains($0) ? $0 : nil }
    }

    /// A decimal number: a single sign is the decimal one; of two kinds, the last.
    static func decimal(_ text: String) -> Double? {
        var digits = plain(text)
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." || $0 == "," }) else { return nil }
        if let last = digits.lastIndex(where: { $0 == "." || $0 == "," }) {
            let whole = digits[..<last].filter(\.isNumber)
            digits = whole + "." + digits[digits.index(after: last)...]
        }
        return Double(digits).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }

    /// Seconds: `34`, `34.5s`, `1:02`, `0:00:34`; up to a day.
    static func seconds(_ text: String) -> Double? { sum(text).flatMap { $0 <= 86_400 ? $0 : nil } }

    private static func sum(_ text: String) -> Double? {
        var text = plain(text)
        if text.hasSuffix("s") { text.removeLast() }
        var seconds = 0.0
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 3 else { return nil }
        for part in parts {
            guard let value = decimal(String(part)) else { return nil }
            seconds = seconds * 60 + value
        }
        return seconds
    }

    /// A share: with `%` or `isPercent`, percent; otherwise also percent above 1, unless `isOwn`.
    static func share(_ text: String, isPercent: Bool = false, isOwn: Bool = false) -> Double? {
        let hasSign = text.contains("%") || text.contains("％")
        let value = (isOwn ? Double(text) : nil) ?? decimal(text.filter { $0 != "%" && $0 != "％" })
        guard let value, value.isFinite, value >= 0 else { return nil }
        return isPercent || hasSign || value > 1 && !isOwn ? value / 100 : value
    }

    /// Removes white space and marks; converts digits to ASCII.
    private static func plain(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) { return text }
        var result = ""
        for character in text where !character.isWhitespace {
            if let digit = character.wholeNumberValue, (0...9).contains(digit) {
                result += "\(digit)"
            } else if character == "，" || character == "．" {
                result.append(character == "，" ? "," : ".")
            } else if !character.unicodeScalars.allSatisfy({ $0.properties.generalCategory == .format }) {
                result.append(character)
            }
        }
        return result
    }
}

extension ExportNumber {
    /// Total watch time of all viewers in seconds: `12345`, `1:02:03`, `3h:2m:1s`, `1h 2m`.
    static func playTime(_ text: String) -> Double? {
        guard text.contains(where: { "hm".contains($0) }) else {
            return text.contains(":") ? sum(text) : decimal(text)
        }
        var (total, run) = (0.0, "")
        for character in text.lowercased() where !character.isWhitespace && character != ":" {
            guard let factor = ["d": 86_400.0, "h": 3600, "m": 60, "s": 1][character] else {
                run.append(character)
                continue
            }
            guard let value = decimal(run) else { return nil }
            total += value * factor
            run = ""
        }
        return run.isEmpty ? total : nil
    }
}
