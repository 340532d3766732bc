internal import ClipMedia
internal import SystemPackage

/// Which job has which output: no two of them get one name.
struct OutputClaims {
    private var jobs: [FilePath: Int] = [:]

    /// Another job has it.
    func isTaken(_ path: FilePath, besides number: Int) -> Bool {
        jobs[path.lexicallyNormalized()].map { $0 != number } ?? false
    }

    /// Gives a name to a job.
    ///
    /// - Throws: where another job has it.
    mutating func claim(_ path: FilePath, for number: Int, isFlat: Bool) throws(MediaError) {
        guard !isTaken(path, besides: number) else { throw Self.collision(path, isFlat: isFlat) }
        jobs[path.lexicallyNormalized()] = number
    }

    /// What is told where two sources have outputs of one name.
    static func collision(_ path: FilePath, isFlat: Bool) -> MediaError {
        MediaError(
            .usage, path, "an output of another source has this name",
            hint: isFlat
                ? "leave --flat out" : "rename the source, or give its folder an output folder of its own")
    }

    /// The job has no names any more.
    mutating func release(_ number: Int) { jobs = jobs.filter { $0.value != number } }
}
