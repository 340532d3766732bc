internal import ArgumentParser
internal import ClipBatch
internal import ClipCore
internal import ClipEditing
internal import ClipMedia

struct PresetNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract:
            "Write a preset of your own to begin with: every field, explained, in your folder of presets.")

    @Argument(help: "Its name: lower-case letters, digits and hyphens.") var name: String

    @Option(
        name: .customLong("from"), help: "A preset that it builds on, by name.",
        completion: Completions.presetNames)
    var base: String?

    @Flag(help: "Replace a preset of yours that exists, or stand in for a built-in one.")
    var overwrite = false

    @OptionGroup var common: CommonOptions

    func validate() throws {
        let isPlain = { (name: String) in
            (1...40).contains(name.count) && name.first != "-"
                && name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
        }
        guard isPlain(name) else {
            throw ValidationError("a preset's name is made of lower-case letters, digits and hyphens")
        }
        if let base, !isPlain(base) {
            throw ValidationError("--from takes the name of a preset ('clipfit preset list' has them)")
        }
    }

    func run() throws {
        common.apply()
        let shelf = PresetCatalogue()
        if base == nil, !overwrite, PresetCatalogue.isBuiltIn(name) {
            throw UsageError(
                "'\(name)' is a built-in preset, which a preset of that name would replace",
                hint: "build on it with --from \(name), replace it with --overwrite, or choose another name")
        }
        let parent = try base.map { try shelf.resolved(try shelf.file(FilePath($0))) }
        let text = PresetTemplate(name: name, base: parent).text
        var failures = Failures(verb: "write", asJSON: common.asJSON)
        do throws(Failure) {
            let path = try write(Array(text.utf8))
            if common.asJSON {
                Output.object("clipfit.preset-new/1", ["name": name, "path": path.jsonText])
            } else {
                Output.plain(path.shown)
            }
        } catch { try failures.add(error) }
        try failures.finish()
    }

    private func write(_ bytes: [UInt8]) throws(Failure) -> FilePath {
        guard let folder = UserFolder.path("presets") else {
            throw Failure(
                .cannotCreate, FilePath("\(name).yaml"), "there is no folder for your settings",
                hint: "set HOME or XDG_CONFIG_HOME")
        }
        let path = folder.appending("\(name).yaml")
        do throws(Failure) {
            try Folder.make(folder)
            let file = try WrittenFile(path, overwrites: overwrite)
            try file.write(bytes)
            try file.commit()
        } catch {
            guard error.kind == .exists else { throw error }
            throw Failure(.exists, path, error.message, hint: "edit it, or choose another name")
        }
        return path
    }
}
