package import ClipCore
internal import SystemLibrary
internal import SystemPackage

/// What `--music`, or a preset, says of the music.
package enum MusicWord: Hashable {
    /// There is to be none.
    case none
    /// The one that is suggested.
    case auto
    /// A piece of the library, or one that is built in.
    case id(String)
    /// A file.
    case file(PlannedPath)
}

extension Preset {
    /// A word without a folder that no file has as its name is an id.
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

    /// Something is to be chosen for each clip.
    package var isPaired: Bool {
        switch musicWord {
        case .auto, .id: true
        case .none, .file: wantsLook
        }
    }
}
