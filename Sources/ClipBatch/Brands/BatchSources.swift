internal import ArgumentParser
internal import ClipBatch
internal import ClipCore
internal import ClipMedia
internal import Platform
internal import SystemPackage

/// What a batch works on: the clips that are found, listed or planned, and what is asked of each.
struct BatchSources {
    var found: SourceFinder.Found
    private var common: TrimWork
    private var brands: BrandFolders?

    /// - Parameters:
    ///   - areAll: no more clips will come.
    ///   - work: what is asked of clips with a preset; nil for what the command says by itself.
    init(
        _ found: SourceFinder.Found, byFolder: Bool, areAll: Bool,
        _ work: (FileArgument?) throws -> TrimWork
    ) throws {
        (self.found, common) = (found, try work(nil))
        if byFolder { brands = areAll ? try BrandFolders(&self.found, work) : try BrandFolders(work) }
    }

    /// Everything that is asked of some clip.
    var works: [TrimWork] { brands?.all ?? [common] }

    /// It was decided before what is to be made of them.
    var arePlanned: Bool { found.jobs.contains { $0.plans != nil } }

    /// Some output may have music.
    var useMusic: Bool {
        works.contains { $0.settings.musicWord != .none }
            || found.jobs.contains { $0.plans?.contains { $0.mix?.music != nil } == true }
    }

    /// What is asked of one clip.
    func work(_ job: Job) -> TrimWork { brands?.work(job) ?? common }

    /// Why nothing is made of a clip; nil where something is.
    func refusal(_ job: Job) -> MediaError? { brands?.refusal(job) }

    /// The clips of a list; it is written where it is not there yet.
    static func listed(_ path: FilePath, in folders: [FilePath], else search: () -> SourceFinder.Found)
        throws(MediaError) -> SourceFinder.Found
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
