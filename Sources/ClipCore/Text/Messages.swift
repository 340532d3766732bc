/// A sentence for people: an English template with `{}` for each value.
public struct Phrase: Hashable, Codable, Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
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
            values.append(value as? Phrase ?? Phrase(value.description, [], isValue: true))
        }
    }

    /// The English text.
    public let template: String
    /// The values in order.
    public let values: [Phrase]
    /// Whether it is a name or a number, which are not translated; nil for false.
    fileprivate let isValue: Bool?

    private init(_ template: String, _ values: [Phrase], isValue: Bool? = nil) {
        (self.template, self.values, self.isValue) = (template, values, isValue)
    }
    /// Creates a phrase without values.
    public init(stringLiteral: String) { self.init(stringLiteral, []) }
    /// Creates a phrase from text and values.
    public init(stringInterpolation: StringInterpolation) {
        self.init(stringInterpolation.template, stringInterpolation.values)
    }

    /// The sentence in English.
    public var english: String { Messages.english.text(self) }
    /// ``english``.
    public var description: String { english }
}

/// Translations of sentences to one language.
///
/// Each has an English template with `{}` for values. In the translation `{}` stands for the next value and `{2}` for the second;
/// `{=}` and `{=2}` for one that is a sentence itself. All others come out unchanged: they are names and numbers.
public struct Messages: Hashable, Sendable {
    private var templates: [String: String] = [:]
    /// The templates with values, the weightiest first.
    private var patterns: [Pattern] = []

    private struct Pattern: Hashable {
        /// The text between the values; one more than there are values.
        let parts: [[UInt8]]
        let length: Int
        /// How unlikely another sentence has this form: letters, and more if it begins with text.
        let weight: Int
        let isAnchored: Bool
        /// It takes numbers and single words only.
        var isShort: Bool { !isAnchored && weight < 9 }
        let translation: String

        init(_ parts: [[UInt8]], _ translation: String) {
            (self.parts, self.translation) = (parts, translation)
            length = parts.reduce(0) { $0 + $1.count }
            let isLetter = { (byte: UInt8) in (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
            isAnchored = parts[0].contains(where: isLetter)
            // A word in a column of its own.
            let isLabel =
                isAnchored && zip(parts[0], parts[0].dropFirst()).contains { $0 == 0x20 && $1 == 0x20 }
            weight = parts.reduce(0) { $0 + $1.count(where: isLetter) } + (isLabel ? 100 : isAnchored ? 6 : 0)
        }

        /// The values in a sentence, each as short as it can be; nil for another sentence.
        func values(in sentence: [UInt8]) -> [ArraySlice<UInt8>]? {
            let (first, last) = (parts[0], parts[parts.count - 1])
            guard sentence.count >= length, sentence.starts(with: first),
                sentence.suffix(last.count) == last[...]
            else { return nil }
            var (values, start) = ([ArraySlice<UInt8>](), first.count)
            let end = sentence.count - last.count
            for part in parts[1..<(parts.count - 1)] {
                guard let place = (start...end).first(where: { sentence[$0..<end].starts(with: part) })
                else { return nil }
                values.append(sentence[start..<place])
                start = place + part.count
            }
            return start > end ? nil : values + [sentence[start..<end]]
        }
    }

    /// English.
    public static let english = Messages()

    private init() {}

    /// Reads lines of an English template, a tab and its translation; those that begin with `#` are comments.
    public init(_ bytes: [UInt8]) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
            guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { continue }
            let translation = String(decoding: line[(tab + 1)...], as: UTF8.self)
            templates[String(decoding: line[..<tab], as: UTF8.self)] = translation
            let parts = Self.parts(of: Array(line[..<tab]))
            if parts.count > 1 { patterns.append(Pattern(parts, translation)) }
        }
        patterns.sort { ($0.weight, $0.length) > ($1.weight, $1.length) }
    }

    private static func parts(of template: [UInt8]) -> [[UInt8]] {
        var (parts, start) = ([[UInt8]](), 0)
        for place in template.indices.dropLast() where template[place...].starts(with: "{}".utf8) {
            parts.append(Array(template[start..<place]))
            start = place + 2
        }
        return parts + [Array(template[start...])]
    }

    /// The translated phrase; English where there is no translation.
    public func text(_ phrase: Phrase) -> String {
        if phrase.isValue == true { return phrase.template }
        let values = phrase.values.map(text)
        if let text = templates[phrase.template].flatMap({ filled($0, values) }) { return text }
        let parts = Self.parts(of: Array(phrase.template.utf8))
        return zip(parts, values + [""]).map { String(decoding: $0, as: UTF8.self) + $1 }.joined()
    }

    /// A sentence that was put together in English, found by its template; unchanged where there is none.
    public func text(of sentence: String) -> String {
        templates.isEmpty
            ? sentence
            : templates[sentence] ?? translation(of: sentence, .alone, least: 5) ?? translation(of: sentence)
                ?? sentence
    }

    /// The lines of a text, each as a sentence of its own behind its spaces.
    public func lines(of text: String) -> String {
        guard !templates.isEmpty else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let begin = line.prefix { $0 == " " }
            return begin + self.text(of: String(line.dropFirst(begin.count)))
        }.joined(separator: "\n")
    }

    /// How surely a sentence has the form of a template.
    private enum Match {
        /// Its values hold no comma and no colon, so that it is not several sentences.
        case alone
        /// It begins with much text.
        case begun
        case any
    }

    private func translation(of sentence: String, _ match: Match = .any, least: Int = 0) -> String? {
        let bytes = Array(sentence.utf8)
        for pattern in patterns {
            let fits =
                switch match {
                case .alone: pattern.weight >= least
                case .begun: pattern.isAnchored && pattern.weight > 15
                case .any: pattern.weight > 4
                }
            guard fits, let values = pattern.values(in: bytes) else { continue }
            let texts = values.map { String(decoding: $0, as: UTF8.self) }
            if match == .alone, pattern.isShort, texts.contains(where: { $0.contains(" ") }) { continue }
            if let text = filled(pattern.translation, texts, isAlone: match == .alone) { return text }
        }
        return nil
    }

    /// Sentences or facts between semicolons, commas or colons.
    public func list(of sentences: String) -> String {
        if templates.isEmpty { return sentences }
        let whole =
            templates[sentences] ?? translation(of: sentences, .alone) ?? translation(of: sentences, .begun)
        if let whole { return whole }
        for separator in ["; ", ": ", ", "] where sentences.contains(separator) {
            let splits = separator == ": " ? 1 : Int.max
            let parts = sentences.split(
                separator: separator, maxSplits: splits, omittingEmptySubsequences: false)
            let translated = parts.map { list(of: String($0)) }.joined(separator: separator)
            if translated != sentences { return translated }
        }
        return translation(of: sentences) ?? sentences
    }

    /// Puts values into a translation.
    ///
    /// - Parameter isAlone: nil is returned if a name or a number holds a comma or a colon.
    private func filled(_ translation: String, _ values: [String], isAlone: Bool = false) -> String? {
        var (text, next, rest) = ("", 0, translation[...])
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let place = rest[rest.index(after: open)..<close]
            let number = place.drop { $0 == "=" }
            let index = number.isEmpty ? next : (Int(number) ?? 0) - 1
            text += rest[..<open]
            if !values.indices.contains(index) {
                text += rest[open...close]
            } else if place.hasPrefix("=") {
                text += list(of: values[index])
            } else {
                if isAlone && [", ", ": "].contains(where: values[index].contains) { return nil }
                text += values[index]
            }
            if values.indices.contains(index) { next = index + 1 }
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }
}

extension Int {
    /// A count with its noun in English: `1 shot`, `3 shots`.
    package func counted(_ noun: String) -> String { self == 1 ? "1 \(noun)" : "\(self) \(noun)s" }
}
