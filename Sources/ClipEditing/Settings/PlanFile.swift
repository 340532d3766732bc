package import ClipCore
internal import ClipMedia
internal import SystemLibrary

/// Reads plan files: one object, or one per line.
package enum PlanFile {
    /// The plans in a file; `-` is standard input. Throws if there is none, or one is invalid.
    package static func read(_ path: FilePath) throws(Failure) -> [Plan] {
        let isInput = path.bytes == Array("-".utf8)
        let lines = try LineFile.lines(of: isInput ? "/dev/stdin" : path, maximumBytes: 256 << 20)
        do {
            let decoder = JSONDecoder()
            if let plan = try? decoder.decode(Stored.self, from: Data(lines.joined(separator: [10]))) {
                return [try checked(plan, path)]
            }
            let told = lines.filter { !$0.allSatisfy { $0 == 32 || $0 == 13 } }
            guard !told.isEmpty else { throw Failure(.unusable, path, "there is no plan in it") }
            return try told.map { try checked(try decoder.decode(Stored.self, from: Data($0)), path) }
        } catch let error as Failure {
            throw error
        } catch {
            throw Failure(
                .unusable, path, "it is no plan: \(reason(error))",
                hint: "make one with 'clipfit trim --dry-run --json'")
        }
    }

    private struct Stored: Decodable {
        let schema: String
        let plan: Plan

        private enum Key: CodingKey { case schema }

        init(from decoder: any Decoder) throws {
            schema = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .schema)
            plan = try Plan(from: decoder)
        }
    }

    private static func checked(_ stored: Stored, _ path: FilePath) throws(Failure) -> Plan {
        guard stored.schema == Plan.schemaName else {
            throw Failure(.unusable, path, "its schema is '\(stored.schema)', not '\(Plan.schemaName)'")
        }
        guard stored.plan.sources == nil else {
            throw Failure(
                .unusable, path, "a plan of joined sources cannot be rendered later",
                hint: "repeat 'clipfit trim … --join' without --dry-run")
        }
        if let problem = stored.plan.problem {
            throw Failure(.unusable, path, "the plan is not sound: \(problem)")
        }
        return stored.plan
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
}
