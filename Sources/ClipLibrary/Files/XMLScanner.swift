/// Reads XML sequentially: tags, attributes and text, as needed for spreadsheets. Supports only the five XML
/// entities and numeric ones, no document type.
struct XMLScanner {
    enum Event {
        case start(String, [String: String])
        case end(String)
        case text(String)
    }

    private let bytes: [UInt8]
    private var place = 0
    /// The end of a self-closing tag.
    private var pending: String?

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next event; nil at the end.
    mutating func next() throws(ImportProblem) -> Event? {
        if let name = pending {
            pending = nil
            return .end(name)
        }
        while place < bytes.count {
            guard bytes[place] == UInt8(ascii: "<") else { return .text(Self.unescaped(take(until: "<"))) }
            if starts("<!--") {
                try skip("-->")
            } else if starts("<?") {
                try skip("?>")
            } else if starts("<![CDATA[") {
                let start = place + 9
                try skip("]]>")
                return .text(String(decoding: bytes[start..<place - 3], as: UTF8.self))
            } else if starts("<!") {
                throw ImportProblem("its XML declares a document type: it is no plain spreadsheet")
            } else {
                return try tag()
            }
        }
        return nil
    }

    private mutating func tag() throws(ImportProblem) -> Event {
        let start = place + 1
        var quote: UInt8?
        place = start
        while place < bytes.count, quote != nil || bytes[place] != UInt8(ascii: ">") {
            if bytes[place] == quote {
                quote = nil
            } else if quote == nil, bytes[place] == UInt8(ascii: "\"") || bytes[place] == UInt8(ascii: "'") {
                quote = bytes[place]
            }
            place += 1
        }
        guard place < bytes.count else { throw ImportProblem("its XML is cut off") }
        var content = String(decoding: bytes[start..<place], as: UTF8.self)
        place += 1
        if content.first == "/" { return .end(Self.local(content.dropFirst())) }
        let isClosed = content.last == "/"
        if isClosed { content.removeLast() }
        let name = Self.local(content.prefix { !$0.isWhitespace })
        if isClosed { pending = name }
        return .start(name, Self.attributes(content.drop { !$0.isWhitespace }))
    }

    /// Removes the namespace prefix.
    private static func local(_ name: some StringProtocol) -> String {
        String(name.split(separator: ":").last ?? "").trimmed
    }

    private static func attributes(_ text: Substring) -> [String: String] {
        var (found, rest) = ([String: String](), text)
        while let equals = rest.firstIndex(of: "=") {
            let name = rest[..<equals].trimmed
            let value = rest[rest.index(after: equals)...].drop(while: \.isWhitespace)
            guard let quote = value.first, quote == "\"" || quote == "'",
                let end = value.dropFirst().firstIndex(of: quote)
            else { break }
            found[name] = unescaped(String(value[value.index(after: value.startIndex)..<end]))
            rest = value[value.index(after: end)...]
        }
        return found
    }

    private func starts(_ mark: String) -> Bool { bytes[place...].starts(with: mark.utf8) }

    private mutating func take(until mark: Character) -> String {
        let start = place
        while place < bytes.count, bytes[place] != mark.asciiValue { place += 1 }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func skip(_ mark: String) throws(ImportProblem) {
        while place < bytes.count, !starts(mark) { place += 1 }
        guard place < bytes.count else { throw ImportProblem("its XML is cut off") }
        place += mark.utf8.count
    }

    private static func unescaped(_ text: String) -> String {
        guard text.contains("&") else { return text }
        let names = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
        var (result, rest) = ("", text[...])
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            guard let end = rest[start...].firstIndex(of: ";") else { break }
            let name = rest[rest.index(after: start)..<end]
            let code = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
            result += names[String(name)] ?? code.flatMap(Unicode.Scalar.init).map { String($0) } ?? ""
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }
}
