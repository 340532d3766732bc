internal import CZlib

/// Reads a ZIP archive in memory by its central directory (PKWARE's APPNOTE, 4.3), without writing to disk.
struct ZipArchive {
    struct Entry {
        let name: String
        fileprivate let isDeflated: Bool
        fileprivate let check, packed, size, offset: Int
    }

    /// Limits: entries, total unpacked bytes, and the expansion ratio of an entry over a megabyte.
    static let maximumEntries = 1000
    static let maximumBytes = 256 << 20
    static let maximumRatio = 200

    let entries: [Entry]
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) throws(ImportProblem) {
        self.bytes = bytes
        guard let end = Self.end(bytes) else {
            throw ImportProblem("it is no complete ZIP archive", hint: "is the file cut off?")
        }
        let count = Self.number(bytes, end + 10, 2)
        guard count <= Self.maximumEntries else {
            throw ImportProblem("it holds more than \(Self.maximumEntries) files")
        }
        var (entries, place, total) = ([Entry](), Self.number(bytes, end + 16, 4), 0)
        for _ in 0..<count {
            guard place + 46 <= bytes.count, Self.number(bytes, place, 4) == 0x0201_4B50 else {
                throw Self.damaged
            }
            let length = Self.number(bytes, place + 28, 2)
            let method = Self.number(bytes, place + 10, 2)
            guard place + 46 + length <= bytes.count else { throw Self.damaged }
            let name = String(decoding: bytes[place + 46..<place + 46 + length], as: UTF8.self)
            guard method == 0 || method == 8, Self.number(bytes, place + 8, 2) & 1 == 0 else {
                throw ImportProblem("'\(name)' in it is encrypted, or packed in an unusual way")
            }
            let entry = Entry(
                name: name, isDeflated: method == 8, check: Self.number(bytes, place + 16, 4),
                packed: Self.number(bytes, place + 20, 4),
                size: Self.number(bytes, place + 24, 4), offset: Self.number(bytes, place + 42, 4))
            total += entry.size
            guard total <= Self.maximumBytes,
                entry.size <= max(1 << 20, entry.packed * Self.maximumRatio)
            else { throw ImportProblem("it would become too large: it is no export", column: entry.name) }
            entries.append(entry)
            place += 46 + length + Self.number(bytes, place + 30, 2) + Self.number(bytes, place + 32, 2)
        }
        self.entries = entries
    }

    /// Unpacks an entry, at most to its size in the directory.
    func bytes(of entry: Entry) throws(ImportProblem) -> [UInt8] {
        guard entry.offset + 30 <= bytes.count, Self.number(bytes, entry.offset, 4) == 0x0403_4B50 else {
            throw Self.damaged
        }
        let start =
            entry.offset + 30 + Self.number(bytes, entry.offset + 26, 2)
            + Self.number(bytes, entry.offset + 28, 2)
        guard start + entry.packed <= bytes.count else { throw Self.damaged }
        let packed = bytes[start..<start + entry.packed]
        let plain = entry.isDeflated ? Self.inflated(packed, size: entry.size) : Array(packed)
        guard let plain, plain.count == entry.size, Int(crc32(0, plain, uInt(plain.count))) == entry.check
        else { throw Self.damaged }
        return plain
    }

    private static let damaged = ImportProblem("the archive is damaged", hint: "download it again")

    /// Position of the end-of-directory record, within the last 64 KB.
    private static func end(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 22 else { return nil }
        return (max(0, bytes.count - 65_557)...bytes.count - 22).last { number(bytes, $0, 4) == 0x0605_4B50 }
    }

    /// Little-endian number.
    private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }

    /// Inflates raw deflate (RFC 1951) to exactly `size` bytes; nil otherwise.
    private static func inflated(_ packed: ArraySlice<UInt8>, size: Int) -> [UInt8]? {
        var stream = z_stream()
        guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { inflateEnd(&stream) }
        var (input, isWhole) = (Array(packed), false)
        // One extra byte reveals data that is longer than declared.
        var output = [UInt8](repeating: 0, count: size + 1)
        input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                (stream.next_in, stream.avail_in) = (input.baseAddress, uInt(input.count))
                (stream.next_out, stream.avail_out) = (output.baseAddress, uInt(output.count))
                isWhole = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_out == 1
            }
        }
        guard isWhole else { return nil }
        output.removeLast()
        return output
    }
}
