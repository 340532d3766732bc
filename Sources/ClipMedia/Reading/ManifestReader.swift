internal import ClipCore

/// Finds digital source types in a C2PA manifest store: in actions (CBOR) and in JSON assertions.
///
/// The input is JUMBF (ISO/IEC 19566-5) from any author: depth, boxes and values are limited, and invalid
/// data ends the search.
struct ManifestReader {
    private(set) var types: [String] = []
    private let bytes: [UInt8]
    private var boxes = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        search(0..<bytes.count, label: "", depth: 0)
    }

    private mutating func search(_ range: Range<Int>, label: String, depth: Int) {
        guard depth < 12 else { return }
        var (position, label) = (range.lowerBound, label)
        while position + 8 <= range.upperBound, boxes < 20_000 {
            boxes += 1
            let size = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
            let type = bytes[position + 4..<position + 8]
            let end = size == 0 ? range.upperBound : position + size
            guard size == 0 || size >= 8, end <= range.upperBound else { return }
            let content = position + 8..<end
            if type.elementsEqual("jumb".utf8) {
                search(content, label: "", depth: depth + 1)
            } else if type.elementsEqual("jumd".utf8) {
                label = Self.label(bytes[content])
            } else if type.elementsEqual("cbor".utf8), label.hasPrefix("c2pa.actions") {
                var walk = CBORWalk(bytes[content], wanted: "digitalSourceType")
                walk.run()
                types += walk.found
            } else if type.elementsEqual("json".utf8) {
                types += SourceTypeText.values(in: bytes[content])
            }
            position = end
        }
    }

    /// The label follows a UUID and a byte whose second bit announces it; it ends at a zero.
    private static func label(_ content: ArraySlice<UInt8>) -> String {
        guard content.count > 17, content[content.startIndex + 16] & 2 != 0 else { return "" }
        return String(decoding: content.dropFirst(17).prefix { $0 != 0 }.prefix(256), as: UTF8.self)
    }
}

/// Walks CBOR (RFC 8949) once and collects the texts under one key, at any depth.
private struct CBORWalk {
    private(set) var found: [String] = []
    private let bytes: ArraySlice<UInt8>
    private let wanted: String
    private var position: Int
    private var items = 0

    init(_ bytes: ArraySlice<UInt8>, wanted: String) {
        (self.bytes, self.wanted, position) = (bytes, wanted, bytes.startIndex)
    }

    mutating func run() { _ = item(depth: 0) }

    private enum Item {
        case text(String)
        case other
        /// End of an item of indefinite length.
        case stop
    }

    /// The next item; nil at the end or if invalid.
    private mutating func item(depth: Int) -> Item? {
        items += 1
        guard depth < 24, items < 200_000, position < bytes.endIndex else { return nil }
        let (major, low) = (bytes[position] >> 5, bytes[position] & 31)
        position += 1
        if major == 7, low == 31 { return .stop }
        let isOpen = low == 31 && (2...5).contains(major)
        guard let value = isOpen ? 0 : argument(low) else { return nil }
        switch major {
        case 2, 3: return isOpen ? pieces(depth) : string(value, isText: major == 3)
        case 4, 5: return members(isOpen ? nil : value, areNamed: major == 5, depth)
        case 6: return item(depth: depth + 1)
        default: return .other
        }
    }

    private mutating func argument(_ low: UInt8) -> UInt64? {
        guard low >= 24 else { return UInt64(low) }
        guard low <= 27 else { return nil }
        let count = 1 << Int(low - 24)
        guard position + count <= bytes.endIndex else { return nil }
        defer { position += count }
        return bytes[position..<position + count].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func string(_ count: UInt64, isText: Bool) -> Item? {
        guard count <= UInt64(bytes.endIndex - position) else { return nil }
        defer { position += Int(count) }
        guard isText, count <= 1024 else { return .other }
        return .text(String(decoding: bytes[position..<position + Int(count)], as: UTF8.self))
    }

    private mutating func pieces(_ depth: Int) -> Item? {
        while let next = item(depth: depth + 1) { if case .stop = next { return .other } }
        return nil
    }

    private mutating func members(_ count: UInt64?, areNamed: Bool, _ depth: Int) -> Item? {
        var left = count ?? .max
        while left > 0 {
            guard let first = item(depth: depth + 1) else { return nil }
            if case .stop = first { return count == nil ? .other : nil }
            if areNamed {
                guard let value = item(depth: depth + 1) else { return nil }
                if case .text(wanted) = first, case .text(let text) = value { found.append(text) }
            }
            left -= 1
        }
        return .other
    }
}

/// Finds values of `digitalSourceType` in XMP or JSON text.
enum SourceTypeText {
    /// At most 64 values of at most 256 bytes.
    static func values(in text: some Collection<UInt8>) -> [String] {
        let bytes = Array(text)
        let name = Array("igitalSourceType".utf8)
        var (values, position): ([String], Int) = ([], 1)
        while values.count < 64, position + name.count < bytes.count {
            guard let first = bytes[position...].firstIndex(of: name[0]) else { break }
            position = first + 1
            guard first + name.count < bytes.count, bytes[first..<first + name.count].elementsEqual(name),
                bytes[first - 1] | 0x20 == UInt8(ascii: "d")
            else { continue }
            position = first + name.count
            if let value = value(bytes[position...]) { values.append(value) }
        }
        return values
    }

    /// The value after the name: `="…"`, `>…<`, ` rdf:resource="…"`, `": "…"`.
    private static func value(_ rest: ArraySlice<UInt8>) -> String? {
        let window = rest.prefix(512)
        guard let sign = window.first(where: { !$0.isSpace && $0 != UInt8(ascii: "\"") }) else { return nil }
        var body = window.drop { $0 != sign }.dropFirst()
        switch sign {
        case UInt8(ascii: "="), UInt8(ascii: ":"): body = body.drop(while: \.isSpace)
        case UInt8(ascii: ">"): return text(body.drop(while: \.isSpace), until: UInt8(ascii: "<"))
        case UInt8(ascii: "r"):
            body = body.drop {
                $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: ">")
            }
        default: return nil
        }
        guard let quote = body.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return nil
        }
        return text(body.dropFirst(), until: quote)
    }

    private static func text(_ bytes: ArraySlice<UInt8>, until end: UInt8) -> String? {
        guard let end = bytes.firstIndex(of: end) else { return nil }
        let value = bytes[..<end]
        let last = value.lastIndex { !$0.isSpace } ?? value.startIndex - 1
        return String(validating: value[...last], as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 32 || (9...13).contains(self) }
}
