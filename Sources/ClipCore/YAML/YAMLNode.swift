/// A YAML node with its location: no anchors, aliases or tags; keys are text and unique.
public struct YAMLNode: Hashable, Sendable {
    /// A key of a mapping with its location and value.
    public struct Pair: Hashable, Sendable {
        /// The key.
        public let key: String
        /// The key's line, from 1.
        public let line: Int
        /// The key's column, from 1.
        public let column: Int
        /// Its value.
        public let value: YAMLNode

        /// The pair with another value.
        func with(_ content: Content) -> Pair {
            Pair(
                key: key, line: line, column: column,
                value: YAMLNode(content: content, line: value.line, column: value.column))
        }
    }

    /// Content of a node.
    public indirect enum Content: Hashable, Sendable {
        /// Text; `isPlain` without quotes, so that it may be a number or a boolean.
        case scalar(String, isPlain: Bool)
        /// A sequence.
        case list([YAMLNode])
        /// A mapping, in file order.
        case map([Pair])
    }

    /// Its content.
    public let content: Content
    /// The line of its start, from 1.
    public let line: Int
    /// The column of its start, from 1.
    public let column: Int

    /// The integer value of an unquoted scalar; nil for anything else.
    public var integer: Int? { number.flatMap { Int(exactly: $0) } }

    /// The finite number of an unquoted scalar, in JSON syntax (also `+` and `.5`).
    public var number: Double? {
        guard case .scalar(let text, true) = content, Self.looksNumeric(text) else { return nil }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    /// The boolean of an unquoted `true` or `false`; `yes` and `on` are text.
    public var flag: Bool? {
        guard case .scalar(let text, true) = content else { return nil }
        return ["true", "True", "TRUE"].contains(text)
            ? true : ["false", "False", "FALSE"].contains(text) ? false : nil
    }

    /// The text of a scalar; nil if it is unquoted and a number (in any YAML 1.2 notation), boolean, null or
    /// merge key.
    public var text: String? {
        guard case .scalar(let text, let isPlain) = content else { return nil }
        return isPlain && (isNull || flag != nil || Self.looksNumeric(text) || Self.isSpecial(text))
            ? nil : text
    }

    /// The value is missing or `null`.
    public var isNull: Bool {
        guard case .scalar(let text, true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// A description for messages: `a list`, `the number 5`.
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

extension YAMLNode {
    /// A problem at this node, of a file whose name is added later.
    package func problem(_ message: String, key: String? = nil, hint: String? = nil) -> ConfigurationProblem {
        ConfigurationProblem("", line: line, column: column, key: key, message, hint: hint)
    }
}

extension YAMLNode.Pair {
    /// A problem at the key, of a file whose name is added later.
    package func problem(_ message: String, hint: String? = nil) -> ConfigurationProblem {
        ConfigurationProblem("", line: line, column: column, key: key, message, hint: hint)
    }

    /// The key is none of those that are known here.
    package func unknown(among known: [String]) -> ConfigurationProblem {
        problem("unknown key '\(key)'", hint: meantHint(key, among: known))
    }
}
