package import ClipCore
internal import ClipMedia
internal import SystemLibrary

/// Finds music files among named files and folders.
package struct MusicFinder {
    /// Music files by their real paths, without duplicates.
    package private(set) var pieces: [FilePath] = []
    /// Other files in folders: pictures, videos, texts.
    package private(set) var passedOver: [FilePath] = []
    /// Paths that could not be found or read.
    package private(set) var failures: [Failure] = []
    private var seen: Set<FilePath> = []

    /// Extensions treated as music, in lower case.
    package static let extensions: Set<String> = [
        "aac", "ac3", "aif", "aiff", "amr", "flac", "m4a", "m4b", "mka", "mp2", "mp3", "oga", "ogg", "opus",
        "w64", "wav", "wma",
    ]

    /// Searches the named paths in order.
    package init(_ named: [FilePath]) {
        for path in named {
            do throws(Failure) {
                if Folder.isFolder(path) { search(path) } else { add(try Self.real(path)) }
            } catch { failures.append(error) }
        }
    }

    private mutating func search(_ folder: FilePath) {
        let found = FolderSearch.find(SourceRule(including: [Array("*".utf8)]), in: [folder], output: "")
        failures += found.failures
        for path in found.files.map(\.path) {
            guard Self.extensions.contains(path.stemAndExtension.extension) else {
                passedOver.append(path)
                continue
            }
            do throws(Failure) { add(try Self.real(path)) } catch { failures.append(error) }
        }
    }

    private mutating func add(_ path: FilePath) {
        if seen.insert(path).inserted { pieces.append(path) }
    }

    /// The absolute path with links resolved.
    package static func real(_ path: FilePath) throws(Failure) -> FilePath {
        guard let resolved = path.withPlatformString({ realpath($0, nil) }) else {
            throw Failure(.unreadable, path, String(cString: strerror(errno)).lowercased())
        }
        defer { free(resolved) }
        return FilePath(platformString: resolved)
    }
}
