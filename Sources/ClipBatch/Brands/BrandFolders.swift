package import ClipCore
internal import ClipEditing
internal import ClipMedia
package import SystemPackage

/// What is asked of clips whose folder's name is their preset.
package struct BrandFolders {
    /// By the folder's name; what lies in no folder has the name "".
    private var works: [[UInt8]: JobTemplate] = [:]
    /// Why presets cannot be used, by their names.
    private var unusable: [[UInt8]: String] = [:]

    /// Makes the work of every folder that clips were found in. Clips whose folder is named like no preset become failures.
    ///
    /// - Parameter make: the work with a preset; nil for what the command says by itself.
    /// - Throws: where a preset is wrong, or locks what a flag would change.
    package init(_ found: inout SourceFinder.Found, _ make: (FilePath?) throws -> JobTemplate) throws {
        let names = PresetCatalogue.entries.map(\.name)
        for folder in Set(found.jobs.map(Self.folder)) {
            guard !folder.isEmpty else {
                works[folder] = try make(nil)
                continue
            }
            if names.contains(where: { Array($0.utf8) == folder }) {
                works[folder] = try make(FilePath(bytes: folder))
            }
        }
        found.failures += found.jobs.compactMap(refusal)
        found.jobs.removeAll { works[Self.folder(of: $0)] == nil }
    }

    /// Makes the work of every preset that there is, for clips that are still to come.
    ///
    /// - Throws: where the command says by itself what cannot be.
    package init(_ make: (FilePath?) throws -> JobTemplate) throws {
        works[[]] = try make(nil)
        for name in PresetCatalogue.entries.map({ Array($0.name.utf8) }) {
            do { works[name] = try make(FilePath(bytes: name)) } catch {
                unusable[name] =
                    (error as? ConfigurationError)?.problems.first?.text ?? "\(error)"
            }
        }
    }

    /// Why nothing is made of a clip; nil where its folder is named like a preset.
    package func refusal(_ job: Job) -> Failure? {
        let folder = Self.folder(of: job)
        guard works[folder] == nil else { return nil }
        let name = String(decoding: folder, as: UTF8.self)
        if let reason = unusable[folder] {
            return Failure(
                .unusable, job.source, "the preset of its folder '\(name)' could not be used: \(reason)",
                hint: "mend it, and watch again")
        }
        return Failure(
            .unusable, job.source, "its folder '\(name)' is named like no preset",
            hint: likelyMeant(name, among: PresetCatalogue.entries.map(\.name)).map {
                "did you mean '\($0)'?"
            }
                ?? "'clipfit preset list' lists them")
    }

    /// All of them.
    package var all: [JobTemplate] { Array(works.values) }

    /// What is asked of one clip.
    package func work(_ job: Job) -> JobTemplate? { works[Self.folder(of: job)] }

    /// The first folder of its path below the one that was named.
    private static func folder(of job: Job) -> [UInt8] {
        job.place.components.count > 1
            ? job.place.components.first.map { FilePath(root: nil, [$0]).bytes } ?? [] : []
    }
}
