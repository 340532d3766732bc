package import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import SystemLibrary

/// A batch's clips, found, listed or planned, with the job of each.
package struct BatchSources {
    package var found: SourceFinder.Found
    private var common: JobTemplate
    private var brands: BrandFolders?

    /// - Parameters:
    ///   - areAll: no more clips will come.
    ///   - work: the job of clips with a preset; nil for the command's own.
    package init(
        _ found: SourceFinder.Found, byFolder: Bool, areAll: Bool, _ work: (FilePath?) throws -> JobTemplate
    ) throws {
        (self.found, common) = (found, try work(nil))
        if byFolder { brands = areAll ? try BrandFolders(&self.found, work) : try BrandFolders(work) }
        // A logo that lies beside the clips is no photo of theirs.
        let all = self
        self.found.leaveOut { all.work($0).otherFiles + all.work($0).cards }
    }

    package var works: [JobTemplate] { brands?.all ?? [common] }

    /// Whether the plans were made beforehand.
    package var arePlanned: Bool { found.jobs.contains { $0.plans != nil } }

    /// Whether some output may have music.
    package var useMusic: Bool {
        works.contains { $0.settings.musicWord != .none }
            || found.jobs.contains { $0.plans?.contains { $0.mix?.music != nil } == true }
    }

    /// Folders of the built-in music that plans name; extracts it.
    package func plannedMusic() -> [FilePath] {
        BuiltInMusic.provide(for: found.jobs.flatMap { $0.plans ?? [] })
    }

    package func work(_ job: Job) -> JobTemplate { brands?.work(job) ?? common }

    /// Why a clip is refused; nil if it is not.
    package func refusal(_ job: Job) -> Failure? { brands?.refusal(job) }

    /// The clips of a list; writes the list if it is missing.
    package static func listed(
        _ path: FilePath, in folders: [FilePath], else search: () -> SourceFinder.Found
    ) throws(Failure) -> SourceFinder.Found {
        if path.withPlatformString({ access($0, F_OK) }) != 0 {
            let found = search()
            // If several shards start at once, one writes the list and all read it.
            if try Manifest(found.jobs, in: folders).write(to: path) { return found }
        }
        var found = SourceFinder.Found()
        found.jobs = try Manifest(reading: path).jobs(in: folders, path)
        return found
    }
}
