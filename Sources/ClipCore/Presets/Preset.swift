/// A preset as meant: `extends` and flags joined, each value with who said it.
public struct Preset: Hashable, Codable, Sendable {
    /// A field that may not be changed any more, and who says so.
    public struct Lock: Hashable, Codable, Sendable {
        /// The preset's name.
        public let preset: String
        /// Its file, for messages.
        public let file: String
        /// Where it says so.
        public let place: PresetFile.Place
    }

    /// The preset's name; "" where there is none.
    public let name: String
    /// The names of the presets that it builds on, the next one first.
    public private(set) var ancestors: [String] = []
    /// What is said of each field.
    public private(set) var settings: [PresetField: PresetSetting] = [:]
    /// Fields that are locked.
    public internal(set) var locks: [PresetField: Lock] = [:]

    /// A preset that says nothing.
    public init(name: String = "") { self.name = name }

    /// Joins the files of a chain.
    ///
    /// - Parameter chain: the preset, then the one that it builds on, and so on.
    /// - Throws: every value that an earlier preset has locked, with its place; hashtags that are wanted and forbidden.
    init(_ chain: [PresetFile]) throws(ConfigurationError) {
        self.init(name: chain.first?.name ?? "")
        ancestors = chain.dropFirst().map(\.name)
        for file in chain.reversed() {
            try apply(file.settings)
            for (field, place) in file.locks where locks[field] == nil {
                locks[field] = Lock(preset: file.name, file: file.file, place: place)
            }
            lockDisclosure(said: file)
        }
        try checkHashtags()
    }

    /// Lays settings over those that there are. A locked field may be said again, but not changed.
    ///
    /// - Throws: for every locked field that would change, with code 77.
    public mutating func apply(_ changes: [PresetSetting]) throws(ConfigurationError) {
        let problems = changes.compactMap(objection)
        guard problems.isEmpty else { throw ConfigurationError(problems, kind: .lockedField) }
        for change in changes {
            if let rival = change.field.rival { settings[rival] = nil }
            settings[change.field] = change
        }
    }

    private func checkHashtags() throws(ConfigurationError) {
        let never = Set((texts(.hashtagsNever) ?? []).map { $0.lowercased() })
        guard let always = settings[.hashtagsAlways], let words = texts(.hashtagsAlways),
            let word = words.first(where: { never.contains($0.lowercased()) }),
            case .preset(_, let file, let place) = always.origin
        else { return }
        throw ConfigurationError(
            ConfigurationProblem(
                file, line: place.line, column: place.column, key: always.field.key,
                "'\(word)' is among hashtags.always and hashtags.never", hint: "keep it in one of them"))
    }
}

extension Preset {
    /// What a field says as a number; nil where nothing is said.
    ///
    /// - Parameter place: which of several things it is about, from 0 on.
    func number(_ field: PresetField, of place: Int = 0) -> Double? {
        guard case .number(let number) = value(field, of: place) else { return nil }
        return number
    }

    /// What a field says as a time.
    func time(_ field: PresetField, of place: Int = 0) -> MediaTime? {
        guard case .time(let time) = value(field, of: place) else { return nil }
        return time
    }

    /// What a field says in words.
    func text(_ field: PresetField, of place: Int = 0) -> String? {
        guard case .text(let text) = value(field, of: place) else { return nil }
        return text
    }

    /// What a field says, as true or false.
    func flag(_ field: PresetField) -> Bool? {
        guard case .flag(let flag) = settings[field]?.value else { return nil }
        return flag
    }

    /// The file that a field names; nil for `none` too.
    func path(_ field: PresetField) -> PlannedPath? {
        guard case .path(let path) = settings[field]?.value else { return nil }
        return path
    }

    /// Two numbers, the lower one first.
    func range(_ field: PresetField) -> ClosedRange<Double>? {
        guard case .list(let values) = settings[field]?.value else { return nil }
        let numbers = values.compactMap { if case .number(let number) = $0 { number } else { nil } }
        guard numbers.count == 2, numbers[0] <= numbers[1] else { return nil }
        return numbers[0]...numbers[1]
    }

    /// The times of a list.
    func times(_ field: PresetField) -> [MediaTime]? {
        guard case .list(let values) = settings[field]?.value else { return nil }
        return values.compactMap { if case .time(let time) = $0 { time } else { nil } }
    }

    /// How many things a field tells of: 1 where it is no list, 0 where nothing is said.
    func count(_ field: PresetField) -> Int {
        guard case .list(let values) = settings[field]?.value else { return settings[field] == nil ? 0 : 1 }
        return values.count
    }

    /// What a field says of one of several things, from 0 on; what is said last holds for those behind it, too.
    private func value(_ field: PresetField, of number: Int) -> PresetValue? {
        guard case .list(let values) = settings[field]?.value else { return settings[field]?.value }
        return values.isEmpty ? nil : values[min(number, values.count - 1)]
    }

    /// The words of a list.
    func texts(_ field: PresetField) -> [String]? {
        guard case .list(let values) = settings[field]?.value else { return nil }
        return values.compactMap { if case .text(let text) = $0 { text } else { nil } }
    }
}
