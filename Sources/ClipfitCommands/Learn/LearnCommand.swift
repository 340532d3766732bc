internal import ArgumentParser

struct LearnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn", abstract: "What posts teach about music, looks and hashtags.",
        discussion: "Posts come from files that you have: nothing is fetched, nothing leaves this machine.",
        subcommands: [
            LearnImportCommand.self, LearnStatusCommand.self, LearnAssignCommand.self,
            LearnForgetCommand.self,
            LearnExplainCommand.self, LearnExperimentCommand.self, LearnEvaluateCommand.self,
        ])
}
