internal import ArgumentParser
internal import ClipCore
internal import ClipEditing
internal import ClipLibrary
internal import Recommendation

/// Options for reading charts, as typed.
struct ChartArguments: ParsableArguments {
    @Option(help: "What is listed, where the file does not tell.") var kind: TrendKind?

    @Option(help: "Where: an ISO 3166 code such as ID, or another word.") var region: String?

    @Option(help: "For what, e.g. food.") var category: String?

    @Option(help: "Whose board it is, e.g. tiktok.") var source: String?

    @Option(name: .customLong("as-of"), help: "The day that it is of, e.g. 2026-11-23.")
    var asOf: CalendarDay?

    var options: ChartOptions {
        var options = ChartOptions(today: Clock.latestDay)
        (options.kind, options.asOf) = (kind, asOf)
        (options.region, options.category, options.source) = (region, category, source)
        return options
    }

    func validate() throws {
        if let asOf, asOf > Clock.latestDay { throw ValidationError("--as-of \(asOf.text) is in the future") }
    }
}
