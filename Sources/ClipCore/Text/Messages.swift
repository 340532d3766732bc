/// A sentence for people: an English template with `{}` for each value.
public struct Phrase: Hashable, Codable, Sendable, ExpressibleByStringInterpolation,
    CustomStringConvertible
{
    /// Takes literal text and values apart.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var template = ""
        fileprivate var values: [Phrase] = []

        /// Reserves nothing.
        public init(literalCapacity: Int, interpolationCount: Int) {}
        /// Adds text.
        public mutating func appendLiteral(_ literal: String) { template += literal }
        /// Adds a value.
        public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            template += "{}"
            values.append(value as? Phrase ?? Phrase(value.description, []))
        }
    }

    /// The English text.
    public let template: String
    /// The values in order.
    public let values: [Phrase]

    private init(_ template: String, _ values: [Phrase]) {
        (self.template, self.values) = (template, values)
    }
    /// Creates a phrase without values.
    public init(stringLiteral: String) { (template, values) = (stringLiteral, []) }
    /// Creates a phrase from text and values.
    public init(stringInterpolation: StringInterpolation) {
        (template, values) = (stringInterpolation.template, stringInterpolation.values)
    }

    /// The sentence in English.
    public var english: String { Messages.english.text(self) }
    /// ``english``.
    public var description: String { english }
}

/// Translations of phrases to one language.
public struct Messages: Hashable, Codable, Sendable {
    private let templates: [String: String]

    /// English.
    public static let english = Messages()

    private init() { templates = [:] }

    /// Reads a mapping of English templates to translated ones.
    ///
    /// - Parameter file: its name, for messages.
    /// - Throws: with the location of a value that is not text, or has other places for values.
    public init(_ bytes: [UInt8], file: String) throws(ConfigurationError) {
        let root = try YAMLReader.read(bytes, file: file)
        guard case .map(let pairs) = root.content else {
            throw ConfigurationError(
                ConfigurationProblem(file, line: root.line, column: root.column, "a mapping is expected"))
        }
        var templates: [String: String] = [:]
        for pair in pairs {
            let places = { (text: String) in
                text.split(separator: "{}", omittingEmptySubsequences: false).count
            }
            guard let text = pair.value.text, places(text) == places(pair.key) else {
                throw ConfigurationError(
                    ConfigurationProblem(
                        file, line: pair.line, column: pair.column, key: pair.key,
                        "a text with the same number of {} is expected"))
            }
            templates[pair.key] = text
        }
        self.templates = templates
    }

    /// The translated sentence; English where there is no translation.
    public func text(_ phrase: Phrase) -> String {
        let template = templates[phrase.template] ?? phrase.template
        guard !phrase.values.isEmpty else { return template }
        let parts = template.split(separator: "{}", omittingEmptySubsequences: false)
        return zip(parts, phrase.values.map(text) + [""]).map { $0 + $1 }.joined()
    }
}
