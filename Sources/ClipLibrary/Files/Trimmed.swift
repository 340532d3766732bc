extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: String {
        // The usual case; `\r\n`, a white-space character of several scalars, ends in a control.
        let isPlain = { (scalar: Unicode.Scalar?) in scalar.map { ("!"..."~").contains($0) } ?? false }
        if isPlain(unicodeScalars.first), isPlain(unicodeScalars.last) { return String(self) }
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
