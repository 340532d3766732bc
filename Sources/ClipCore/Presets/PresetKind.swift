/// The type of a preset field: checked by the reader, described by the JSON Schema.
public indirect enum PresetKind: Hashable, Sendable {
    /// `true` or `false`.
    case flag
    /// A number in this range.
    case number(ClosedRange<Double>)
    /// A whole number in this range.
    case whole(ClosedRange<Int>)
    /// Seconds in this range.
    case time(ClosedRange<Double>)
    /// Text that matches a pattern.
    case text(PresetPattern)
    /// One of these words.
    case choice([String])
    /// A platform id.
    case platform
    /// A file in the preset's folder or below, or `none`.
    case path
    /// Distinct values of one type; the range limits their number.
    case list(PresetKind, ClosedRange<Int>)
    /// Two numbers in this range, the lower one first.
    case span(ClosedRange<Double>)
    /// Either type.
    case either(PresetKind, PresetKind)
    /// One value, or a list of up to this many values.
    case each(PresetKind, Int)

    /// Checks numbers and words; other values count as valid here.
    func holds(_ value: PresetValue) -> Bool {
        switch (self, value) {
        case (.number(let range), .number(let number)): range.contains(number)
        case (.whole(let range), .number(let number)):
            (Double(range.lowerBound)...Double(range.upperBound)).contains(number)
                && number == number.rounded()
        case (.choice(let words), .text(let word)): words.contains(word)
        case (.either(let one, let other), _): one.holds(value) || other.holds(value)
        case (.each(let kind, _), .list(let values)): values.allSatisfy(kind.holds)
        case (.each(let kind, _), _): kind.holds(value)
        case (.text, .number): false
        default: true
        }
    }

    var choices: [String] {
        switch self {
        case .choice(let words): words
        case .either(let one, let other): one.choices + other.choices
        case .each(let kind, _), .list(let kind, _): kind.choices
        default: []
        }
    }

    /// The expected value, for messages: `a number from 0 to 51`. `platforms`: the known platform ids.
    func expectation(_ platforms: [String]) -> String {
        switch self {
        case .flag: "true or false"
        case .number(let range): "a number from \(range.text)"
        case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .time(let range): "a number of seconds from \(range.text)"
        case .text(let pattern): pattern.meaning
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        case .platform: "one of \(platforms.joined(separator: ", "))"
        case .path: "a file in the folder of presets, written relative to this one, or none"
        case .list(let kind, let count):
            "a list of \(count.lowerBound) to \(count.upperBound), each \(kind.expectation(platforms))"
        case .span(let range): "two numbers from \(range.text), such as [70, 105], the lower one first"
        case .either(let one, let other): "\(one.expectation(platforms)), or \(other.expectation(platforms))"
        case .each(let kind, let most): "\(kind.expectation(platforms)), or a list of up to \(most) such"
        }
    }
}

extension ClosedRange<Double> {
    fileprivate var text: String {
        "\(PresetValue.number(lowerBound).shown) to \(PresetValue.number(upperBound).shown)"
    }
}

/// A text pattern: one regular expression for both the reader and the JSON Schema (ECMA-262 in Unicode mode).
public struct PresetPattern: Hashable, Sendable {
    /// Matches the whole text; includes `^` and `$`.
    public let expression: String
    /// The most Unicode scalars.
    public let maximumLength: Int
    /// The expected text, for messages.
    public let meaning: String

    /// The text matches the pattern and is not too long.
    ///
    /// An invalid expression ends the process: all are constants, and tests use each.
    func matches(_ text: String) -> Bool {
        guard text.unicodeScalars.count <= maximumLength else { return false }
        guard let regex = try? Regex(expression).matchingSemantics(.unicodeScalar) else {
            preconditionFailure("a pattern of presets is no regular expression: \(expression)")
        }
        return text.wholeMatch(of: regex) != nil
    }

    /// Characters that are not printable, end a line or change text direction.
    private static let hidden = #"\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff"#

    static func line(_ most: Int) -> Self {
        Self(
            expression: "^[^\(hidden)]+$", maximumLength: most,
            meaning: "one line of text, at most \(most) characters")
    }

    static let caption = Self(
        expression: "^([^{\(hidden)]|\\{(about|city|brand)\\}|\\{(?![a-zA-Z]+\\}))+$",
        maximumLength: PresetField.mostAbout,
        meaning:
            "one line of text, at most \(PresetField.mostAbout) characters, with the words {about} {city} {brand}"
    )
    /// A hashtag with its `#`.
    static let hashtag = Self(
        expression: "^#[^\\s#@\(hidden)]+$", maximumLength: 100,
        meaning: "a hashtag such as '#kopi', in quotes")
    /// A font name or a font file, as ``path``.
    static let font = Self(
        expression: path.expression, maximumLength: 200,
        meaning: "the name of a font, or its file in the folder of the preset")
    /// A colour of six or eight hexadecimal digits.
    static let colour = Self(
        expression: "^#([0-9a-fA-F]{6}|[0-9a-fA-F]{8})$", maximumLength: 9,
        meaning: "a colour such as '#ffcc00', in quotes")
    static let language = Self(
        expression: "^[a-z]{2,3}$", maximumLength: 3, meaning: "a language such as id or en")
    /// A subtitle track of the clip.
    static let captionTrack = Self(
        expression: "^track(:[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{1,8})*)?$", maximumLength: 40,
        meaning: "track, or track:id for a language")
    /// An iconv name of an encoding.
    static let encoding = Self(
        expression: "^[A-Za-z0-9][A-Za-z0-9_.:()+-]*$", maximumLength: 40,
        meaning: "the name of an encoding such as CP1252 or GB18030")
    /// A country code.
    static let region = Self(
        expression: "^[A-Z]{2}$", maximumLength: 2, meaning: "a country of two capitals such as ID")
    static let mood = Self(
        expression: "^[a-z][a-z0-9-]*$", maximumLength: 40,
        meaning: "a word of lower-case letters such as calm")
    /// A look name.
    static let look = Self(
        expression: "^[a-z0-9][a-z0-9-]*$", maximumLength: 40, meaning: "the name of a look, or none")
    /// A size with even sides from 16 to 4096.
    static let size: Self = {
        let side = "(1[68]|[2-9][02468]|[1-9][0-9][02468]|[1-3][0-9]{2}[02468]|40[0-8][02468]|409[0246])"
        return Self(
            expression: "^\(side)x\(side)$", maximumLength: 9,
            meaning: "a size such as 1080x1920: even numbers from 16 to 4096")
    }()
    /// A number of bytes with its unit.
    static let byteCount = Self(
        expression: "^[0-9]{1,9}(\\.[0-9]{1,6})? ?([kK]|[mM]|[gG])[iI]?[bB]$", maximumLength: 22,
        meaning: "a number of bytes with its unit, such as 16MB")
    /// A relative path; the catalogue checks that it does not leave the folder of presets.
    static let path = Self(
        expression: "^(?!/)[^\(hidden)]+$", maximumLength: 400, meaning: PresetKind.path.expectation([]))
    /// A file name template with words in braces.
    static let template = Self(
        expression: "^(?![.-])(?!.*\\.(mp4|m4v|mov|qt|mkv|webm|ts|mts|m2ts)$)"
            + "([^{}/\(hidden)]|\\{(stem|ext|preset|length|platform|variant|n|start|date|about)\\})+$",
        maximumLength: 120,
        meaning: "a file's name without folder or extension; its words are "
            + "{stem} {ext} {preset} {length} {platform} {variant} {n} {start} {date} {about}")
}

extension PresetField {
    /// Type and description of a field.
    public struct Rule: Hashable, Sendable {
        /// Its type.
        public let kind: PresetKind
        /// Its description: one line, with units.
        public let about: String
        /// An example value in file syntax.
        public let example: String
    }
}
