/// A resolved preset: `extends` and flags merged, each value with its origin.
public struct Preset: Hashable, Codable, Sendable {
    /// A locked field, and the preset that locks it.
    public struct Lock: Hashable, Codable, Sendable {
        /// The preset's name.
        public let preset: String
        /// The preset's file, for messages.
        public let file: String
        /// Location of the lock in the file.
        public let place: PresetFile.Place
    }

    /// The preset's name; "" for none.
    public let name: String
    /// Names of the presets that it extends, nearest first.
    public private(set) var ancestors: [String] = []
    /// The value of each field.
    public private(set) var settings: [PresetField: PresetSetting] = [:]
    /// Fields that are locked.
    public internal(set) var locks: [PresetField: Lock] = [:]

    package init(name: String = "") { self.name = name }

    /// Merges a chain of preset files.
    ///
    /// - Parameter chain: the preset, then the one that it extends, and so on.
    /// - Throws: for every change to a locked field, with its location; for hashtags both required and forbidden.
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

    /// Overrides settings. A locked field may be repeated, but not changed.
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
    /// A field's number; nil if unset. `place`: index into a list of values, from 0.
    func number(_ field: PresetField, of place: Int = 0) -> Double? {
        guard case .number(let number) = value(field, of: place) else { return nil }
        return number
    }

    /// A field's time.
    func time(_ field: PresetField, of place: Int = 0) -> MediaTime? {
        guard case .time(let time) = value(field, of: place) else { return nil }
        return time
    }

    /// A field's text.
    func text(_ field: PresetField, of place: Int = 0) -> String? {
        guard case .text(let text) = value(field, of: place) else { return nil }
        return text
    }

    /// A field's flag.
    func flag(_ field: PresetField) -> Bool? {
        guard case .flag(let flag) = settings[field]?.value else { return nil }
        return flag
    }

    /// A field's file; nil also for `none`.
    func path(_ field: PresetField) -> PlannedPath? {
        guard case .path(let path) = settings[field]?.value else { return nil }
        return path
    }

    /// A field's range: two numbers, the lower one first.
    func range(_ field: PresetField) -> ClosedRange<Double>? {
        guard case .list(let values) = settings[field]?.value else { return nil }
        let numbers = values.compactMap { if case .number(let number) = $0 { number } else { nil } }
        return numbers.count == 2 && numbers[0] <= numbers[1] ? numbers[0]...numbers[1] : nil
    }

    /// A field's list of times.
    func times(_ field: PresetField) -> [MediaTime]? {
        guard case .list(let values) = settings[field]?.value else { return nil }
        return values.compactMap { if case .time(let time) = $0 { time } else { nil } }
    }

    /// Number of a field's values: 1 if it is not a list, 0 if unset.
    func count(_ field: PresetField) -> Int {
        if case .list(let values) = settings[field]?.value {
            values.count
        } else {
            settings[field] == nil ? 0 : 1
        }
    }

    /// One of a field's values, by index from 0; the last one also applies to all further indices.
    private func value(_ field: PresetField, of number: Int) -> PresetValue? {
        guard case .list(let values) = settings[field]?.value else { return settings[field]?.value }
        return values.isEmpty ? nil : values[min(number, values.count - 1)]
    }

    /// A field's list of texts.
    func texts(_ field: PresetField) -> [String]? {
        guard case .list(let values) = settings[field]?.value else { return nil }
        return values.compactMap { if case .text(let text) = $0 { text } else { nil } }
    }
}
