internal import ClipCore
internal import SystemLibrary

/// Formats JSON Lines records, schema first.
package enum JSONLine {
    /// The line without its end; keys are sorted, control characters escaped.
    package static func text(_ schema: String, _ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("a result holds a number that JSON does not have")
        }
        let body = String(decoding: data, as: UTF8.self).steeringEscapedInJSON.dropFirst()
        return "{\"schema\":\"\(schema)\"" + (body == "}" ? "" : ",") + body
    }
}
