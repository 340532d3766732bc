/// Reads hashtag tables: mappings of categories, topics, regions and lists to words and tags.
///
/// ```yaml
/// food:
///   words: [coffee, kopi]
///   industries: [food & beverage]
///   tags: { en: [foodie], id: [kuliner] }
/// ```
public enum HashtagFile {
    /// Parses categories, in file order.
    ///
    /// - Parameter file: its name, for messages.
    /// - Throws: with the location of an unknown key or a value that is not text.
    public static func categories(
        _ bytes: [UInt8], file: String
    ) throws(ConfigurationError) -> [HashtagTable.Category] {
        try entries(bytes, file, category)
    }

    /// Parses topics; otherwise as ``categories(_:file:)``.
    public static func topics(
        _ bytes: [UInt8], file: String
    ) throws(ConfigurationError) -> [HashtagTable.Topic] {
        try entries(bytes, file, topic)
    }

    /// Parses regions; otherwise as ``categories(_:file:)``.
    public static func regions(
        _ bytes: [UInt8], file: String
    ) throws(ConfigurationError) -> [HashtagTable.Region] {
        try entries(bytes, file, region)
    }

    private static func entries<Entry>(
        _ bytes: [UInt8], _ file: String, _ read: (YAMLNode.Pair) throws(ConfigurationProblem) -> Entry
    ) throws(ConfigurationError) -> [Entry] {
        try reading(bytes, file) { (root) throws(ConfigurationProblem) in
            try pairs(root).map(read)
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
                    throw pair.unknown(among: HashtagTable.List.allCases.map(\.rawValue))
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
        return try ConfigurationError.about(file) { () throws(ConfigurationProblem) in try read(root) }
    }

    private static func category(_ pair: YAMLNode.Pair) throws(ConfigurationProblem) -> HashtagTable.Category
    {
        var category = HashtagTable.Category(id: pair.key)
        for field in try pairs(pair.value) {
            switch field.key {
            case "words": category.words = try words(field.value)
            case "industries": category.industries = try words(field.value)
            case "tags": category.tags = try tags(field.value)
            default: throw field.unknown(among: ["words", "industries", "tags"])
            }
        }
        return category
    }

    private static func topic(_ pair: YAMLNode.Pair) throws(ConfigurationProblem) -> HashtagTable.Topic {
        var topic = HashtagTable.Topic(id: pair.key)
        for field in try pairs(pair.value) {
            switch field.key {
            case "in": topic.category = field.value.text ?? ""
            case "general": topic.general = try words(field.value)
            case "weak": topic.isWeak = field.value.flag ?? false
            case "tags": topic.tags = try tags(field.value)
            case "en", "id": topic.words[field.key] = try words(field.value)
            default: throw field.unknown(among: ["in", "weak", "general", "en", "id", "tags"])
            }
        }
        return topic
    }

    private static func region(_ pair: YAMLNode.Pair) throws(ConfigurationProblem) -> HashtagTable.Region {
        var region = HashtagTable.Region(id: pair.key)
        for field in try pairs(pair.value) {
            switch field.key {
            case "language": region.language = field.value.text ?? ""
            case "prefixes":
                for prefix in try pairs(field.value) { region.prefixes[prefix.key] = prefix.value.text }
            case "cities":
                for city in try pairs(field.value) {
                    region.cities.append((city.key, try words(city.value)))
                }
            default: throw field.unknown(among: ["language", "prefixes", "cities"])
            }
        }
        return region
    }

    private static func tags(_ node: YAMLNode) throws(ConfigurationProblem) -> HashtagTable.Tags {
        var tags: HashtagTable.Tags = [:]
        for pair in try pairs(node) { tags[pair.key] = try words(pair.value) }
        return tags
    }

    private static func words(_ node: YAMLNode) throws(ConfigurationProblem) -> [String] {
        guard case .list(let nodes) = node.content else {
            throw node.problem("a list of words is expected, not \(node.description)")
        }
        return try nodes.map { (node) throws(ConfigurationProblem) in
            guard let text = node.text, !text.isEmpty, !text.hasPrefix("#"), text == text.lowercased() else {
                throw node.problem("a word in lower case without # is expected, not \(node.description)")
            }
            return text
        }
    }

    private static func pairs(_ node: YAMLNode) throws(ConfigurationProblem) -> [YAMLNode.Pair] {
        guard case .map(let pairs) = node.content else {
            throw node.problem("a mapping is expected, not \(node.description)")
        }
        return pairs
    }
}
