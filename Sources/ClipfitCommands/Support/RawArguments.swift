internal import ArgumentParser
internal import CPlatform
internal import ClipCore

/// The command-line arguments without loss.
///
/// File names are bytes, the parser's words are Unicode: an invalid UTF-8 byte passes through the parser as a
/// private-use character and is converted back.
public enum RawArguments {
    private static let carrier: UInt32 = 0x10_FF00

    /// The process's arguments without its name.
    public static func ofProcess() -> [String] {
        var count: Int32 = 0
        let kept = clipfit_arguments(&count)
        let words = UnsafeMutablePointer(mutating: kept) ?? CommandLine.unsafeArgv
        return (1..<max(1, Int(kept == nil ? CommandLine.argc : count))).compactMap { index in
            words[index].map { pointer in
                text(
                    of: Array(UnsafeBufferPointer(start: pointer, count: length(pointer))).map(
                        UInt8.init(bitPattern:)))
            }
        }
    }

    private static func length(_ pointer: UnsafePointer<CChar>) -> Int {
        var count = 0
        while pointer[count] != 0 { count += 1 }
        return count
    }

    /// Encodes `bytes` as text; ``bytes(of:)`` is the inverse.
    static func text(of bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self),
            !text.unicodeScalars.contains(where: { carries($0) })
        {
            return text
        }
        var scalars = String.UnicodeScalarView()
        for byte in bytes {
            scalars.append(byte < 0x80 ? Unicode.Scalar(byte) : Unicode.Scalar(carrier + UInt32(byte))!)
        }
        return String(scalars)
    }

    static func bytes(of text: String) -> [UInt8] {
        text.unicodeScalars.flatMap { scalar in
            carries(scalar) ? [UInt8(scalar.value - carrier)] : Array(String(scalar).utf8)
        }
    }

    private static func carries(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= carrier + 0x80 }
}

/// A file name as typed.
struct FileArgument: ExpressibleByArgument {
    let bytes: [UInt8]

    init(argument: String) { bytes = RawArguments.bytes(of: argument) }

    init(bytes: [UInt8]) { self.bytes = bytes }

    var path: FilePath { FilePath(bytes: bytes) }

    static var defaultCompletionKind: CompletionKind { .file() }
}
