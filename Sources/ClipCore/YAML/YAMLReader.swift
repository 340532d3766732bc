internal import Yams

/// Parses small YAML files from untrusted sources, with limits that are checked first.
public enum YAMLReader {
    /// The maximum file size in bytes.
    public static let maximumBytes = 65_536
    /// The maximum nesting depth of lists and mappings, including the outermost.
    public static let maximumDepth = 8
    /// The maximum length of a key or a text, in characters.
    public static let maximumText = 2000
    /// Aliases are always rejected; this few cannot take much time before that, even as a bomb.
    private static let tolerableAliases = 16

    /// Parses the single document of a file.
    ///
    /// - Parameter file: its name, for messages.
    /// - Throws: a problem with its location: invalid YAML, no or several documents, anchors, aliases, tags,
    ///   a key that is not text or occurs twice, an unprintable character, an exceeded limit.
    public static func read(_ bytes: [UInt8], file: String) throws(ConfigurationError) -> YAMLNode {
        do {
            let text = try YAMLGuard.text(bytes, aliases: tolerableAliases)
            return try compose(text)
        } catch var problem as ConfigurationProblem {
            problem.file = file
            throw ConfigurationError(problem)
        } catch let error as YamlError {
            throw ConfigurationError(problem(error, bytes, file: file))
        } catch { throw ConfigurationError(ConfigurationProblem(file, line: 1, column: 1, "\(error)")) }
    }

    private static func compose(_ text: String) throws -> YAMLNode {
        let parser = try Parser(yaml: text, encoding: .utf8)
        guard let root = try parser.singleRoot() else {
            throw ConfigurationProblem("", line: 1, column: 1, "the file is empty")
        }
        // Nodes hold weak references to anchors, which the parser owns.
        return try withExtendedLifetime(parser) { try node(root, depth: 1) }
    }

    private static func node(_ node: Node, depth: Int, isKey: Bool = false) throws(ConfigurationProblem)
        -> YAMLNode
    {
        let (line, column) = (node.mark?.line ?? 1, node.mark?.column ?? 1)
        let fail = { (what: String, hint: String?) in
            ConfigurationProblem("", line: line, column: column, what, hint: hint)
        }
        guard node.anchor == nil else {
            throw fail("anchors and aliases are not allowed", "write the value out")
        }
        guard isKey || !hasTag(node) else {
            throw fail("tags are not allowed", "leave out the word that begins with !")
        }
        let content: YAMLNode.Content
        switch node {
        case .scalar(let scalar):
            guard scalar.string.count <= maximumText else {
                throw fail("the text is longer than \(maximumText) characters", nil)
            }
            content = .scalar(scalar.string, isPlain: scalar.style == .plain)
        case .sequence(let sequence):
            guard depth <= maximumDepth else { throw fail("nested deeper than \(maximumDepth) levels", nil) }
            content = .list(
                try sequence.map { (one) throws(ConfigurationProblem) in try self.node(one, depth: depth + 1)
                })
        case .mapping(let mapping):
            guard depth <= maximumDepth else { throw fail("nested deeper than \(maximumDepth) levels", nil) }
            content = .map(
                try mapping.map { (one) throws(ConfigurationProblem) in try pair(one.0, one.1, depth: depth) }
            )
        case .alias: throw fail("anchors and aliases are not allowed", "write the value out")
        }
        return YAMLNode(content: content, line: line, column: column)
    }

    private static func pair(_ key: Node, _ value: Node, depth: Int) throws(ConfigurationProblem)
        -> YAMLNode.Pair
    {
        let word = try node(key, depth: depth + 1, isKey: true)
        guard case .scalar(let text, _) = word.content, text != "<<" else {
            throw ConfigurationProblem("", line: word.line, column: word.column, "a key must be one word")
        }
        return YAMLNode.Pair(
            key: text, line: word.line, column: word.column, value: try node(value, depth: depth + 1))
    }

    /// Yams tags plain scalars as implicit and quoted ones as text. Keys are exempt: its search for
    /// duplicates sets their tags, so that a written tag cannot be distinguished (and has no effect here).
    private static func hasTag(_ node: Node) -> Bool {
        switch node {
        case .scalar(let scalar):
            scalar.tag != .implicit && (scalar.style == .plain || scalar.tag != Tag(.str))
        case .sequence(let sequence): sequence.tag != .implicit
        case .mapping(let mapping): mapping.tag != .implicit
        case .alias: false
        }
    }

    private static func problem(_ error: YamlError, _ bytes: [UInt8], file: String) -> ConfigurationProblem {
        switch error {
        case .scanner(let context, let what, let end, _), .parser(let context, let what, let end, _),
            .composer(let context, let what, let end, _):
            let several = what.contains("another document")
            // Unclosed quotes and brackets are reported where they open, not at the end of the file.
            let isOpen = context.map { $0.text.contains("flow") || $0.text.contains("quoted") } ?? false
            let mark = isOpen ? context?.mark ?? end : end
            return ConfigurationProblem(
                file, line: mark.line, column: mark.column,
                several ? "a second document begins here" : "broken YAML: \(what)",
                hint: several ? "keep one document a file" : hint(bytes, mark))
        case .duplicatedKeysInMapping(let keys, let context):
            return ConfigurationProblem(
                file, line: context.mark.line, column: context.mark.column, key: keys.first,
                "the key '\(keys.first ?? "")' stands here and again below", hint: "keep one of them")
        default: return ConfigurationProblem(file, line: 1, column: 1, "broken YAML: \(error)")
        }
    }

    private static func hint(_ bytes: [UInt8], _ mark: Mark) -> String? {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.indices.contains(mark.line - 1), lines[mark.line - 1].contains(UInt8(ascii: "\t")) else {
            return nil
        }
        return "indent with spaces, not with tabs"
    }
}
