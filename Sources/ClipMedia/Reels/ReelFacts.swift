package import ClipCore
internal import LibAV

/// What is known of a source of a joined post before anything of it is chosen.
package struct ReelFacts: Sendable {
    /// Facts from probing; nil for a photo.
    package let info: MediaInfo?
    /// How the file says it was made.
    package let provenance: Provenance
    /// Identity of the file, wherever it is stored.
    package let identity: String
    /// The file's length in bytes.
    package let sizeBytes: Int64

    /// - Throws: if the file cannot be read, is neither clip nor photo, or is too large a photo.
    package init(_ path: FilePath) throws(Failure) {
        let source = try SourceFile.open(path)
        (identity, sizeBytes) = (try source.identity(), source.sizeBytes)
        if let photo = try PhotoFile(source) {
            (info, provenance) = (nil, try photo.provenance(of: source))
            return
        }
        let info = try Prober().probe(source)
        guard info.video?.span != nil else {
            throw Failure(
                .unusable, path, "it has no picture", hint: "join clips and photos; --music adds sound")
        }
        (self.info, provenance) = (info, info.provenance)
    }

    /// Where its pictures end, on its own clock; nil for a photo.
    package var end: MediaTime? { info?.video?.span?.end }
}
