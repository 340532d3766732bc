internal import ClipMedia
internal import SystemPackage

/// Which source has which output: no two of them get one name.
struct OutputClaims {
    private var sources: [FilePath: FilePath] = [:]
    private var outputs: [FilePath: [FilePath]] = [:]

    /// Another source has it.
    func isTaken(_ path: FilePath, besides source: FilePath) -> Bool {
        sources[path.lexicallyNormalized()].map { $0 != source } ?? false
    }

    /// Gives a name to a source.
    ///
    /// - Throws: where another source has it.
    mutating func claim(_ path: FilePath, for source: FilePath, isFlat: Bool) throws(MediaError) {
        guard !isTaken(path, besides: source) else { throw Self.collision(path, isFlat: isFlat) }
        let path = path.lexicallyNormalized()
        guard sources.updateValue(source, forKey: path) == nil else { return }
        outputs[source, default: []].append(path)
    }

    /// What is told where two sources have outputs of one name.
    static func collision(_ path: FilePath, isFlat: Bool) -> MediaError {
        MediaError(
            .usage, path, "an output of another source has this name",
            hint: isFlat
                ? "leave --flat out" : "rename the source, or give its folder an output folder of its own")
    }

    /// The source has no names any more.
    mutating func release(_ source: FilePath) {
        outputs.removeValue(forKey: source)?.forEach { sources[$0] = nil }
    }
}
