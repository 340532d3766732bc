import Foundation
import Glibc
import Testing

@testable import LibAV

/// `Media/samples/batik-portrait.mp4`: 600 frames of 720x1280 at 30 a second, sound of 44.1 kHz.
let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Media/samples/batik-portrait.mp4").standardizedFileURL.path

/// An open file without a lasting name: the descriptor is closed with the object.
final class TemporaryFile {
    let descriptor: Int32

    init(_ bytes: [UInt8] = []) throws {
        var template = Array("\(NSTemporaryDirectory())/clipfit-libav-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var done = 0
        while done < bytes.count {
            let wrote = bytes[done...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            try #require(wrote > 0)
            done += wrote
        }
    }

    convenience init(_ text: String) throws { try self.init(Array(text.utf8)) }

    /// A copy of the sample, of all of it or of its first bytes.
    convenience init(sampleBytes: Int = .max) throws {
        try self.init([UInt8](Data(contentsOf: URL(fileURLWithPath: sample)).prefix(sampleBytes)))
    }

    deinit { close(descriptor) }

    func truncate(to size: Int) { ftruncate(descriptor, off_t(size)) }
}
