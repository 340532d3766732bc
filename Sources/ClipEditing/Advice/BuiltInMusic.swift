package import ClipCore
internal import ClipMedia
internal import LibAV
internal import Recommendation
internal import StarterMusic
internal import SystemLibrary

/// Music that ships with the program. Plans name it by id and content; its file is extracted when needed.
package enum BuiltInMusic {
    /// A built-in track as a plan names it. Throws if it cannot be extracted.
    static func music(_ entry: TrackCatalogue.Entry, from: MediaTime) throws(Failure) -> SoundMix.Music {
        var music = SoundMix.Music(file: PlannedPath(try TrackCatalogue.file(of: entry)), from: from)
        if entry.isBuiltIn {
            music.builtIn = .init(id: entry.track.id, content: try content(of: entry.track.id))
        }
        return music
    }

    /// The plan with the path of its music on this machine.
    ///
    /// - Throws: if this program lacks that music or cannot extract it.
    package static func located(_ plan: Plan) throws(Failure) -> Plan {
        guard let music = plan.mix?.music else { return plan }
        var plan = plan
        plan.mix?.music = try located(music, for: plan.source.file.path)
        return plan
    }

    /// The music's path on this machine; music that is not built in keeps its path.
    static func located(_ music: SoundMix.Music, for source: FilePath) throws(Failure) -> SoundMix.Music {
        guard let named = music.builtIn else { return music }
        guard let entry = TrackCatalogue.builtIn.first(where: { $0.track.id == named.id }),
            try content(of: named.id) == named.content
        else {
            throw Failure(
                .unusable, source, "this clipfit does not have the built-in music '\(named.id)' of its plan",
                hint: "make the plan again, or use the clipfit that made it")
        }
        var music = music
        music.file = PlannedPath(try TrackCatalogue.file(of: entry))
        return music
    }

    /// Extracts the built-in music of plans. If that fails, rendering reports it for that clip; others go on.
    ///
    /// - Returns: the folders of the extracted files.
    package static func provide(for plans: [Plan]) -> [FilePath] {
        let music = plans.compactMap { $0.mix?.music?.builtIn == nil ? nil : try? located($0).mix?.music }
        return Array(Set(music.map { $0.file.path.removingLastComponent() }))
    }

    private static func content(of id: String) throws(Failure) -> String {
        let bytes = StarterMusic.all.first { $0.id == id }?.bytes ?? []
        do {
            var print = try Fingerprint()
            print.add(bytes)
            return print.hexadecimal()
        } catch { throw Failure(.outOfMemory, FilePath(id), "\(error)") }
    }
}
