internal import ArgumentParser
internal import ClipCore
internal import Glibc
internal import SystemPackage

/// What flags, preset and defaults ask of every input of a command, and the names of what comes of them.
struct TrimWork {
    /// One for each output of an input.
    let requests: [TrimRequest]
    let names: OutputNames
    /// Of several platforms each file's name tells those that it is for.
    let namesPlatforms: Bool

    /// - Parameter output: `-o` as typed.
    /// - Throws: `ConfigurationError` for a preset that is wrong or locks what a flag would change,
    ///   `ValidationError` for what does not go together.
    init(_ options: TrimOptions, output: FileArgument?, sources: [FilePath]) throws {
        let shelf = try PresetShelf()
        let isFolder = output.map { Self.isFolder($0.path) || $0.bytes.last == UInt8(ascii: "/") } ?? false
        let typed = isFolder ? nil : output.map { PresetValue.path(PlannedPath($0.path)) }
        let settings = try options.merged(
            shelf, typed.map { [PresetSetting(.output, $0, .flag("--output"))] } ?? [])
        requests = try options.requests(settings, shelf.platforms)
        namesPlatforms = (settings.texts(.platforms) ?? []).count > 1
        let name = OutputName(
            output?.bytes, isFolder: isFolder, preset: settings.name, template: settings.text(.output))
        do throws(PlanningError) {
            names = try OutputNames(
                name, sources: sources, parts: requests.map(\.part),
                platforms: namesPlatforms ? requests.map(\.finish.platformWord) : [])
        } catch {
            throw ValidationError([error.message, error.hint].compactMap { $0 }.joined(separator: ": "))
        }
    }

    private static func isFolder(_ path: FilePath) -> Bool {
        var facts = stat()
        return path.withPlatformString { stat($0, &facts) } == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }
}
