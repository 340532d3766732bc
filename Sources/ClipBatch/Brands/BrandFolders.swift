package import ClipCore
internal import ClipEditing
internal import ClipMedia

/// Jobs of clips whose folder's name is their preset.
package struct BrandFolders {
    /// By folder name; clips in no folder have the name "".
    private var works: [[UInt8]: JobTemplate] = [:]
    /// Why presets are unusable, by name.
    private var unusable: [[UInt8]: String] = [:]

    /// Makes the job of every folder with clips. Clips whose folder is not named like a preset become failures.
    ///
    /// - Parameter make: the job with a preset; nil for the command's own.
    /// - Throws: if a preset is invalid, or locks a setting that a flag changes.
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

    /// Makes the jobs of all presets, for clips still to come. Throws if the command's own job is invalid.
    package init(_ make: (FilePath?) throws -> JobTemplate) throws {
        works[[]] = try make(nil)
        for name in PresetCatalogue.entries.map({ Array($0.name.utf8) }) {
            do { works[name] = try make(FilePath(bytes: name)) } catch {
                unusable[name] = (error as? ConfigurationError)?.problems.first?.text ?? "\(error)"
            }
        }
    }

    /// Why a clip is refused; nil if its folder is named like a preset.
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
            .unusable, job.source, "no preset is called '\(name)', the name of its folder",
            hint: meantHint(
                name, among: PresetCatalogue.entries.map(\.name), else: "'clipfit preset list' lists them"))
    }

    package var all: [JobTemplate] { Array(works.values) }

    package func work(_ job: Job) -> JobTemplate? { works[Self.folder(of: job)] }

    /// The first folder of the clip's path, relative to the batch's folder; empty for none.
    private static func folder(of job: Job) -> [UInt8] {
        job.home.components.first.map { FilePath(root: nil, [$0]).bytes } ?? []
    }
}
