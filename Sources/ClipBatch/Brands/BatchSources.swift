package import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import SystemLibrary
package import SystemPackage

/// What a batch works on: the clips that are found, listed or planned, and what is asked of each.
package struct BatchSources {
    package var found: SourceFinder.Found
    private var common: JobTemplate
    private var brands: BrandFolders?

    /// - Parameters:
    ///   - areAll: no more clips will come.
    ///   - work: what is asked of clips with a preset; nil for what the command says by itself.
    package init(
        _ found: SourceFinder.Found, byFolder: Bool, areAll: Bool,
        _ work: (FilePath?) throws -> JobTemplate
    ) throws {
        (self.found, common) = (found, try work(nil))
        if byFolder { brands = areAll ? try BrandFolders(&self.found, work) : try BrandFolders(work) }
    }

    /// Everything that is asked of some clip.
    package var works: [JobTemplate] { brands?.all ?? [common] }

    /// It was decided before what is to be made of them.
    package var arePlanned: Bool { found.jobs.contains { $0.plans != nil } }

    /// Some output may have music.
    package var useMusic: Bool {
        works.contains { $0.settings.musicWord != .none }
            || found.jobs.contains { $0.plans?.contains { $0.mix?.music != nil } == true }
    }

    /// Where music lies that is built in and that plans name; it is written out.
    package func plannedMusic() -> [FilePath] {
        BuiltInMusic.provide(for: found.jobs.flatMap { $0.plans ?? [] })
    }

    /// What is asked of one clip.
    package func work(_ job: Job) -> JobTemplate { brands?.work(job) ?? common }

    /// Why nothing is made of a clip; nil where something is.
    package func refusal(_ job: Job) -> Failure? { brands?.refusal(job) }

    /// The clips of a list; it is written where it is not there yet.
    package static func listed(
        _ path: FilePath, in folders: [FilePath], else search: () -> SourceFinder.Found
    )
        throws(Failure) -> SourceFinder.Found
    {
        if path.withPlatformString({ access($0, F_OK) }) != 0 {
            let found = search()
            // Of several shards that begin at once one writes the list, and all of them read that.
            if try Manifest(found.jobs, in: folders).write(to: path) { return found }
        }
        var found = SourceFinder.Found()
        found.jobs = try Manifest(reading: path).jobs(in: folders, path)
        return found
    }
}
