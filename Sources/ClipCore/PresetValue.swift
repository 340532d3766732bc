internal import SystemPackage

/// What a field of a preset, or the flag of that name, says.
public indirect enum PresetValue: Hashable, Sendable {
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

extension PresetValue: Encodable {
    /// As JSON: numbers and times (in seconds) as numbers, paths as text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .flag(let flag): try container.encode(flag)
        case .number(let number): try container.encode(number)
        case .time(let time): try container.encode(time.seconds)
        case .text(let text): try container.encode(text)
        case .path(let path): try container.encode(path.path.string)
        case .list(let values): try container.encode(values)
        }
    }
}
