/// The header of a PNG, JPEG or WebP file.
public struct PictureHeader: Hashable, Sendable {
    /// The most bytes needed: metadata may come before a JPEG's size.
    public static let length = 1 << 18
    /// The longest side in pixels.
    public static let maximumSide = 16_384

    /// FFmpeg's name of the codec.
    public let codec: String
    /// Extension of files of this kind.
    public let fileExtension: String
    /// Size of the picture.
    public let size: Picture.Size

    /// Parses the beginning of a file; nil if it is no such picture or its size is out of range.
    public init?(_ bytes: [UInt8]) {
        let readers = [("png", "png", Self.png), ("mjpeg", "jpg", Self.jpeg), ("webp", "webp", Self.webp)]
        for (codec, ending, size) in readers {
            guard let (width, height) = size(bytes) else { continue }
            guard (1...Self.maximumSide).contains(width), (1...Self.maximumSide).contains(height) else {
                return nil
            }
            (self.codec, fileExtension) = (codec, ending)
            self.size = Picture.Size(width: width, height: height)
            return
        }
        return nil
    }

    private static func number(_ bytes: some Sequence<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    /// PNG specification, third edition, 11.2.1.
    private static func png(_ bytes: [UInt8]) -> (Int, Int)? {
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        guard bytes.count >= 33, bytes.starts(with: signature + [0, 0, 0, 13] + Array("IHDR".utf8)) else {
            return nil
        }
        return (number(bytes[16..<20]), number(bytes[20..<24]))
    }

    /// ITU-T T.81, B.2.2: the size is in the frame header.
    private static func jpeg(_ bytes: [UInt8]) -> (Int, Int)? {
        guard bytes.starts(with: [0xFF, 0xD8, 0xFF]) else { return nil }
        var place = 2
        while place + 9 <= bytes.count, bytes[place] == 0xFF {
            let marker = bytes[place + 1]
            if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
                return (number(bytes[place + 7..<place + 9]), number(bytes[place + 5..<place + 7]))
            }
            place += marker == 0xFF ? 1 : 2 + number(bytes[place + 2..<place + 4])
        }
        return nil
    }

    /// RFC 9649, 2.5 to 2.7.
    private static func webp(_ bytes: [UInt8]) -> (Int, Int)? {
        guard bytes.count >= 30, bytes.starts(with: "RIFF".utf8), bytes[8..<15].elementsEqual("WEBPVP8".utf8)
        else { return nil }
        let little = { (range: Range<Int>) in number(bytes[range].reversed()) }
        switch bytes[15] {
        case UInt8(ascii: "X"): return (little(24..<27) + 1, little(27..<30) + 1)
        case UInt8(ascii: "L"):
            let bits = little(21..<25)
            return (bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
        case UInt8(ascii: " "): return (little(26..<28) & 0x3FFF, little(28..<30) & 0x3FFF)
        default: return nil
        }
    }
}
