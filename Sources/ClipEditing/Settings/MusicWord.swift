package import ClipCore
internal import SystemLibrary

/// The value of `--music`, or of a preset's music.
package enum MusicWord: Hashable {
    /// No music.
    case none
    /// The suggested track.
    case auto
    /// A library or built-in track.
    case id(String)
    /// A file.
    case file(PlannedPath)
}

extension Preset {
    /// A word without a folder that is not an existing file's name is an id.
    package var musicWord: MusicWord {
        if wantsMusic { return .auto }
        guard let file = musicFile else { return .none }
        let isName = !file.path.bytes.contains(UInt8(ascii: "/"))
        let exists = file.path.withPlatformString { access($0, F_OK) } == 0
        guard isName, !exists, let id = String(validating: file.path), !id.contains(".") else {
            return .file(file)
        }
        return .id(id)
    }

    /// Whether music, look or the text of a post is chosen per clip.
    package var isPaired: Bool {
        switch musicWord {
        case .auto, .id: true
        case .none, .file: wantsLook || about != nil || captionTemplate != nil
        }
    }
}
