internal import SystemPackage

/// The value of a preset field or its flag.
public indirect enum PresetValue: Hashable, Codable, Sendable {
    /// Yes or no.
    case flag(Bool)
    /// A number in the field's unit.
    case number(Double)
    /// A duration.
    case time(MediaTime)
    /// A word or a sentence; `none` also for a file.
    case text(String)
    /// A resolved path.
    case path(PlannedPath)
    /// A list, in written order.
    case list([PresetValue])

    /// One line for display: `15, 60`, `#kopi, #jogja`.
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

    func mapped(_ replace: (String) -> String) -> PresetValue {
        switch self {
        case .text(let text): .text(replace(text))
        case .list(let values): .list(values.map { $0.mapped(replace) })
        default: self
        }
    }
}

/// A preset value as plain JSON: numbers and times (in seconds) as numbers, paths as text.
public struct PlainPresetValue: Encodable {
    private let value: PresetValue

    /// Wraps a value.
    public init(_ value: PresetValue) { self.value = value }

    /// Encodes the value without its type.
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
