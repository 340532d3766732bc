internal import ArgumentParser
internal import ClipCore
internal import ClipMedia
internal import Glibc
internal import SystemPackage

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Carry out plans that 'trim --dry-run --json' printed: one a line, - for standard input.")

    @Argument(help: "The file with the plans.")
    var plans: FileArgument

    @Flag(help: "Replace outputs that exist.")
    var overwrite = false

    @Option(help: "How to tell the progress: auto, plain, json or none.")
    var progress: Progress.Kind = .auto

    @OptionGroup var common: CommonOptions

    func run() throws {
        common.apply()
        var failures = Failures(verb: "render", asJSON: common.asJSON)
        var all: [Plan] = []
        do throws(MediaError) { all = try read() } catch { try failures.add(error) }
        for plans in Self.bySource(all) { try render(plans, &failures) }
        try failures.finish()
    }

    /// The plans in the file: one object, or one a line.
    private func read() throws(MediaError) -> [Plan] {
        let path = plans.path
        let text = try contents(path)
        do {
            let decoder = JSONDecoder()
            if let plan = try? decoder.decode(StoredPlan.self, from: Data(text)) {
                return [try Self.checked(plan, path)]
            }
            let lines = text.split(separator: UInt8(ascii: "\n")).filter {
                !$0.allSatisfy { $0 == 32 || $0 == 13 }
            }
            guard !lines.isEmpty else { throw MediaError(.unusable, path, "there is no plan in it") }
            return try lines.map {
                try Self.checked(try decoder.decode(StoredPlan.self, from: Data($0)), path)
            }
        } catch let error as MediaError {
            throw error
        } catch {
            throw MediaError(
                .unusable, path, "it is no plan: \(Self.reason(error))",
                hint: "make one with 'clipfit trim --dry-run --json'")
        }
    }

    private func contents(_ path: FilePath) throws(MediaError) -> [UInt8] {
        let isInput = plans.bytes == Array("-".utf8)
        let descriptor = isInput ? STDIN_FILENO : path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else {
            throw MediaError(.unreadable, path, String(cString: strerror(errno)).lowercased())
        }
        defer { if !isInput { close(descriptor) } }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = Glibc.read(descriptor, &buffer, buffer.count)
            if got < 0 { throw MediaError(.unreadable, path, String(cString: strerror(errno)).lowercased()) }
            if got == 0 { return text }
            text += buffer[..<got]
            if text.count > 64 << 20 {
                throw MediaError(.unusable, path, "it is too large for a file of plans")
            }
        }
    }

    private struct StoredPlan: Decodable {
        let schema: String
        let plan: Plan

        private enum Key: CodingKey { case schema }

        init(from decoder: any Decoder) throws {
            schema = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .schema)
            plan = try Plan(from: decoder)
        }
    }

    private static func checked(_ stored: StoredPlan, _ path: FilePath) throws(MediaError) -> Plan {
        guard stored.schema == Plan.schemaName else {
            throw MediaError(.unusable, path, "its schema is '\(stored.schema)', not '\(Plan.schemaName)'")
        }
        let plan = stored.plan
        if let problem = plan.problem {
            throw MediaError(.unusable, path, "the plan is not sound: \(problem)")
        }
        return plan
    }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        switch error {
        case .keyNotFound(let key, _): return "'\(key.stringValue)' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            let place = context.codingPath.map(\.stringValue).joined(separator: ".")
            return place.isEmpty ? context.debugDescription : "\(place): \(context.debugDescription)"
        @unknown default: return "\(error)"
        }
    }

    /// Consecutive plans of one source are carried out together.
    private static func bySource(_ plans: [Plan]) -> [[Plan]] {
        var groups: [[Plan]] = []
        for plan in plans {
            if groups.last?.last?.source == plan.source {
                groups[groups.count - 1].append(plan)
            } else {
                groups.append([plan])
            }
        }
        return groups
    }

    private func render(_ typed: [Plan], _ failures: inout Failures) throws {
        let plans = typed.map { plan in
            var plan = plan
            if overwrite { plan.output.overwrites = true }
            return plan
        }
        let meter = Progress(progress, plans)
        defer { meter.finish() }
        var results: [Result<Report, MediaError>]
        do throws(MediaError) {
            for plan in plans { try MusicShelf.provide(plan) }
            let source = try SourceFile.open(plans[0].source.file.path)
            results = Renderer().render(plans, source) { meter.update($0) }
        } catch {
            results = plans.map { _ in .failure(error) }
        }
        meter.finish()
        try ReportPrinter.show(
            results, of: plans[0].source.file.path, asJSON: common.asJSON, &failures)
    }
}
