internal import ClipCore
internal import ClipMedia
internal import SystemLibrary

/// Sets a damaged journal aside, next to the new one.
enum DamagedJournal {
    /// Renames it. Returns the message for the user.
    static func setAside(_ path: FilePath, because wrong: String) throws(Failure) -> String {
        var (place, count) = (path, 0)
        repeat {
            count += 1
            place = path.removingLastComponent().pushing(FilePath("journal.damaged-\(count).sqlite"))
        } while OutputFacts(at: place) != nil
        for ending in ["", "-wal"] {
            let (from, to) = (adding(ending, to: path), adding(ending, to: place))
            let result = from.withPlatformString { from in to.withPlatformString { rename(from, $0) } }
            guard result == 0 || errno == ENOENT else { throw Folder.failure(from, errno) }
        }
        _ = adding("-shm", to: path).withPlatformString { unlink($0) }
        return "the journal \(path.string) is set aside as \(place.lastComponent?.string ?? ""): \(wrong); "
            + "outputs that were finished are found again by their marks"
    }

    private static func adding(_ ending: String, to path: FilePath) -> FilePath {
        FilePath(bytes: path.bytes + Array(ending.utf8))
    }
}
