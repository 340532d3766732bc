/// A piece of a YAML file with its place: no anchors, no aliases, no tags, keys are text and occur once.
public struct YAMLNode: Hashable, Sendable {
    /// A key of a mapping with its own place, and its value.
    public struct Pair: Hashable, Sendable {
        /// The key.
        public let key: String
        /// The key's line, from 1.
        public let line: Int
        /// The key's column, from 1.
        public let column: Int
        /// What stands behind it.
        public let value: YAMLNode
    }

    /// What a piece of YAML is.
    public indirect enum Content: Hashable, Sendable {
        /// Text; `isPlain` without quotes, so that it may mean a number or a truth value.
        case scalar(String, isPlain: Bool)
        /// A sequence.
        case list([YAMLNode])
        /// A mapping, in the file's order.
        case map([Pair])
    }

    /// What it is.
    public let content: Content
    /// The line where it starts, from 1.
    public let line: Int
    /// The column where it starts, from 1.
    public let column: Int

    /// The whole number that a scalar without quotes means; nil for anything else.
    public var integer: Int? {
        guard let number, let exact = Int(exactly: number) else { return nil }
        return exact
    }

    /// The finite number that a scalar without quotes means, written as in JSON (`+` and `.5` too).
    public var number: Double? {
        guard case .scalar(let text, true) = content, Self.looksNumeric(text) else { return nil }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    /// What `true` and `false` without quotes mean; `yes` and `on` are text.
    public var flag: Bool? {
        guard case .scalar(let text, true) = content else { return nil }
        return ["true", "True", "TRUE"].contains(text)
            ? true : ["false", "False", "FALSE"].contains(text) ? false : nil
    }

    /// The text of a scalar that means nothing else: no number (in any notation of YAML 1.2), truth value, null or merge
    /// key without quotes.
    public var text: String? {
        guard case .scalar(let text, let isPlain) = content else { return nil }
        return isPlain && (isNull || flag != nil || Self.looksNumeric(text) || Self.isSpecial(text))
            ? nil : text
    }

    /// Nothing stands there, or `null`.
    public var isNull: Bool {
        guard case .scalar(let text, true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// What it is, for messages: `a list`, `the number 5`.
    public var description: String {
        switch content {
        case .list: "a list"
        case .map: "a mapping"
        case .scalar(let text, _):
            isNull
                ? "nothing"
                : number != nil ? "the number \(text)" : flag != nil ? text : "'\(text.prefix(40))'"
        }
    }

    /// `0x1F`, `0o17`, `.inf`, `.NaN`, `<<`.
    private static func isSpecial(_ text: String) -> Bool {
        let word = text.lowercased()
        let unsigned = word.first.map { "+-".contains($0) } ?? false ? word.dropFirst() : word[...]
        if unsigned == ".inf" || word == ".nan" || word == "<<" { return true }
        let digits = word.dropFirst(2)
        guard !digits.isEmpty else { return false }
        return word.hasPrefix("0x") && digits.allSatisfy { $0.isASCII && $0.isHexDigit }
            || word.hasPrefix("0o") && digits.allSatisfy { ("0"..."7").contains($0) }
    }

    private static func looksNumeric(_ text: String) -> Bool {
        var rest = Substring(text)
        if let sign = rest.first, "+-".contains(sign) { rest = rest.dropFirst() }
        let mantissa = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        guard mantissa.contains(where: \.isNumber), mantissa.count(where: { $0 == "." }) <= 1 else {
            return false
        }
        rest = rest.dropFirst(mantissa.count)
        guard let exponent = rest.first else { return true }
        guard "eE".contains(exponent) else { return false }
        rest = rest.dropFirst()
        if let sign = rest.first, "+-".contains(sign) { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy { $0.isASCII && $0.isNumber }
    }
}
