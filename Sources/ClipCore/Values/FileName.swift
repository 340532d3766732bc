internal import SystemLibrary
public import SystemPackage

/// File names are bytes: names that are not UTF-8 must survive from the command line to the disk and back.
extension FilePath {
    /// Creates a path from bytes, up to the first zero; repeated and trailing slashes are dropped.
    public init(bytes: [UInt8]) {
        self = (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer {
            FilePath(platformString: $0.baseAddress!)
        }
    }

    /// The path's exact bytes, without terminating zero.
    public var bytes: [UInt8] {
        withPlatformString { pointer in
            var (bytes, index) = ([UInt8](), 0)
            while pointer[index] != 0 {
                bytes.append(UInt8(bitPattern: pointer[index]))
                index += 1
            }
            return bytes
        }
    }

    /// The exact bytes in base64 if they are not UTF-8, else nil.
    public var base64IfNotText: String? {
        let bytes = bytes
        return String(validating: bytes, as: UTF8.self) == nil ? Data(bytes).base64EncodedString() : nil
    }

    /// Decodes a path from base64; nil if invalid.
    public init?(base64 text: String) {
        guard let data = Data(base64Encoded: text) else { return nil }
        self.init(bytes: [UInt8](data))
    }

    /// The exact bytes of the last component; empty if there is none.
    public var nameBytes: [UInt8] { lastComponent.map { FilePath(root: nil, [$0]).bytes } ?? [] }

    /// The last component without its extension, and the extension in lower case ("" for none).
    public var stemAndExtension: (stem: [UInt8], extension: String) {
        let name = nameBytes
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return (name, "") }
        return (Array(name[..<dot]), String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased())
    }

    /// A path in the same folder: the file's name without extension, plus `ending`.
    public func beside(_ ending: String) -> FilePath {
        FilePath(
            bytes: Array(bytes.dropLast(nameBytes.count))
                + Self.name(stemAndExtension.stem, Array(ending.utf8)))
    }

    /// The longest file name in bytes that file systems accept.
    public static let longestName = 255

    /// Joins stem and ending. A name that is too long has its stem cut between two characters and marked with
    /// a hash of the whole stem, so that names stay distinct, e.g. `very-long-3f2a90bc-15s.mp4`.
    public static func name(_ stem: [UInt8], _ ending: [UInt8], within limit: Int = longestName) -> [UInt8] {
        guard stem.count + ending.count > limit else { return stem + ending }
        let hash = String(stem.fnv1a & 0xFFFF_FFFF, radix: 16)
        let mark = Array("-\(String(repeating: "0", count: 8 - hash.count))\(hash)".utf8)
        var kept = stem.prefix(max(0, limit - ending.count - mark.count))
        while let next = stem.dropFirst(kept.count).first, next & 0xC0 == 0x80, !kept.isEmpty {
            kept = kept.dropLast()
        }
        return kept + mark + ending
    }
}

extension Sequence<UInt8> {
    /// The 64-bit FNV-1a hash.
    public var fnv1a: UInt64 {
        reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

/// A path in a plan: stored as text, plus its exact bytes if they are not UTF-8.
public struct PlannedPath: Hashable, Codable, Sendable {
    /// The path as the user named it: relative paths stay relative.
    public let path: FilePath

    package init(_ path: FilePath) { self.path = path }

    private enum Key: CodingKey { case path, pathBytes }

    /// Decodes `pathBytes`, else `path`; throws if both are missing or `pathBytes` is not base64.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if let encoded = try container.decodeIfPresent(String.self, forKey: .pathBytes) {
            guard let path = FilePath(base64: encoded) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .pathBytes, in: container, debugDescription: "pathBytes is not base64")
            }
            self.path = path
        } else {
            path = FilePath(try container.decode(String.self, forKey: .path))
        }
    }

    /// Encodes `path` as text, and `pathBytes` in base64 if the text would lose bytes.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(path.string, forKey: .path)
        try container.encodeIfPresent(path.base64IfNotText, forKey: .pathBytes)
    }
}

extension FilePath {
    /// For messages: control characters are escaped, so that a file name cannot control the terminal.
    public var shown: String { String(decoding: bytes, as: UTF8.self).printable }

    /// Its folder.
    public var folder: FilePath { removingLastComponent().isEmpty ? "." : removingLastComponent() }
}
