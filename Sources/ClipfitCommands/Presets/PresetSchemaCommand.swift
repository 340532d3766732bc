internal import ArgumentParser
internal import ClipCore
internal import ClipEditing

struct PresetSchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of presets, for editors and other checkers.")

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        let platforms = try PresetCatalogue().platforms.map(\.id)
        Output.json(String(PresetSchema(platforms: platforms).text.dropLast()))
    }
}
