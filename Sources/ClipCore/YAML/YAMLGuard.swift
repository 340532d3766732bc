/// Checks a YAML file before it is parsed.
enum YAMLGuard {
    /// Decodes the bytes as text.
    ///
    /// - Throws: for too many bytes, invalid UTF-8, unprintable characters, more aliases than `aliases`.
    static func text(_ bytes: [UInt8], aliases: Int) throws(ConfigurationProblem) -> String {
        guard bytes.count <= YAMLReader.maximumBytes else {
            throw ConfigurationProblem(
                "", line: 1, column: 1,
                "the file has \(bytes.count) bytes, more than \(YAMLReader.maximumBytes)")
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw firstProblem(String(decoding: bytes, as: UTF8.self), aliases: aliases)
                ?? ConfigurationProblem("", line: 1, column: 1, "the file is not UTF-8")
        }
        if let problem = firstProblem(text, aliases: aliases) { throw problem }
        return text
    }

    private static func firstProblem(_ text: String, aliases: Int) -> ConfigurationProblem? {
        var (line, column, seen) = (1, 0, 0)
        var before: Unicode.Scalar = "\n"
        var firstAlias: (line: Int, column: Int)?
        for scalar in text.unicodeScalars {
            column += 1
            if let what = objection(to: scalar) {
                return ConfigurationProblem("", line: line, column: column, what)
            }
            if scalar == "*" || scalar == "&", " \n[{,-:?".unicodeScalars.contains(before) {
                firstAlias = firstAlias ?? (line, column)
                if scalar == "*" { seen += 1 }
            }
            if scalar == "\n" { (line, column) = (line + 1, 0) }
            before = scalar
        }
        guard seen > aliases, let firstAlias else { return nil }
        return ConfigurationProblem(
            "", line: firstAlias.line, column: firstAlias.column, "anchors and aliases are not allowed",
            hint: "write the value out")
    }

    /// U+2028, U+2029 and U+0085 end a line in YAML 1.1, but nowhere else.
    private static func objection(to scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: nil
        case 0xFFFD: "this is not UTF-8"
        case ..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE, 0xFFFF:
            "the character U+\(hex(scalar.value)) is not allowed"
        default: nil
        }
    }

    private static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
