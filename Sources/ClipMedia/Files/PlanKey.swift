public import ClipCore
package import LibAV
internal import SystemLibrary
internal import SystemPackage

/// What an output is made of and how: equal keys, equal outputs.
///
/// It holds the source by its identity and not by its path, and neither the output's place nor words for people: a
/// folder may be moved or be reached another way. Other files that the plan reads count by path and identity.
public struct PlanKey: Hashable, Sendable {
    /// 64 hexadecimal digits (SHA-256).
    public let text: String

    /// - Parameter rule: how the part was chosen, where the plan is that of the clip's start in its place.
    /// - Throws: where a file that the plan reads cannot be read.
    public init(_ plan: Plan, rule: String? = nil) throws(Failure) {
        var bare = plan
        (bare.source.file, bare.output.file) = (PlannedPath(""), PlannedPath(""))
        (bare.output.overwrites, bare.reasons, bare.verify) = (false, [], nil)
        (bare.guards, bare.seal) = (nil, nil)
        bare.cover?.file = PlannedPath("")
        bare.picture?.forgetWhatWasSeen()
        bare.captions?.file = PlannedPath("")
        bare.captions?.source = nil
        do {
            var print = try Fingerprint()
            try print.add(json: bare)
            if let rule { print.add(Array(rule.utf8)) }
            for file in plan.otherFiles { print.add(Array(try SourceFile.open(file.path).identity().utf8)) }
            text = print.hexadecimal()
        } catch let error as Failure {
            throw error
        } catch { throw Failure(.bug, plan.source.file.path, "the plan cannot be told as JSON: \(error)") }
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
