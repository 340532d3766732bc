package import ClipCore
package import ClipMedia
package import SystemPackage

/// A finished file, whoever made it, and what platforms say to it.
package struct CheckedFile {
    /// One for each platform.
    package let checks: [PlatformCheck]
    /// What was seen and heard; nil where nobody looked.
    package let senses: SafetyScan?
    /// What probing found.
    package let info: MediaInfo

    /// Checks a file.
    ///
    /// - Parameters:
    ///   - caption: the post's text; nil where there is none to check.
    ///   - isDeep: the sound is heard too, and flashes are counted.
    /// - Throws: where it cannot be opened or is no clip.
    package init(_ path: FilePath, for platforms: [Platform], caption: String?, isDeep: Bool)
        throws(Failure)
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
