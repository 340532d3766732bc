extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: String {
        // As most are; a character of several scalars that is white space, `\r\n`, ends in a control.
        let isPlain = { (scalar: Unicode.Scalar?) in scalar.map { ("!"..."~").contains($0) } ?? false }
        if isPlain(unicodeScalars.first), isPlain(unicodeScalars.last) { return String(self) }
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
