package import ClipCore
package import ClipMedia
internal import SystemLibrary
package import SystemPackage

/// A logo as a file, before anything is drawn.
package enum LogoFile {
    /// The picture's own size.
    ///
    /// - Throws: for a file that cannot be read (66) or is no PNG (65).
    package static func size(_ path: FilePath) throws(MediaError) -> Picture.Size {
        // A pipe must not make the command wait.
        let descriptor = path.withPlatformString { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
        guard descriptor >= 0 else {
            throw MediaError(.unreadable, path, String(cString: strerror(errno)).lowercased())
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: PNGHeader.length)
        let got = pread(descriptor, &bytes, bytes.count, 0)
        guard got == bytes.count, let header = PNGHeader(bytes) else {
            throw MediaError(
                .unusable, path, "it is no PNG",
                hint: "a logo is a PNG, best one with a transparent background")
        }
        return header.size
    }
}
