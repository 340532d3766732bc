public import SystemPackage

/// A preset as typed: one file, before `extends` and flags.
public struct PresetFile: Hashable, Sendable {
    /// A place in the file.
    public struct Place: Hashable, Codable, Sendable {
        /// The line, from 1.
        public let line: Int
        /// The column, from 1.
        public let column: Int
    }

    /// The preset's name: that of the file without `.yaml`.
    public let name: String
    /// The file, for messages.
    public let file: String
    /// Where it lies, links followed; nil where it is built in.
    public let path: FilePath?
    /// What it says, in the file's order.
    public var settings: [PresetSetting]
    /// The preset that it builds on, by name or as a file relative to it, with its place; nil for none.
    public var extends: Named?
    /// Fields that neither flags nor presets that build on it may change, each with its place.
    public var locks: [PresetField: Place]

    /// It is the same file, however it was named.
    func isSame(as other: PresetFile) -> Bool { path == other.path && (path != nil || file == other.file) }

    /// A file that says nothing yet.
    init(name: String, file: String, path: FilePath?) {
        (self.name, self.file, self.path) = (name, file, path)
        (settings, locks) = ([], [:])
    }

    /// A word with its place.
    public struct Named: Hashable, Sendable {
        /// The word.
        public let text: String
        /// Where it stands.
        public let place: Place

        /// It is a file relative to the preset, not a name.
        public var isFile: Bool { text.contains("/") || text.hasSuffix(".yaml") || text.hasSuffix(".yml") }
    }

    /// A problem of this file.
    public func problem(
        _ place: Place, key: String? = nil, _ message: String, hint: String? = nil
    ) -> ConfigurationProblem {
        ConfigurationProblem(file, line: place.line, column: place.column, key: key, message, hint: hint)
    }
}

/// What was said of a field, and where.
public struct PresetSetting: Hashable, Codable, Sendable {
    /// Who said it.
    public enum Origin: Hashable, Codable, Sendable {
        /// A preset of this name, in this file.
        case preset(String, file: String, PresetFile.Place)
        /// A flag, e.g. `--look`.
        case flag(String)
    }

    /// The field.
    public let field: PresetField
    /// What is said of it.
    public var value: PresetValue
    /// Who said it.
    public let origin: Origin

    /// What is wrong with a number or a word that a flag says, by the field's rule; nil for a sound one. Files, texts and
    /// times are checked where they are read.
    public var mistake: String? {
        guard case .flag(let flag) = origin, field != .fps, !field.rule.kind.holds(value) else { return nil }
        return "\(flag) is \(field.rule.kind.expectation([])), not \(value.shown)"
    }

    /// Where it stands in a file; nil for a flag.
    public var place: PresetFile.Place? {
        if case .preset(_, _, let place) = origin { place } else { nil }
    }

    /// A setting of these facts.
    public init(_ field: PresetField, _ value: PresetValue, _ origin: Origin) {
        (self.field, self.value, self.origin) = (field, value, origin)
    }
}
