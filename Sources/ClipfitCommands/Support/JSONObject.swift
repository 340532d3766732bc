internal import ClipCore

/// A JSON object, written member by member. A value of nil is written as null.
struct JSONObject: Encodable, ExpressibleByDictionaryLiteral {
    typealias Value = (any Encodable)?

    private var members: [String: Value]

    init(dictionaryLiteral members: (String, Value)...) {
        self.members = Dictionary(uniqueKeysWithValues: members)
    }

    /// Members that are left out, instead of null, if they are nil.
    init(known members: KeyValuePairs<String, Value>) {
        self.members = Dictionary(uniqueKeysWithValues: members.filter { $0.value != nil })
    }

    /// A path as text, with U+FFFD for invalid UTF-8; in that case `nameBytes` holds its bytes in base64.
    init(_ name: String, _ path: FilePath) {
        self.init(known: [name: path.jsonText, name + "Bytes": path.base64IfNotText])
    }

    /// Adds members; the keys of both differ.
    static func += (left: inout JSONObject, right: JSONObject) {
        left.members.merge(right.members) { $1 }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        for (name, value) in members {
            let key = Name(stringValue: name)
            if let value {
                try container.encode(value, forKey: key)
            } else {
                try container.encodeNil(forKey: key)
            }
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

extension FilePath {
    /// The path as text, with U+FFFD for invalid UTF-8.
    var jsonText: String { String(decoding: bytes, as: UTF8.self) }
}
