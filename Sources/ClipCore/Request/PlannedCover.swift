internal import SystemPackage

/// The cover of an output: a JPEG of one of its frames, in the same folder.
public struct PlannedCover: Hashable, Codable, Sendable {
    /// Its path.
    public var file: PlannedPath
    /// Time of the frame, from the output's start; nil for the best one.
    public var time: MediaTime?
    /// The title that is drawn on it; nil for none.
    public var title: Picture.Words?

    package init(file: PlannedPath, time: MediaTime?) { (self.file, self.time) = (file, time) }
}

extension TrimRequest {
    /// The frame to use as cover.
    public enum Cover: Hashable, Codable, Sendable {
        /// The best frame.
        case auto
        /// The frame at a time from the output's start; negative times count from the end.
        case at(MediaTime)

        /// Plans the cover of an output, `NAME.cover.jpg` in its folder.
        ///
        /// - Parameter length: of the output.
        /// - Throws: if the output has no frame at that time.
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
