internal import ArgumentParser
internal import ClipBatch
internal import ClipCore
internal import ClipMedia
internal import SystemPackage

/// What is asked of clips whose folder's name is their preset.
struct BrandFolders {
    /// By the folder's name; what lies in no folder has the name "".
    private var works: [[UInt8]: TrimWork] = [:]

    /// Makes the work of every folder that clips were found in. Clips whose folder is named like no preset become failures.
    ///
    /// - Parameter make: the work with a preset; nil for what the command says by itself.
    /// - Throws: where a preset is wrong, or locks what a flag would change.
    init(_ found: inout SourceFinder.Found, _ make: (FileArgument?) throws -> TrimWork) throws {
        let names = PresetShelf.entries.map(\.name)
        for folder in Set(found.jobs.map(Self.folder)) {
            guard !folder.isEmpty else {
                works[folder] = try make(nil)
                continue
            }
            if names.contains(where: { Array($0.utf8) == folder }) {
                works[folder] = try make(FileArgument(bytes: folder))
            }
        }
        let strange = found.jobs.filter { works[Self.folder(of: $0)] == nil }
        found.jobs.removeAll { works[Self.folder(of: $0)] == nil }
        found.failures += strange.map { job in
            let name = String(decoding: Self.folder(of: job), as: UTF8.self)
            return MediaError(
                .unusable, job.source, "its folder '\(name)' is named like no preset",
                hint: likelyMeant(name, among: names).map { "did you mean '\($0)'?" }
                    ?? "'clipfit preset list' lists them")
        }
    }

    /// All of them.
    var all: [TrimWork] { Array(works.values) }

    /// What is asked of one clip.
    func work(_ job: Job) -> TrimWork? { works[Self.folder(of: job)] }

    /// The first folder of its path below the one that was named.
    private static func folder(of job: Job) -> [UInt8] {
        job.place.components.count > 1
            ? job.place.components.first.map { FilePath(root: nil, [$0]).bytes } ?? [] : []
    }
}
