internal import ClipCore

/// Reports a phase's progress to the batch, at most a hundred times and ten times per second.
final class Meter {
    private let link: BatchLink
    private let phase: JobProgress.Phase
    private let length: Double
    /// The file that is read of several.
    var file: FilePath? { didSet { tell() } }
    private var last = -1
    private var told = ContinuousClock.now - .seconds(1)

    init(_ link: BatchLink, _ phase: JobProgress.Phase, _ length: Double) {
        (self.link, self.phase, self.length) = (link, phase, length)
        update(0)
    }

    func update(_ share: Double) {
        let step = Int((share * 100).rounded(.down))
        guard step > last, ContinuousClock.now - told >= .milliseconds(100) else { return }
        (last, told) = (step, .now)
        tell()
    }

    private func tell() {
        let share = min(1, Double(max(0, last)) / 100)
        link.tell(
            .progress(
                JobProgress(phase: phase, share: share, length: length, file: file.map(PlannedPath.init))))
    }
}
