internal import CFFmpegShims
internal import CPlatform
internal import Platform
internal import SystemLibrary

/// A file in memory only, for libraries that need a file.
public struct MemoryFile: ~Copyable {
    private let descriptor: Int32

    private init(owning descriptor: Int32) { self.descriptor = descriptor }

    /// - Throws: if the system provides no such file, or no memory for the bytes.
    public static func holding(_ bytes: [UInt8]) throws(AVFailure) -> MemoryFile {
        let file = MemoryFile(owning: clipfit_memory_file("clipfit"))
        guard file.descriptor >= 0, Descriptor.writeAll(bytes, to: file.descriptor) else {
            throw AVFailure(
                "make a file in memory", code: clipfit_error(file.descriptor < 0 ? -file.descriptor : errno))
        }
        return file
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// A path to the file, valid in this process only.
    public var path: String { OpenFile.path(of: descriptor) }
}
