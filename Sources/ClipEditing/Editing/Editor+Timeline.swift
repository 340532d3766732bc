package import ClipCore
package import ClipMedia
internal import SystemPackage

extension Editor {
    /// Writes the edit that a plan describes, if it asks for one, with markers for shots and beats.
    ///
    /// - Parameter keeper: decides which files may be replaced; nil to follow the plan only.
    /// - Throws: if the format cannot hold it, or the file cannot be written.
    package func writeTimeline(of plan: Plan, _ keeper: (any OutputKeeper)?) throws(Failure) {
        guard let timeline = plan.timeline else { return }
        let plan = try BuiltInMusic.located(plan)
        // Without an analysis there are only fewer markers.
        let shots = (try? analysis(of: plan.window))?.shots ?? []
        var music: (file: FilePath, track: TrackAnalysis)?
        if let file = plan.mix?.music?.file.path {
            music = (Folder.absolute(file), try TrackAnalyzer().analyze(file))
        }
        let text: String
        do throws(PlanningError) {
            text = try EditTimeline(
                plan, info, at: Folder.absolute(source), timeline.format, shots: shots, music: music
            ).text(timeline.format)
        } catch { throw Failure(error, source) }
        let file = try CommittedFile.create(
            timeline.file.path, overwrites: plan.output.overwrites, keeper,
            source: try SourceFile.open(source))
        try file.write(Array(text.utf8))
        try file.commit()
    }
}
