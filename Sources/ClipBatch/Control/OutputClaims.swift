internal import ClipCore
internal import ClipMedia
internal import SystemPackage

/// Which source has which output: no two of them get one name.
struct OutputClaims {
    private let ignoresCase: Bool
    private var sources: [FilePath: FilePath] = [:]
    private var outputs: [FilePath: [FilePath]] = [:]

    /// - Parameter ignoresCase: names that differ in small and capital letters alone are one.
    init(ignoresCase: Bool = false) { self.ignoresCase = ignoresCase }

    private func key(_ path: FilePath) -> FilePath {
        let path = path.lexicallyNormalized()
        return ignoresCase ? path.inSmallLetters : path
    }

    /// Another source has it.
    func isTaken(_ path: FilePath, besides source: FilePath) -> Bool {
        sources[key(path)].map { $0 != source } ?? false
    }

    /// Gives a name to a source.
    ///
    /// - Throws: where another source has it.
    mutating func claim(_ path: FilePath, for source: FilePath, isFlat: Bool) throws(Failure) {
        guard !isTaken(path, besides: source) else { throw Self.collision(path, isFlat: isFlat) }
        let path = key(path)
        guard sources.updateValue(source, forKey: path) == nil else { return }
        outputs[source, default: []].append(path)
    }

    /// What is told where two sources have outputs of one name.
    static func collision(_ path: FilePath, isFlat: Bool) -> Failure {
        Failure(
            .usage, path, "an output of another source has this name",
            hint: isFlat
                ? "leave --flat out" : "rename the source, or give its folder an output folder of its own")
    }

    /// The source has no names any more.
    mutating func release(_ source: FilePath) {
        outputs.removeValue(forKey: source)?.forEach { sources[$0] = nil }
    }
}

extension FilePath {
    /// Equal for names that are one on file systems which do not tell small from capital letters.
    var inSmallLetters: FilePath { FilePath(string.lowercased()) }
}
