internal import ArgumentParser
internal import ClipBatch

/// The process that a batch starts; not for people.
struct WorkerCommand: ParsableCommand {
    static let name = "_worker"

    static let configuration = CommandConfiguration(
        commandName: name, abstract: "Work for a batch that started it.", shouldDisplay: false)

    func run() throws { try Worker.run() }
}
