internal import CFFmpeg

/// SHA-256 over pieces of data (`av_sha`).
public struct Fingerprint: ~Copyable {
    private let pointer: OpaquePointer

    /// The hash of nothing yet; throws only where memory is lacking (`av_sha_alloc`).
    public init() throws(AVFailure) {
        guard let made = av_sha_alloc() else { throw AVFailure.outOfMemory("make a hash") }
        pointer = made
        av_sha_init(pointer, 256)
    }

    deinit { av_free(UnsafeMutableRawPointer(pointer)) }

    /// Appends `bytes` to what is hashed.
    public mutating func add(_ bytes: [UInt8]) { av_sha_update(pointer, bytes, bytes.count) }

    /// The hash as 64 hexadecimal digits.
    public consuming func hexadecimal() -> String {
        let digits = Array("0123456789abcdef")
        return String(digest().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    /// The 32 bytes of the hash.
    public consuming func digest() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        av_sha_final(pointer, &digest)
        return digest
    }
}
