package import ClipCore
package import ClipEditing
internal import ClipMedia

/// Makes a source's stills for a report. Undecodable ones are left out: a report never fails for a picture.
package struct StillsMaker {
    package init() {}

    /// Byte limit of all pictures of a source, in base64.
    static let budget = 80_000
    /// Most points of the loudness curve.
    private static let points = 400

    /// - Parameters:
    ///   - plans: plans of all existing outputs.
    ///   - reports: reports of outputs just made.
    ///   - planned: plans that are not rendered.
    ///   - zones: the platforms' margins.
    package func portrait(
        of editor: borrowing Editor, _ plans: [Plan], _ reports: [Report], planned: [Plan],
        zones: [Platform.Margins]
    ) -> ReportStills {
        var portrait = ReportStills(ClipFacts(editor.info))
        // Base64 turns three bytes into four characters. The source's strip gets a third, the outputs share the rest.
        let bytes = Self.budget * 3 / 4
        portrait.strip = try? editor.thumbnail(
            ThumbnailMaker(longSide: 120, count: 10, maximumBytes: bytes / 3))
        if let analysis = try? editor.overview() {
            portrait.shots = analysis.survey == nil ? analysis.shots : []
            portrait.loudness = Self.curve(analysis.sound, editor.info.duration)
            (portrait.facts.loudness, portrait.facts.truePeak) = (analysis.loudness, analysis.truePeak)
        }
        let share = bytes * 2 / 3 / max(1, plans.count + planned.count)
        portrait.outputs = plans.map { plan in
            output(plan, reports.first { $0.plan.output.file == plan.output.file }, bytes: share)
        }
        for plan in planned {
            var output = OutputStills(plan)
            // The page shows one of them after the other.
            var maker = ThumbnailMaker(longSide: 240, count: 8, maximumBytes: share)
            maker.gap = 0
            output.strip = try? editor.preview(plan, maker, zones: zones)
            portrait.outputs.append(output)
        }
        return portrait
    }

    private func output(_ plan: Plan, _ report: Report?, bytes: Int) -> OutputStills {
        var output = OutputStills(report?.plan ?? plan)
        let path = plan.output.file.path
        guard let info = try? Self.info(of: path) else { return output }
        var facts = ClipFacts(info)
        (facts.loudness, facts.truePeak) = (report?.proof.loudness, report?.proof.truePeak)
        output.facts = facts
        output.cover = try? ThumbnailMaker(longSide: 320, maximumBytes: bytes / 2)
            .make(path, at: report?.cover?.time)
        output.strip = try? ThumbnailMaker(longSide: 160, count: 5, maximumBytes: bytes / 2).make(path)
        return output
    }

    private static func info(of path: FilePath) throws(Failure) -> MediaInfo {
        try Prober().probe(try SourceFile.open(path))
    }

    private static func curve(_ sound: [SoundScore], _ duration: MediaTime) -> [Float] {
        guard !sound.isEmpty, duration > .zero else { return [] }
        let count = min(points, sound.count)
        var curve = [Float](repeating: -70, count: count)
        for score in sound where score.loudness.isFinite {
            let place = min(count - 1, max(0, Int(score.time.seconds / duration.seconds * Double(count))))
            curve[place] = max(curve[place], score.loudness)
        }
        return curve
    }
}
