internal import ArgumentParser
internal import ClipBatch
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import ClipMedia
internal import LibAV

/// What a batch works on, and where it writes.
extension BatchCommand {
    /// The folder to write to: `-o` up to the part with a template's words.
    var target: FilePath {
        guard let brace = output.bytes.firstIndex(of: UInt8(ascii: "{")) else { return output.path }
        let slash = output.bytes[..<brace].lastIndex(of: UInt8(ascii: "/"))
        return slash.map { FilePath(bytes: Array(output.bytes[...$0])) } ?? "."
    }

    /// The template in `-o`, as a setting.
    var template: [PresetSetting] {
        guard output.bytes.contains(UInt8(ascii: "{")) else { return [] }
        let start = output.bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        let name = String(decoding: output.bytes[start...], as: UTF8.self)
        return [PresetSetting(.output, .text(name), .flag("--output"))]
    }

    /// The folders with the clips; of a named clip its folder.
    var folders: [FilePath] { inputs.map { Folder.isFolder($0.path) ? $0.path : $0.path.folder } }

    /// Reports wrong folders before any work.
    func checkFolders() throws {
        for input in inputs.map(\.path) where !Folder.isFolder(input) {
            guard FileIdentity(of: input) != nil else {
                try fail(Failure(.unreadable, input, "no such file or folder"))
            }
            if watching.watch {
                throw ValidationError("--watch is for folders, and \(input.shown) is a file")
            }
        }
        let name = output.bytes.split(separator: UInt8(ascii: "{"), maxSplits: 1).dropFirst().first ?? []
        if name.contains(UInt8(ascii: "/")) {
            throw ValidationError("only the last part of -o has words in braces")
        }
        for folder in inputs.map(\.path) where Folder.isFolder(folder) {
            guard !Folder.contains(folder, target) || !Folder.contains(target, folder) else {
                throw ValidationError("-o is the folder of the clips itself: name another one, or one in it")
            }
            guard !Folder.isFolder(target) || !Folder.contains(target, folder) else {
                throw ValidationError("-o holds the folder of the clips: name another one")
            }
        }
    }

    func sources() throws -> BatchSources {
        var found = try found()
        if let share = try share.share { found.take(share) }
        if joining.join { found.join(isBestFirst: joining.bestFirst, in: UserFolder.joined ?? target) }
        found.skipped.forEach { Console.warning($0.warning) }
        if found.jobs.isEmpty && found.failures.isEmpty && !watching.watch {
            guard allowEmpty || share.shard != nil else {
                try fail(
                    Failure(
                        .unreadable, inputs[0].path, "there are no clips in it",
                        hint:
                            "clipfit looks for .mp4, .mov, .mkv and the like; --allow-empty succeeds without any"
                    ))
            }
            Console.warning("no clips in \(inputs.map(\.path.shown).joined(separator: ", "))")
        }
        let sources = try BatchSources(found, byFolder: share.presetByFolder, areAll: !watching.watch) {
            let work = try work(template, brand: $0, severalBrands: share.presetByFolder)
            try check(work)
            return work
        }
        try checkUse(in: sources.works.map(\.settings))
        try joining.checkUse(in: sources.works.map(\.settings))
        return sources
    }

    var rule: SourceRule {
        SourceRule(
            including: include.map(\.bytes), excluding: exclude.map(\.bytes), takesPhotos: joining.join)
    }

    func watch(_ printer: BatchPrinter) throws -> FolderWatch? {
        guard watching.watch else { return nil }
        do throws(Failure) {
            let watch = try FolderWatch(
                rule, isRecursive: recursive, of: folders, output: target,
                settle: watching.patience, warn: printer.warn)
            Console.note("watching \(inputs.map(\.path.shown).joined(separator: ", "))")
            return watch
        } catch { try fail(error, "watch") }
    }

    func found() throws -> SourceFinder.Found {
        if watching.watch { return SourceFinder.Found() }
        let search = {
            SourceFinder.find(rule, isRecursive: recursive, in: inputs.map(\.path), output: target)
        }
        do throws(Failure) {
            if let file = share.fromPlan {
                return try BatchPlans.found(
                    try PlanFile.read(file.path), file.path, in: folders, output: target,
                    isFlat: layout == .flat)
            }
            guard let list = share.manifest else { return search() }
            return try BatchSources.listed(list.path, in: folders, else: search)
        } catch { try fail(error, "read") }
    }
}
