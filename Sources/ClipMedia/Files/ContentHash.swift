internal import SystemLibrary
public import SystemPackage

/// XXH64 of a file's bytes (Yann Collet, BSD 2-clause;
/// https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md). Fast, but no protection against forgery.
public struct ContentHash: Sendable {
    private static let first: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let second: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let third: UInt64 = 0x1656_67B1_9E37_79F9
    private static let fourth: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let fifth: UInt64 = 0x27D4_EB2F_1656_67C5
    private static let stripe = 32

    private var lanes = SIMD4<UInt64>(first &+ second, second, 0, 0 &- first)
    private var count: UInt64 = 0

    /// Digits of a hash.
    public static let length = 16

    /// The hash of the file at `path` as 16 hexadecimal digits; nil if it cannot be read.
    ///
    /// - Parameter end: number of bytes at the end to ignore.
    public static func of(_ path: FilePath, without end: Int = 0) -> String? {
        let descriptor = path.withPlatformString { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return of(descriptor, without: end)
    }

    static func of(_ descriptor: Int32, without end: Int = 0) -> String? {
        var size = stat()
        guard fstat(descriptor, &size) == 0 else { return nil }
        let limit = end == 0 ? Int.max : max(0, Int(size.st_size) - end)
        var hash = ContentHash()
        // A whole number of stripes: only the last block has a remainder.
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let filled = block.withUnsafeMutableBytes {
                Descriptor.readAll(into: $0, from: descriptor, at: Int64(hash.count))
            }
            guard filled >= 0 else { return nil }
            let got = min(filled, limit - Int(hash.count))
            if got < block.count {
                let value = block.withUnsafeBytes {
                    hash.finished(UnsafeRawBufferPointer(rebasing: $0[..<got]))
                }
                let digits = String(value, radix: 16)
                return String(repeating: "0", count: length - digits.count) + digits
            }
            block.withUnsafeBytes { hash.add($0) }
        }
    }

    /// Hashes whole stripes.
    private mutating func add(_ bytes: UnsafeRawBufferPointer) {
        for offset in stride(from: 0, to: bytes.count - bytes.count % Self.stripe, by: Self.stripe) {
            for lane in 0..<4 {
                lanes[lane] = Self.mixed(lanes[lane], Self.word(bytes, offset + 8 * lane))
            }
        }
        count += UInt64(bytes.count)
    }

    private consuming func finished(_ rest: UnsafeRawBufferPointer) -> UInt64 {
        var hash = self
        hash.add(rest)
        var result: UInt64
        if hash.count >= UInt64(Self.stripe) {
            result =
                Self.rotated(hash.lanes[0], 1) &+ Self.rotated(hash.lanes[1], 7)
                &+ Self.rotated(hash.lanes[2], 12) &+ Self.rotated(hash.lanes[3], 18)
            for lane in 0..<4 {
                result = (result ^ Self.mixed(0, hash.lanes[lane])) &* Self.first &+ Self.fourth
            }
        } else {
            result = Self.fifth
        }
        result &+= hash.count
        var offset = rest.count - rest.count % Self.stripe
        while offset + 8 <= rest.count {
            result =
                Self.rotated(result ^ Self.mixed(0, Self.word(rest, offset)), 27) &* Self.first &+ Self.fourth
            offset += 8
        }
        if offset + 4 <= rest.count {
            let half = UInt64(
                UInt32(littleEndian: rest.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
            result = Self.rotated(result ^ half &* Self.first, 23) &* Self.second &+ Self.third
            offset += 4
        }
        for byte in rest[offset...] {
            result = Self.rotated(result ^ UInt64(byte) &* Self.fifth, 11) &* Self.first
        }
        result = (result ^ result >> 33) &* Self.second
        result = (result ^ result >> 29) &* Self.third
        return result ^ result >> 32
    }

    private static func mixed(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        rotated(lane &+ word &* second, 31) &* first
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    private static func rotated(_ value: UInt64, _ bits: UInt64) -> UInt64 {
        value << bits | value >> (64 - bits)
    }
}
