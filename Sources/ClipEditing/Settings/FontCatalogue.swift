package import ClipCore
internal import ClipMedia
internal import Foundation
internal import SystemLibrary

/// Finds this machine's fonts by name.
package enum FontCatalogue {
    private static let usual = [
        "Noto Sans Bold", "Open Sans Bold", "DejaVu Sans Bold", "Liberation Sans Bold",
    ]

    /// The file of a font.
    ///
    /// - Parameter name: family or full name; nil for a well readable default.
    /// - Throws: `Failure` (69) if this machine has no such font, or none at all.
    package static func find(_ name: String?) throws(Failure) -> FilePath {
        var (best, rank): (FilePath?, Int) = (nil, .max)
        for path in files {
            guard let names = tables(of: path, \.names) else { continue }
            let found = name.map { names.rank(of: $0) } ?? usual.firstIndex(of: names.full) ?? 100
            if let found, found < rank { (best, rank) = (path, found) }
            if rank == 0 { break }
        }
        if let best { return best }
        guard let name else {
            throw Failure(
                .missingCodec, FilePath("a font"), "this machine has no font",
                hint: "install one, such as fonts-dejavu-core, or name a file with --text-font")
        }
        throw Failure(
            .missingCodec, FilePath("the font '\(name)'"), "this machine has no font of that name",
            hint: "'fc-list : family' lists them; a file is named with --text-font FILE")
    }

    private static let shared = [FilePath("/usr/local/share/fonts"), FilePath("/usr/share/fonts")]
    private static var own: [FilePath] {
        [UserFolder.shared("fonts"), UserFolder.home(".fonts")].compactMap { $0 }
    }

    /// Folders for fallback fonts: fonts, and fontconfig's settings and caches.
    package static var folders: [FilePath] {
        own + shared + ["/etc/fonts", "/usr/share/fontconfig", "/var/cache/fontconfig"]
            + [UserFolder.home(".cache/fontconfig")].compactMap { $0 }
    }

    /// Font files in fontconfig's default folders, in a fixed order.
    fileprivate static var files: [FilePath] {
        (own + shared).flatMap { folder -> [FilePath] in
            let names =
                FileManager.default.enumerator(atPath: folder.string)?.compactMap { $0 as? String } ?? []
            return names.filter(isFont).sorted().map { folder.appending($0) }
        }
    }

    /// Whether a file name is a font's.
    package static func isFont(_ name: String) -> Bool {
        ["ttf", "otf", "ttc"].contains(name.split(separator: ".").last.map { $0.lowercased() } ?? "")
    }

    /// Reads single tables: font folders hold gigabytes.
    fileprivate static func tables<Result>(of path: FilePath, _ read: (FontTables) -> Result?) -> Result? {
        let descriptor = path.withPlatformString { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let tables = FontTables { place, count in
            guard place >= 0, (0...1 << 20).contains(count) else { return [] }
            return [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
                used = max(0, pread(descriptor, buffer.baseAddress, count, off_t(place)))
            }
        }
        return tables.flatMap(read)
    }
}

/// The installed fonts, among which libass finds characters that a font lacks.
struct FallbackFonts: InstalledFonts {
    var emoji: [FilePath] {
        FontCatalogue.files.filter { path in
            FontCatalogue.tables(of: path) { $0.isColoured && $0.characters?.has("😀") == true } == true
        }
    }

    func font(for characters: [Character]) -> FilePath? {
        var best: (path: FilePath, rank: [Int])?
        for path in FontCatalogue.files {
            let rank = FontCatalogue.tables(of: path) { tables -> [Int]? in
                guard !tables.isColoured, let names = tables.names, let font = tables.characters else {
                    return nil
                }
                let count = characters.count(where: font.has)
                // Text is easiest to read in bold letters without serifs.
                return count == 0
                    ? nil : [count, names.style == "Bold" ? 1 : 0, names.family.contains("Sans") ? 1 : 0]
            }
            guard let rank, best.map({ $0.rank.lexicographicallyPrecedes(rank) }) ?? true else { continue }
            best = (path, rank)
        }
        return best?.path
    }

    func missing(_ characters: [Character]) -> [Character] {
        FontCatalogue.files.reduce(characters) { missing, path in
            guard !missing.isEmpty, let font = FontCatalogue.tables(of: path, \.characters) else {
                return missing
            }
            return missing.filter { !font.has($0) }
        }
    }
}
