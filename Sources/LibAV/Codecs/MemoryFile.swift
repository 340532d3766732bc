internal import CFFmpegShims
internal import SystemLibrary

/// A file in memory only, for libraries that need a file.
public struct MemoryFile: ~Copyable {
    private let descriptor: Int32

    private init(owning descriptor: Int32) { self.descriptor = descriptor }

    /// - Throws: if the system provides no such file, or no memory for the bytes.
    public static func holding(_ bytes: [UInt8]) throws(AVFailure) -> MemoryFile {
        let file = MemoryFile(owning: clipfit_held_file("clipfit"))
        guard file.descriptor >= 0 else {
            throw AVFailure("make a file in memory", code: clipfit_error(errno))
        }
        var done = 0
        while done < bytes.count {
            let wrote = bytes[done...].withUnsafeBytes { write(file.descriptor, $0.baseAddress, $0.count) }
            guard wrote > 0 || errno == EINTR else {
                throw AVFailure("make a file in memory", code: clipfit_error(errno))
            }
            done += max(0, wrote)
        }
        return file
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// A path to the file, valid in this process only.
    public var path: String { "/proc/self/fd/\(descriptor)" }
}
