internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import Presets

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of a record, or of every verb's input.",
        discussion: """
            Each JSON object that clipfit prints begins with "schema": this prints what else it holds. More keys may be added. \
            The schema of presets is 'clipfit preset schema'.

            clipfit schema
            clipfit schema trim
            clipfit schema --tools
            """)

    @Argument(help: "The record, e.g. trim, plan or error (default: list all).") var kind: String?

    @Flag(help: "Print each verb's name, description and input as a tool for agents, one JSON object a line.")
    var tools = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        if tools {
            guard kind == nil else { throw ValidationError("--tools prints all verbs") }
            return Self.lines(Presets.tools).forEach(Output.json)
        }
        let schemas = Self.lines(Presets.records)
        let names = schemas.compactMap { $0.split(separator: "\"", maxSplits: 4).dropFirst(3).first }
        guard let kind else { return names.forEach { Output.plain(String($0)) } }
        let wanted = kind.hasPrefix("clipfit.") ? kind : "clipfit.\(kind)"
        guard let place = names.firstIndex(where: { $0 == wanted || $0.hasPrefix(wanted + "/") }) else {
            let short = names.compactMap { $0.split(separator: "/").first?.dropFirst("clipfit.".count) }.map(
                String.init)
            throw UsageError(
                "unknown record '\(kind)'",
                hint: meantHint(kind, among: short, else: "clipfit schema lists them"))
        }
        Output.json(schemas[place])
    }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
