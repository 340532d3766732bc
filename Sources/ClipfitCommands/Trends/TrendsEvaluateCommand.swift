internal import ArgumentParser
internal import ClipCore
internal import ClipLibrary
internal import Recommendation
internal import Sandbox

struct TrendsEvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Back-test the forecasts on a board's history: how well would they have done?",
        discussion: """
            Of ranks the first 60 % of the weeks are for fitting, and each later week is forecast from what was known before it. \
            Nothing of the library is read or changed.
            """)

    @Argument(help: "Files with boards of many days, or - for standard input.") var files: [FileArgument]

    @OptionGroup var board: ChartArguments

    @OptionGroup var sandbox: SandboxOptions

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        try sandbox.confine(Confinement(reading: files.map(\.path)))
        try Failures.each(files.map(\.path), "evaluate", asJSON: common.asJSON, evaluate)
    }

    private func evaluate(_ path: FilePath) throws(Failure) {
        let history = try ChartReader(board.options).read(try ImportFile.read(path), from: path)
        for note in history.notes { Console.warning(note, of: path) }
        let result = TrendEvaluation(history.observations)
        guard result.ranks != nil || result.growthSpearman != nil else {
            throw Failure(
                .unusable, path, "its history is too short for a back-test",
                hint: "ranks of some months, or counts of some weeks, are needed")
        }
        if common.asJSON {
            Output.json("clipfit.trends-evaluation/1", JSONObject(path, result))
        } else {
            Output.line("\(path.shown): \(result.boards) board\(result.boards == 1 ? "" : "s")")
            let rows = Self.rows(result).map { $0.map(Language.text) }
            MusicText.table(rows).forEach { Output.plain("  " + $0) }
        }
    }

    private static func rows(_ result: TrendEvaluation) -> [[String]] {
        var rows: [[String]] = []
        if let ranks = result.ranks {
            let (other, digits) = (result.persistence, 4)
            rows += [
                ["\(result.weeks) weeks of ranks", "forecast", "as this week"],
                ["NDCG@10", text(ranks.ndcgAt10, digits), text(other?.ndcgAt10, digits)],
                [
                    "precision@10 of climbers", text(ranks.precisionAt10Climbers, digits),
                    text(other?.precisionAt10Climbers, digits),
                ],
                [
                    "mean error of ln((N+1)/rank)", text(ranks.meanAbsoluteError, digits),
                    text(other?.meanAbsoluteError, digits),
                ],
                ["within the 80 % interval", text(result.coverage80, 3), ""],
            ]
        }
        if let spearman = result.growthSpearman {
            rows += [
                ["\(result.growths) growths of counts", "slope", "last step"],
                ["Spearman", text(spearman, 3), text(result.lastStepSpearman, 3)],
            ]
        }
        return rows
    }

    private static func text(_ value: Double?, _ digits: Int) -> String {
        guard let value else { return "" }
        let scale = (0..<digits).reduce(1.0) { power, _ in power * 10 }
        return "\((value * scale).rounded() / scale)"
    }
}

extension JSONObject {
    /// `clipfit.trends-evaluation/1`.
    fileprivate init(_ path: FilePath, _ result: TrendEvaluation) {
        self.init("path", path)
        self += [
            "boards": result.boards, "weeks": result.weeks, "growths": result.growths,
            "ndcgAt10": result.ranks?.ndcgAt10, "precisionAt10Climbers": result.ranks?.precisionAt10Climbers,
            "meanAbsoluteError": result.ranks?.meanAbsoluteError,
            "growthSpearman": result.growthSpearman, "lastStepSpearman": result.lastStepSpearman,
            // The same for the forecast "next week as this week".
            "persistence": result.persistence.map { JSONObject($0) },
            // Share of ranks within the 80 % interval of their forecast.
            "coverage80": result.coverage80,
        ]
    }

    private init(_ ranks: TrendEvaluation.Ranks) {
        self = [
            "ndcgAt10": ranks.ndcgAt10, "precisionAt10Climbers": ranks.precisionAt10Climbers,
            "meanAbsoluteError": ranks.meanAbsoluteError,
        ]
    }
}
