public import ClipCore
package import LibAV
internal import SystemLibrary

/// Key of a plan's inputs and settings: equal keys give equal outputs.
///
/// The source counts by identity, not by path; the output's location and text for people do not count, so
/// folders may move. Other files that the plan reads count by path and identity.
public struct PlanKey: Hashable, Sendable {
    /// 64 hexadecimal digits (SHA-256).
    public let text: String

    /// - Parameter rule: how the window was chosen, if the plan holds the clip's start in its place.
    /// - Throws: if a file that the plan reads cannot be read.
    public init(_ plan: Plan, rule: String? = nil) throws(Failure) {
        var bare = plan
        (bare.source.file, bare.output.file) = (PlannedPath(""), PlannedPath(""))
        (bare.output.overwrites, bare.output.folder, bare.reasons, bare.verify) = (false, nil, [], nil)
        (bare.guards, bare.seal, bare.warnings, bare.rating) = (nil, nil, nil, nil)
        bare.cover?.file = PlannedPath("")
        bare.picture?.forgetWhatWasSeen()
        bare.captions?.file = PlannedPath("")
        bare.timeline?.file = PlannedPath("")
        bare.captions?.source = nil
        do {
            var print = try Fingerprint()
            try print.add(json: bare)
            if let rule { print.add(Array(rule.utf8)) }
            for file in plan.otherFiles { print.add(Array(try SourceFile.open(file.path).identity().utf8)) }
            text = print.hexadecimal()
        } catch let error as Failure {
            throw error
        } catch { throw Failure(.bug, plan.source.file.path, "the plan cannot be written as JSON: \(error)") }
    }
}

extension Fingerprint {
    /// Appends a value as JSON with its keys sorted: equal values, equal bytes.
    package mutating func add(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        add([UInt8](try encoder.encode(value)))
    }
}
