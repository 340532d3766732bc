import Foundation

/// Holds a value against a JSON Schema that uses no more of draft 2020-12 than `type`, `const`, `enum`, `required`, `properties`,
/// `additionalProperties: false`, `minimum`, `maximum` and `oneOf`.
struct SchemaCheck {
    private let schema: [String: Any]

    private init(_ schema: [String: Any]) { self.schema = schema }

    /// A schema of the folder `Documentation/Schemas`.
    init(_ name: String) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("../../Documentation/Schemas/\(name)")
        schema = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
    }

    private static let known: Set = [
        "$schema", "title", "description", "type", "const", "enum", "required", "properties",
        "additionalProperties", "minimum", "maximum", "oneOf",
    ]

    /// What is wrong with `value`, each with its place; nothing where it conforms.
    func problems(of value: Any, at place: String = "") -> [String] {
        let unknown = schema.keys.filter { !Self.known.contains($0) }.map {
            "\(place): \($0) is not understood"
        }
        return unknown + problems(ofKind: value, place) + problems(ofNumber: value, place)
            + problems(ofObject: value, place) + problems(ofChoice: value, place)
    }

    private func problems(ofKind value: Any, _ place: String) -> [String] {
        var problems: [String] = []
        if let kinds = schema["type"] as? [String] ?? (schema["type"] as? String).map({ [$0] }),
            !kinds.contains(where: { Self.isA($0, value) })
        {
            problems.append("\(place): \(value) is no \(kinds.joined(separator: " or "))")
        }
        let allowed = schema["enum"] as? [String] ?? (schema["const"] as? String).map { [$0] }
        if let allowed, !allowed.contains(value as? String ?? "") {
            problems.append("\(place): \(value) is none of \(allowed)")
        }
        return problems
    }

    private static func isA(_ kind: String, _ value: Any) -> Bool {
        // To Foundation a boolean is a number, told by its kind alone.
        let number = (value as? NSNumber).flatMap { String(cString: $0.objCType) == "c" ? nil : $0 }
        switch kind {
        case "object": return value is [String: Any]
        case "string": return value is String
        case "null": return value is NSNull
        case "number": return number != nil
        case "integer": return number.map { $0.doubleValue.rounded() == $0.doubleValue } ?? false
        default: return false
        }
    }

    private func problems(ofNumber value: Any, _ place: String) -> [String] {
        guard let number = (value as? NSNumber)?.doubleValue else { return [] }
        let low = (schema["minimum"] as? NSNumber)?.doubleValue ?? -.infinity
        let high = (schema["maximum"] as? NSNumber)?.doubleValue ?? .infinity
        return (low...high).contains(number) ? [] : ["\(place): \(number) is not in \(low)...\(high)"]
    }

    private func problems(ofObject value: Any, _ place: String) -> [String] {
        guard let object = value as? [String: Any] else { return [] }
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        var problems = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }.map {
            "\(place): \($0) is missing"
        }
        for (key, value) in object {
            if let property = properties[key] {
                problems += SchemaCheck(property).problems(of: value, at: "\(place)/\(key)")
            } else if schema["additionalProperties"] as? Bool == false {
                problems.append("\(place): \(key) is unknown")
            }
        }
        return problems
    }

    private func problems(ofChoice value: Any, _ place: String) -> [String] {
        guard let choices = schema["oneOf"] as? [[String: Any]] else { return [] }
        let outcomes = choices.map { SchemaCheck($0).problems(of: value, at: place) }
        let fits = outcomes.count { $0.isEmpty }
        return fits == 1 ? [] : ["\(place): \(value) fits \(fits) of \(choices.count): \(outcomes)"]
    }
}
