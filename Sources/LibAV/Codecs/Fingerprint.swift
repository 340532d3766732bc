internal import CFFmpeg

/// SHA-256 of data given in parts (`av_sha`).
public struct Fingerprint: ~Copyable {
    private let pointer: OpaquePointer

    /// Creates an empty hash; throws only if memory is exhausted (`av_sha_alloc`).
    public init() throws(AVFailure) {
        guard let made = av_sha_alloc() else { throw AVFailure.outOfMemory("make a hash") }
        pointer = made
        av_sha_init(pointer, 256)
    }

    deinit { av_free(UnsafeMutableRawPointer(pointer)) }

    /// Adds bytes to the hash.
    public mutating func add(_ bytes: [UInt8]) { av_sha_update(pointer, bytes, bytes.count) }

    /// Returns the hash as 64 hexadecimal digits.
    public consuming func hexadecimal() -> String {
        let digits = Array("0123456789abcdef")
        return String(digest().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    /// Returns the hash as 32 bytes.
    public consuming func digest() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        av_sha_final(pointer, &digest)
        return digest
    }
}
