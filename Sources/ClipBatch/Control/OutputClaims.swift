internal import ClipCore
internal import ClipMedia

/// Assigns output names to sources, so that no two share one.
struct OutputClaims {
    private let ignoresCase: Bool
    private var sources: [FilePath: FilePath] = [:]
    private var outputs: [FilePath: [FilePath]] = [:]

    /// - Parameter ignoresCase: names that differ only in case are equal.
    init(ignoresCase: Bool = false) { self.ignoresCase = ignoresCase }

    private func key(_ path: FilePath) -> FilePath {
        let path = path.lexicallyNormalized()
        return ignoresCase ? path.inSmallLetters : path
    }

    /// Whether another source has the name.
    func isTaken(_ path: FilePath, besides source: FilePath) -> Bool {
        sources[key(path)].map { $0 != source } ?? false
    }

    /// Assigns a name to a source. Throws if another source has it.
    mutating func claim(_ path: FilePath, for source: FilePath, isFlat: Bool) throws(Failure) {
        guard !isTaken(path, besides: source) else { throw Self.collision(path, isFlat: isFlat) }
        let path = key(path)
        guard sources.updateValue(source, forKey: path) == nil else { return }
        outputs[source, default: []].append(path)
    }

    /// The error for two sources with outputs of one name.
    static func collision(_ path: FilePath, isFlat: Bool) -> Failure {
        Failure(
            .usage, path, "an output of another source has this name",
            hint: isFlat
                ? "leave --flat out" : "rename the source, or give its folder an output folder of its own")
    }

    mutating func release(_ source: FilePath) {
        outputs.removeValue(forKey: source)?.forEach { sources[$0] = nil }
    }
}

extension FilePath {
    /// Lower-cased: equal for names that collide on file systems that ignore case.
    var inSmallLetters: FilePath { FilePath(string.lowercased()) }
}
