public import ClipCore

/// Options for reading an export.
public struct PostOptions: Hashable, Sendable {
    /// Brand of posts whose row has no creator.
    public var brand: String?
    /// Date of the figures, overriding the file's.
    public var asOf: CalendarDay?
    /// Date of the figures if neither option nor file gives one: that of the file's last change.
    public var changed: CalendarDay
    /// The latest possible date.
    public var today: CalendarDay

    /// The user's names of columns, by field: `views`, `posted`.
    public var columns: [String: [String]] = [:]
    /// Those of ``columns`` that were named for this import: a table without one is refused.
    public private(set) var typed: [String: [String]] = [:]

    /// The fields that a column may have.
    public static let fields = PostField.allCases.map(\.rawValue)

    /// Options with only today's date.
    public init(today: CalendarDay) {
        (self.today, changed) = (today, today)
        (brand, asOf) = (nil, nil)
    }

    /// Names a column: `views=Weergaven`.
    ///
    /// - Returns: false if it is not a field and a name.
    public mutating func addColumn(_ text: String) -> Bool {
        guard let mark = text.firstIndex(of: "=") else { return false }
        let (field, name) = (String(text[..<mark]), String(text[text.index(after: mark)...]))
        guard Self.fields.contains(field), !name.isEmpty else { return false }
        columns[field, default: []].append(name)
        typed[field, default: []].append(name)
        return true
    }

    /// Adds the columns of a file: a mapping of fields to a name or a list of names.
    ///
    /// - Throws: with the location of an unknown field.
    public mutating func addColumns(_ bytes: [UInt8], file: String) throws(ConfigurationError) {
        for pair in try YAMLReader.read(bytes, file: file).pairs {
            guard Self.fields.contains(pair.key) else {
                throw ConfigurationError(
                    ConfigurationProblem(
                        file, line: pair.line, column: pair.column, key: pair.key,
                        "unknown column '\(pair.key)'", hint: "one of \(Self.fields.joined(separator: ", "))")
                )
            }
            columns[pair.key, default: []] += pair.value.text.map { [$0] } ?? pair.value.words
        }
    }
}

/// Posts read from a file.
public struct PostExport: Hashable, Sendable {
    /// `tiktok`, `instagram`, `facebook`, `youtube`, or `own` for our own table.
    public var platform: String
    /// Display name, e.g. `TikTok Studio`.
    public var name: String
    /// Posts, one per day.
    public var records: [PostRecord] = []
    /// Rows left out.
    public var leftOut: [LeftOutRow] = []
    /// Decisions made while reading: one sentence each, lower case, no full stop.
    public var notes: [String] = []
}
