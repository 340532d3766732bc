/// Checks the value of one field in a preset file.
struct PresetChecker {
    let platforms: [String]
    let field: PresetField
    /// The field's name in messages; nil for its key.
    var name: String?

    /// Converts a node to the field's type.
    ///
    /// - Throws: with the location of an invalid value; `file` is left empty.
    func value(_ node: YAMLNode) throws(ConfigurationProblem) -> PresetValue {
        try value(node, field.rule.kind)
    }

    private func value(_ node: YAMLNode, _ kind: PresetKind) throws(ConfigurationProblem) -> PresetValue {
        switch kind {
        case .list(let kind, let count): return try list(node, kind, count)
        case .span(let range): return try span(node, range)
        case .each(let kind, let most):
            guard case .list(let nodes) = node.content, (1...most).contains(nodes.count) else {
                guard let value = scalar(node, kind) else { throw unfit(node, .each(kind, most)) }
                return value
            }
            return .list(try nodes.map { (node) throws(ConfigurationProblem) in try value(node, kind) })
        default:
            guard let value = scalar(node, kind) else { throw unfit(node, kind) }
            return value
        }
    }

    private func scalar(_ node: YAMLNode, _ kind: PresetKind) -> PresetValue? {
        switch kind {
        case .flag: node.flag.map(PresetValue.flag)
        case .number(let range): node.number.flatMap { range.contains($0) ? .number($0) : nil }
        case .whole(let range): node.integer.flatMap { range.contains($0) ? .number(Double($0)) : nil }
        case .time(let range):
            node.number.flatMap { range.contains($0) ? .time(MediaTime(milliseconds: $0)) : nil }
        case .text(let pattern): text(node) { pattern.matches($0) }
        case .path: node.text.flatMap { PresetPattern.path.matches($0) ? .text($0) : nil }
        case .choice(let words): text(node) { words.contains($0) }
        case .platform: text(node) { platforms.contains($0) }
        case .either(let one, let other): scalar(node, one) ?? scalar(node, other)
        case .list, .span, .each: nil
        }
    }

    /// The text as written or, if that does not fit, in the field's own spelling.
    private func text(_ node: YAMLNode, _ fits: (String) -> Bool) -> PresetValue? {
        node.text.flatMap { text in [text, field.canonical(text)].first(where: fits).map(PresetValue.text) }
    }

    private func list(_ node: YAMLNode, _ kind: PresetKind, _ count: ClosedRange<Int>)
        throws(ConfigurationProblem) -> PresetValue
    {
        guard case .list(let nodes) = node.content, count.contains(nodes.count) else {
            throw unfit(node, .list(kind, count))
        }
        var values: [PresetValue] = []
        for node in nodes {
            let one = try value(node, kind)
            guard !values.contains(one) else {
                throw problem(node, "'\(field.key)' names \(one.shown) twice", hint: "keep one of them")
            }
            values.append(one)
        }
        return .list(values)
    }

    private func span(_ node: YAMLNode, _ range: ClosedRange<Double>) throws(ConfigurationProblem)
        -> PresetValue
    {
        guard case .list(let nodes) = node.content, nodes.count == 2 else { throw unfit(node, .span(range)) }
        let numbers = try nodes.map { (node) throws(ConfigurationProblem) in
            guard let number = node.number, range.contains(number) else { throw unfit(node, .number(range)) }
            return number
        }
        guard numbers[0] <= numbers[1] else {
            throw problem(
                node, "the first number of '\(field.key)' is above the second", hint: "turn them round")
        }
        return .list(numbers.map(PresetValue.number))
    }

    private func unfit(_ node: YAMLNode, _ kind: PresetKind) -> ConfigurationProblem {
        let words = kind == .platform ? platforms : kind.choices
        let hint = node.text.flatMap { likelyMeant($0, among: words) }.map { "did you mean '\($0)'?" }
        // List items are one of several.
        let subject = name ?? (kind == field.rule.kind ? "'\(field.key)'" : "each of '\(field.key)'")
        return problem(
            node, "\(subject) is \(kind.expectation(platforms)), not \(Self.shown(node))",
            hint: hint ?? unquoted(node, kind))
    }

    private static func shown(_ node: YAMLNode) -> String {
        if let text = node.text, text.count > 40 { return "a text of \(text.count) characters" }
        guard case .list(let nodes) = node.content else { return node.description }
        return nodes.isEmpty ? "an empty list" : "a list of \(nodes.count)"
    }

    private func unquoted(_ node: YAMLNode, _ kind: PresetKind) -> String? {
        guard case .text = kind, case .scalar(_, true) = node.content, node.text == nil else { return nil }
        return node.isNull ? "put what begins with # into quotes" : "put it into quotes"
    }

    private func problem(_ node: YAMLNode, _ message: String, hint: String?) -> ConfigurationProblem {
        node.problem(message, key: field.key, hint: hint)
    }
}

extension PresetField {
    /// The value that `text` would have in a preset, in the field's own spelling.
    ///
    /// - Parameter name: the field's name in messages, e.g. `--lang`.
    /// - Throws: if a preset with it would be refused.
    public func value(of text: String, as name: String) throws(ConfigurationProblem) -> PresetValue {
        let node = YAMLNode(content: .scalar(text, isPlain: false), line: 1, column: 1)
        return try PresetChecker(platforms: [], field: self, name: name).value(node)
    }
}
