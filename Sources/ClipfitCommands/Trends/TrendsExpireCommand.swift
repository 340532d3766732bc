internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary

struct TrendsExpireCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expire", abstract: "Forget what boards said before a day.")

    @Option(help: "The first day that is kept, e.g. 2026-09-01.") var before: CalendarDay

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        // Do not create a missing library for this.
        let isEmpty = try TrackCatalogue.library(for: .reading).observations().isEmpty
        let count = isEmpty ? 0 : try TrackCatalogue.library(for: .writing).expireTrends(before: before)
        if common.asJSON {
            Output.object("clipfit.expired/1", ["before": before.text, "lines": count])
        } else {
            Output.line("forgot \(count.counted("line")) from before \(before.text)")
        }
    }
}
