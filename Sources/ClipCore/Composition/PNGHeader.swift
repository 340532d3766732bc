/// The header of a PNG file (PNG specification, third edition, 11.2.1).
public struct PNGHeader: Hashable, Sendable {
    /// Number of bytes needed.
    public static let length = 33
    /// The longest side in pixels.
    public static let maximumSide = 16_384

    /// Size of the picture.
    public let size: Picture.Size

    /// Parses the first ``length`` bytes of a file; nil if it is not a PNG or its size is out of range.
    public init?(_ bytes: [UInt8]) {
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let chunk: [UInt8] = [0, 0, 0, 13] + Array("IHDR".utf8)
        guard bytes.count >= Self.length, bytes.starts(with: signature + chunk) else { return nil }
        let number = { (at: Int) in bytes[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) } }
        let (width, height) = (number(16), number(20))
        guard (1...Self.maximumSide).contains(width), (1...Self.maximumSide).contains(height) else {
            return nil
        }
        size = Picture.Size(width: width, height: height)
    }
}
