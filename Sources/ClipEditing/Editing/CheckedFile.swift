package import ClipCore
package import ClipMedia

/// A finished file from any program, checked against platforms' requirements.
package struct CheckedFile {
    package let checks: [PlatformCheck]
    /// The safety scan; nil without a deep check.
    package let senses: SafetyScan?
    /// Facts from probing.
    package let info: MediaInfo

    /// Checks a file.
    ///
    /// - Parameters:
    ///   - caption: the post's text; nil for none.
    ///   - isDeep: decode everything: measure the sound and count flashes.
    /// - Throws: if it cannot be opened or is not a clip.
    package init(_ path: FilePath, for platforms: [Platform], caption: String?, isDeep: Bool) throws(Failure)
    {
        let source = try SourceFile.open(path)
        info = try Prober(isDeep: true).probe(source)
        var clip = Requirement.Clip(info)
        clip.caption = caption
        senses = isDeep ? try SafetyScan(source, info) : nil
        if !info.audio.isEmpty, let senses {
            clip.sound = .init(loudness: senses.loudness, truePeak: senses.truePeak)
        }
        checks = platforms.map { PlatformCheck(clip, for: $0) }
    }
}
