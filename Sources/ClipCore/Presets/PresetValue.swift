internal import SystemPackage

/// What a field of a preset, or the flag of that name, says.
public indirect enum PresetValue: Hashable, Codable, Sendable {
    /// Yes or no.
    case flag(Bool)
    /// A number in the field's unit.
    case number(Double)
    /// A length of time.
    case time(MediaTime)
    /// A word or a sentence; for a file also `none`.
    case text(String)
    /// A file whose place is known.
    case path(PlannedPath)
    /// Several of them, in the order in which they were written.
    case list([PresetValue])

    /// For people, on one line: `15, 60`, `#kopi, #jogja`.
    public var shown: String {
        switch self {
        case .flag(let flag): "\(flag)"
        case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
        case .time(let time): time.text
        case .text(let text): text
        case .path(let path): path.path.string
        case .list(let values): values.map(\.shown).joined(separator: ", ")
        }
    }
}

/// A value of a preset as JSON for people and scripts: numbers and times (in seconds) as numbers, paths as text.
public struct PlainPresetValue: Encodable {
    private let value: PresetValue

    /// The same value.
    public init(_ value: PresetValue) { self.value = value }

    /// Writes it without its kind.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch value {
        case .flag(let flag): try container.encode(flag)
        case .number(let number): try container.encode(number)
        case .time(let time): try container.encode(time.seconds)
        case .text(let text): try container.encode(text)
        case .path(let path): try container.encode(path.path.string)
        case .list(let values): try container.encode(values.map(PlainPresetValue.init))
        }
    }
}
