import Foundation
import Testing

/// Holds a value against a JSON Schema that uses no more of draft 2020-12 than `type`, `const`, `enum`, `required`, `properties`,
/// `additionalProperties`, `items`, `minimum`, `maximum` and `oneOf`.
struct SchemaCheck {
    private let schema: [String: Any]

    /// What a schema does not name is wrong too.
    private var isClosed = false

    init(_ schema: [String: Any], isClosed: Bool = false) {
        (self.schema, self.isClosed) = (schema, isClosed)
    }

    /// A schema of the folder `Documentation/Schemas`.
    init(_ name: String) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("../../Documentation/Schemas/\(name)")
        schema = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
    }

    private static let known: Set = [
        "$schema", "title", "description", "type", "const", "enum", "required", "properties",
        "additionalProperties", "items", "minimum", "maximum", "oneOf",
    ]

    /// What is wrong with `value`, each with its place; nothing where it conforms.
    func problems(of value: Any, at place: String = "") -> [String] {
        let unknown = schema.keys.filter { !Self.known.contains($0) }.map {
            "\(place): \($0) is not understood"
        }
        return unknown + problems(ofKind: value, place) + problems(ofNumber: value, place)
            + problems(ofObject: value, place) + problems(ofList: value, place)
            + problems(ofChoice: value, place)
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
        case "array": return value is [Any]
        case "boolean": return value is NSNumber && number == nil
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
                problems += SchemaCheck(property, isClosed: isClosed).problems(
                    of: value, at: "\(place)/\(key)")
            } else if let other = schema["additionalProperties"] as? [String: Any] {
                problems += SchemaCheck(other, isClosed: isClosed).problems(of: value, at: "\(place)/\(key)")
            } else if isClosed || schema["additionalProperties"] as? Bool == false {
                problems.append("\(place): \(key) is unknown")
            }
        }
        return problems
    }

    private func problems(ofList value: Any, _ place: String) -> [String] {
        guard let list = value as? [Any], let items = schema["items"] as? [String: Any] else { return [] }
        return list.flatMap { SchemaCheck(items, isClosed: isClosed).problems(of: $0, at: place + "[]") }
    }

    private func problems(ofChoice value: Any, _ place: String) -> [String] {
        guard let choices = schema["oneOf"] as? [[String: Any]] else { return [] }
        let outcomes = choices.map { SchemaCheck($0).problems(of: value, at: place) }
        let fits = outcomes.count { $0.isEmpty }
        return fits == 1 ? [] : ["\(place): \(value) fits \(fits) of \(choices.count): \(outcomes)"]
    }
}

/// The schemas of all records, which `clipfit schema` prints.
enum RecordSchemas {
    private nonisolated(unsafe) static let known: [String: [String: Any]] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../Presets/records/records.jsonl")
        let lines = ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n")
        return lines.reduce(into: [:]) { known, line in
            let schema = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            if let schema, let name = schema["title"] as? String { known[name] = schema }
        }
    }()

    /// Holds a record against its schema, or keeps it for `.ci/schemas` where `CLIPFIT_RECORDS` names a folder.
    static func check(_ record: [String: Any], _ line: Substring) throws {
        let name = try #require(record["schema"] as? String, "\(line)")
        if let folder = ProcessInfo.processInfo.environment["CLIPFIT_RECORDS"] {
            let file = "\(folder)/\(name.replacingOccurrences(of: "/", with: "-"))-\(UUID().uuidString)"
            return try Data(line.utf8).write(to: URL(fileURLWithPath: file))
        }
        let schema = try #require(known[name], "no schema of \(name)")
        let problems = SchemaCheck(schema, isClosed: true).problems(of: record)
        #expect(problems == [], "\(name): run .ci/schemas")
    }
}
