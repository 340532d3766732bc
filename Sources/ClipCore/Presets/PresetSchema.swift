internal import SystemLibrary

/// The JSON Schema (draft 2020-12) of presets, for editors and other tools. It covers what ``PresetReader``
/// checks, except duplicate keys, tags and anchors, a span's lower number first, files, and the content of
/// other presets (`extends`, locks, hashtags).
public struct PresetSchema {
    /// The known platform ids.
    private let platforms: [String]

    /// Creates a schema for these platforms.
    public init(platforms: [String]) { self.platforms = platforms }

    /// The schema as text that ends with a newline.
    public var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(root) else { preconditionFailure("the schema is JSON") }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private var root: JSON {
        var properties = members(PresetField.allCases.filter { $0.group == nil })
        for group in PresetField.groups {
            properties[group] = mapping(members(PresetField.allCases.filter { $0.group == group }))
        }
        properties["extends"] = pattern(
            .path, about: "a preset that this one builds on, or a file in its folder")
        properties["lock"] = [
            "description": "what neither flags nor presets that build on this one may change",
            "type": "array", "minItems": 1, "uniqueItems": true, "items": words(PresetField.lockable),
        ]
        guard case .object(var root) = mapping(properties) else {
            preconditionFailure("a mapping is an object")
        }
        root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        root["title"] = "clipfit preset"
        // Both define the aspect ratio.
        root["not"] = ["required": ["aspect", "size"]]
        return .object(root)
    }

    private func mapping(_ properties: [String: JSON]) -> JSON {
        ["type": "object", "additionalProperties": false, "properties": .object(properties)]
    }

    private func members(_ fields: [PresetField]) -> [String: JSON] {
        Dictionary(
            uniqueKeysWithValues: fields.map { field in
                guard case .object(var rule) = schema(field.rule.kind) else {
                    return (field.name, ["not": [:]])
                }
                rule["description"] = .text(field.rule.about)
                return (field.name, .object(rule))
            })
    }

    private func schema(_ kind: PresetKind) -> JSON {
        switch kind {
        case .flag: ["type": "boolean"]
        case .number(let range), .time(let range): number("number", range)
        case .whole(let range): number("integer", Double(range.lowerBound)...Double(range.upperBound))
        case .text(let pattern): self.pattern(pattern)
        case .choice(let words): self.words(words)
        case .platform: words(platforms)
        case .path: pattern(.path)
        case .list(let kind, let count):
            [
                "type": "array", "items": schema(kind), "uniqueItems": true,
                "minItems": .number(Double(count.lowerBound)), "maxItems": .number(Double(count.upperBound)),
            ]
        case .span(let range):
            ["type": "array", "items": number("number", range), "minItems": 2, "maxItems": 2]
        case .either(let one, let other): ["anyOf": [schema(one), schema(other)]]
        case .each(let kind, let most):
            [
                "anyOf": [
                    schema(kind),
                    [
                        "type": "array", "items": schema(kind), "minItems": 1,
                        "maxItems": .number(Double(most)),
                    ],
                ]
            ]
        }
    }

    private func number(_ type: String, _ range: ClosedRange<Double>) -> JSON {
        ["type": .text(type), "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)]
    }

    private func words(_ words: [String]) -> JSON { ["enum": .array(words.map(JSON.text))] }

    private func pattern(_ pattern: PresetPattern, about: String? = nil) -> JSON {
        var schema: [String: JSON] = [
            "type": "string", "minLength": 1, "maxLength": .number(Double(pattern.maximumLength)),
            "pattern": .text(pattern.expression),
        ]
        schema["description"] = about.map(JSON.text)
        return .object(schema)
    }
}
