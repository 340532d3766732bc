extension Unicode.Scalar {
    /// A character that controls a terminal or text direction, without being visible. C0 and C1 control characters,
    /// DEL, and the marks, embeddings, overrides and isolates of bidirectional text (Unicode Standard Annex 9).
    public var isSteering: Bool {
        switch value {
        case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

extension String {
    /// The text with control characters escaped as `\n` or `\\u{1B}`, so that it cannot control a terminal.
    public var printable: String { spellingOut(except: []) }

    /// As ``printable``, but keeps line feeds and tabs.
    public var printableLines: String { spellingOut(except: ["\n", "\t"]) }

    private func spellingOut(except kept: Set<Unicode.Scalar>) -> String {
        // Control characters outside ASCII start with these bytes in UTF-8.
        guard utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || [0xC2, 0xD8, 0xE2].contains($0) }) else {
            return self
        }
        var result = ""
        for scalar in unicodeScalars {
            if scalar.isSteering, !kept.contains(scalar) {
                result += scalar.escaped(asASCII: true)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// JSON with the control characters in its strings escaped as `\\u202e`: the same values for every
    /// parser. Line feeds between values stay.
    public var steeringEscapedInJSON: String {
        guard utf8.contains(where: { $0 == 0x7F || [0xC2, 0xD8, 0xE2].contains($0) }) else { return self }
        var result = ""
        for scalar in unicodeScalars {
            if scalar.isSteering, scalar.value >= 0x7F {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
