internal import ArgumentParser
internal import CPlatform
internal import ClipBatch
internal import ClipCore
internal import ClipEditing

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Check what this machine offers: encoders, filters, fonts, the sandbox, folders, the library, and this folder's journal."
    )

    @Option(
        name: [.customShort("Z"), .customLong("preset")],
        help: "Also check what this preset needs; exit with 69 if something is missing.",
        completion: Completions.presets)
    var preset: FileArgument?

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        var report = MachineReport()
        if let journal = Journal.state(of: ".") {
            report.add(
                .init(
                    kind: "journal", name: ".clipfit", isPresent: journal.problem == nil,
                    about: journal.problem ?? "\(journal.outputs) outputs"))
        }
        if let preset { report.add(preset.path) }
        if common.asJSON {
            Output.object(
                "clipfit.doctor/1",
                [
                    "version": "\(Clipfit.version)", "commit": Self.commit, "ffmpeg": report.ffmpeg,
                    "items": report.items,
                ])
        } else {
            let commit = Self.commit.map { " (\($0))" } ?? ""
            Output.line("clipfit \(Clipfit.version)\(commit), FFmpeg \(report.ffmpeg)".printable)
            for item in report.items {
                let state = (item.isPresent ? "ok" : Language.text("missing")).padding(to: 7)
                Output.plain("\(state)  \(item.kind) \(item.name): \(Language.list(item.about))".printable)
            }
        }
        // A preset needs its own files, and an encoder; the rest is a help.
        let isNeeded = { (item: MachineReport.Item) in item.kind == "preset" || item.name == "h264" }
        if preset != nil, report.items.contains(where: { isNeeded($0) && !$0.isPresent }) {
            throw Failure.Kind.missingCodec.exitCode
        }
    }

    /// The commit that the program was built from; nil if the build does not tell.
    private static var commit: String? {
        let number = String(clipfit_commit(), radix: 16)
        return number == "0" ? nil : String(repeating: "0", count: max(0, 12 - number.count)) + number
    }
}
