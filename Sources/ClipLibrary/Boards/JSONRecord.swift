/// A chart line as a JSON object.
struct JSONRecord: ChartRecord {
    private var values: [ChartField: (key: String, value: JSONValue)] = [:]

    init(_ object: [String: JSONValue]) {
        // Sorted, so that of two keys with one meaning always the same wins.
        for (key, value) in object.sorted(by: { $0.key < $1.key }) {
            guard let field = ChartField(key), values[field] == nil else { continue }
            values[field] = (key, value)
        }
    }

    func cell(_ field: ChartField) -> ChartCell? {
        guard let (key, value) = values[field] else { return nil }
        switch value {
        case .text(let text): return text.isEmpty ? nil : ChartCell(value: .text(text), place: key)
        case .whole(let whole): return ChartCell(value: .text("\(whole)"), place: key)
        case .number(let number): return ChartCell(value: .number(number), place: key)
        case .flag(let flag): return ChartCell(value: .flag(flag), place: key)
        // `country_info` and `industry_info` hold an id and a word.
        case .object(let object):
            for name in field == .region ? ["id", "value"] : ["value", "label"] {
                if case .text(let text)? = object[name] {
                    return ChartCell(value: .text(text), place: "\(key).\(name)")
                }
            }
            return nil
        case .array, .null: return nil
        }
    }

    /// The item's series: seconds and values, in order.
    var trend: [(seconds: Double, value: Double)] {
        guard case .array(let points)? = values[.trend]?.value else { return [] }
        return points.compactMap { point in
            guard let seconds = point["time"]?.double, let value = point["value"]?.double else { return nil }
            return (seconds, value)
        }
    }

    /// The chart kinds that the keys imply.
    var kinds: Set<String> { Set(values.keys.compactMap(\.kind)) }
}
