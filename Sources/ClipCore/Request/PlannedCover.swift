internal import SystemPackage

/// A picture that stands for an output before it plays: a JPEG of one of its frames, beside it.
public struct PlannedCover: Hashable, Codable, Sendable {
    /// Where it is written.
    public var file: PlannedPath
    /// The frame, counted from the output's start; nil for the best one.
    public var time: MediaTime?

    /// A cover at that place.
    public init(file: PlannedPath, time: MediaTime?) { (self.file, self.time) = (file, time) }
}

extension TrimRequest {
    /// Which frame is to stand for an output.
    public enum Cover: Hashable, Codable, Sendable {
        /// The best one.
        case auto
        /// The one at a time from the output's start; from its end where that is negative.
        case at(MediaTime)

        /// The cover of an output: `NAME.cover.jpg` beside it.
        ///
        /// - Parameter length: of the output.
        /// - Throws: where the output has no frame at that time.
        func planned(beside output: PlannedPath, length: MediaTime) throws(PlanningError) -> PlannedCover {
            let file = PlannedPath(output.path.beside(".cover.jpg"))
            guard case .at(let typed) = self else { return PlannedCover(file: file, time: nil) }
            let time = typed < .zero ? length + typed : typed
            guard time >= .zero, time < length else {
                throw PlanningError(
                    .unsatisfiable,
                    "there is no frame for the cover at \(typed.text) s: the output has \(length.text) s",
                    hint: "--cover counts from the output's start")
            }
            return PlannedCover(file: file, time: time)
        }
    }
}
