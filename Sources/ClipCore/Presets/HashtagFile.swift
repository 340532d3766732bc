/// Reads hashtag tables: mappings of categories to words and tags, and of lists to words.
///
/// ```yaml
/// food:
///   words: [coffee, kopi]
///   industries: [food & beverage]
///   broad: { en: [foodie], id: [kuliner] }
/// ```
public enum HashtagFile {
    /// Parses categories, in file order.
    ///
    /// - Parameter file: its name, for messages.
    /// - Throws: with the location of an unknown key or a value that is not text.
    public static func categories(
        _ bytes: [UInt8], file: String
    ) throws(ConfigurationError) -> [HashtagTable.Category] {
        try reading(bytes, file) { (root) throws(ConfigurationProblem) in
            var categories: [HashtagTable.Category] = []
            for pair in try pairs(root) { categories.append(try category(pair)) }
            return categories
        }
    }

    /// Parses word lists.
    ///
    /// - Parameter file: its name, for messages.
    /// - Throws: with the location of an unknown key or a value that is not text.
    public static func lists(
        _ bytes: [UInt8], file: String
    ) throws(ConfigurationError) -> [HashtagTable.List: Set<String>] {
        try reading(bytes, file) { (root) throws(ConfigurationProblem) in
            var lists: [HashtagTable.List: Set<String>] = [:]
            for pair in try pairs(root) {
                guard let list = HashtagTable.List(rawValue: pair.key) else {
                    throw unknown(pair, HashtagTable.List.allCases.map(\.rawValue))
                }
                lists[list] = Set(try words(pair.value))
            }
            return lists
        }
    }

    private static func reading<Value>(
        _ bytes: [UInt8], _ file: String, _ read: (YAMLNode) throws(ConfigurationProblem) -> Value
    ) throws(ConfigurationError) -> Value {
        let root = try YAMLReader.read(bytes, file: file)
        do throws(ConfigurationProblem) {
            return try read(root)
        } catch {
            var problem = error
            problem.file = file
            throw ConfigurationError(problem)
        }
    }

    private static func category(
        _ pair: YAMLNode.Pair
    ) throws(ConfigurationProblem) -> HashtagTable.Category {
        var category = HashtagTable.Category(id: pair.key)
        for field in try pairs(pair.value) {
            switch field.key {
            case "words": category.words = try words(field.value)
            case "industries": category.industries = try words(field.value)
            case "broad": category.broad = try tags(field.value)
            case "usual": category.usual = try tags(field.value)
            case "narrow": category.narrow = try tags(field.value)
            default: throw unknown(field, ["words", "industries", "broad", "usual", "narrow"])
            }
        }
        return category
    }

    private static func tags(_ node: YAMLNode) throws(ConfigurationProblem) -> HashtagTable.Tags {
        var tags: HashtagTable.Tags = [:]
        for pair in try pairs(node) { tags[pair.key] = try words(pair.value) }
        return tags
    }

    private static func words(_ node: YAMLNode) throws(ConfigurationProblem) -> [String] {
        guard case .list(let nodes) = node.content else {
            throw ConfigurationProblem(
                "", line: node.line, column: node.column,
                "a list of words is expected, not \(node.description)")
        }
        var words: [String] = []
        for node in nodes {
            guard let text = node.text, !text.isEmpty, !text.hasPrefix("#"), text == text.lowercased() else {
                throw ConfigurationProblem(
                    "", line: node.line, column: node.column,
                    "a word in lower case without # is expected, not \(node.description)")
            }
            words.append(text)
        }
        return words
    }

    private static func pairs(_ node: YAMLNode) throws(ConfigurationProblem) -> [YAMLNode.Pair] {
        guard case .map(let pairs) = node.content else {
            throw ConfigurationProblem(
                "", line: node.line, column: node.column, "a mapping is expected, not \(node.description)")
        }
        return pairs
    }

    private static func unknown(_ pair: YAMLNode.Pair, _ known: [String]) -> ConfigurationProblem {
        ConfigurationProblem(
            "", line: pair.line, column: pair.column, key: pair.key, "unknown key '\(pair.key)'",
            hint: meantHint(pair.key, among: known))
    }
}
