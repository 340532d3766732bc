public import SystemPackage

/// A preset as written: one file, before `extends` and flags.
public struct PresetFile: Hashable, Sendable {
    /// A location in the file.
    public struct Place: Hashable, Codable, Sendable {
        /// The line, from 1.
        public let line: Int
        /// The column, from 1.
        public let column: Int
    }

    /// The preset's name: its file name without `.yaml`.
    public let name: String
    /// The file, for messages.
    public let file: String
    /// Its path with links resolved; nil if built in.
    public let path: FilePath?
    /// Its settings, in file order.
    public var settings: [PresetSetting]
    /// The preset that it extends, by name or as a relative file, with the location; nil for none.
    public var extends: Named?
    /// Fields that flags and extending presets may not change, each with its location.
    public var locks: [PresetField: Place]

    /// Both are the same file, however it was named.
    func isSame(as other: PresetFile) -> Bool { path == other.path && (path != nil || file == other.file) }

    /// Creates an empty preset file.
    init(name: String, file: String, path: FilePath?) {
        (self.name, self.file, self.path) = (name, file, path)
        (settings, locks) = ([], [:])
    }

    /// A word with its location.
    public struct Named: Hashable, Sendable {
        /// The word.
        public let text: String
        /// Location of the word.
        public let place: Place

        /// It is a file relative to the preset, not a name.
        public var isFile: Bool { text.contains("/") || text.hasSuffix(".yaml") || text.hasSuffix(".yml") }
    }

    /// Creates a problem of this file.
    public func problem(
        _ place: Place, key: String? = nil, _ message: String, hint: String? = nil
    ) -> ConfigurationProblem {
        ConfigurationProblem(file, line: place.line, column: place.column, key: key, message, hint: hint)
    }
}

/// The value of one field, with its origin.
public struct PresetSetting: Hashable, Codable, Sendable {
    /// The origin of a value.
    public enum Origin: Hashable, Codable, Sendable {
        /// A preset of this name, in this file.
        case preset(String, file: String, PresetFile.Place)
        /// A flag, e.g. `--look`.
        case flag(String)
    }

    /// The field.
    public let field: PresetField
    /// Its value.
    public var value: PresetValue
    /// Its origin.
    public let origin: Origin

    /// Why a number or word from a flag violates the field's rule; nil if valid. Files, texts and times are
    /// checked where they are read.
    public var mistake: String? {
        guard case .flag(let flag) = origin, field != .fps, !field.rule.kind.holds(value) else { return nil }
        let meant = likelyMeant(value.shown, among: field.rule.kind.choices).map { "; did you mean '\($0)'?" }
        return "\(flag) is \(field.rule.kind.expectation([])), not \(value.shown)" + (meant ?? "")
    }

    /// Its location in a file; nil for a flag.
    public var place: PresetFile.Place? {
        if case .preset(_, _, let place) = origin { place } else { nil }
    }

    /// Creates a setting. A flag's words get the field's own spelling.
    public init(_ field: PresetField, _ value: PresetValue, _ origin: Origin) {
        (self.field, self.value, self.origin) = (field, value, origin)
        if case .flag = origin { self.value = value.mapped(field.canonical) }
    }
}
