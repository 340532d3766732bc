internal import SystemLibrary

/// Any JSON value. Whole numbers keep all digits: ids have more than a double holds.
enum JSONValue: Decodable {
    case object([String: JSONValue])
    case array([JSONValue])
    case text(String)
    case whole(Int)
    case number(Double)
    case flag(Bool)
    case null

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let whole = try? container.decode(Int.self) {
            self = .whole(whole)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let object = try? container.decode([String: JSONValue].self) {
            self = .object(object)
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let array = try? container.decode([JSONValue].self) {
            self = .array(array)
        } else {
            self = .null
        }
    }

    static func read(_ bytes: some Sequence<UInt8>) throws(ImportProblem) -> JSONValue {
        do {
            return try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
        } catch let DecodingError.dataCorrupted(context) {
            let cause = context.underlyingError.map { "\($0)" } ?? context.debugDescription
            throw ImportProblem(
                "it is no JSON: \(Self.words(of: cause))",
                hint: "is the file complete? NaN and Infinity are no numbers of JSON")
        } catch { throw ImportProblem("it is no JSON: \(error)") }
    }

    /// Extracts the sentence from the decoder's message.
    private static func words(of cause: String) -> String {
        guard let start = cause.firstRange(of: "NSDebugDescription=") else { return cause }
        let words = cause[start.upperBound...].prefix { $0 != "}" && $0 != "," }
        return words.hasSuffix(".") ? String(words.dropLast()) : String(words)
    }

    subscript(_ key: String) -> JSONValue? {
        if case .object(let object) = self { object[key] } else { nil }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }

    var double: Double? {
        switch self {
        case .whole(let whole): Double(whole)
        case .number(let number): number
        default: nil
        }
    }

    /// The objects of an array; nil if it is not an array of objects.
    var objects: [[String: JSONValue]]? {
        guard case .array(let items) = self else { return nil }
        let objects = items.compactMap { if case .object(let object) = $0 { object } else { nil } }
        return objects.count == items.count ? objects : nil
    }
}
