internal import ClipCore

/// A plan for people: output, segments with their treatment, and reasons.
struct PlanText {
    let text: String

    static func show(_ plan: Plan, asJSON: Bool) {
        if asJSON { Output.json(Plan.schemaName, plan) } else { Output.line(PlanText(plan).text) }
    }

    init(_ plan: Plan) {
        let source = plan.sources.map { $0.count.counted("source") } ?? plan.source.file.path.shown
        var lines = [
            "\(source) -> \(plan.output.file.path.shown)",
            "  window \(plan.window.start.text) s to \(plan.window.end.text) s (\(plan.length.text) s)",
        ]
        lines += (plan.sources ?? []).map { source in
            "  \(source.kind.rawValue) at \(source.start.text) s for \(source.range.duration.text) s: "
                + "\(source.file.path.shown)"
                + (source.kind == .clip ? " from \(source.range.start.text) s" : "")
        }
        lines += zip(plan.pieces ?? [], Timeline(plan.pieces ?? []).starts).map(Self.line)
        for segment in plan.video.segments {
            let frames = segment.frames.map { "\($0) frames" } ?? "frames"
            let span = "\(segment.range.start.text) s to \(segment.range.end.text) s"
            switch segment.treatment {
            case .copy: lines.append("  copy   \(frames) from \(span)")
            case .reencode(let reason): lines.append("  encode \(frames) from \(span): \(reason)")
            }
        }
        for track in plan.audio {
            switch track.treatment {
            case .copy: lines.append("  sound  \(track.codec), copied")
            case .reencode(let reason): lines.append("  sound  \(track.codec), encoded: \(reason)")
            }
        }
        if let cover = plan.cover {
            let frame = cover.time.map { "the frame at \($0.text) s" } ?? "the best frame"
            lines.append("  cover  \(cover.file.path.shown): \(frame)")
        }
        for words in plan.picture?.words ?? [] {
            let place = "\(words.place.size.text) at \(words.place.x),\(words.place.y)"
            let count = words.captions.count
            let text = words.captions.first.map { $0.text.replacing("\n", with: " ").printable } ?? ""
            lines.append("  words  on \(place): \(text)\(count > 1 ? ", and \(count - 1) more" : "")")
        }
        if let captions = plan.captions {
            lines.append("  srt    \(captions.file.path.shown): \(captions.captions.count) captions")
        }
        if let music = plan.post?.music { lines.append("  music  \(music.id): \(music.summary)") }
        if let look = plan.post?.look { lines.append("  look   \(look.id): \(look.summary)") }
        lines += plan.reasons.map { "  why    \($0)" }
        text = lines.joined(separator: "\n")
    }

    private static func line(_ piece: EditSegment, at start: MediaTime) -> String {
        let place = "\(piece.range.start.text) s to \(piece.range.end.text) s"
        if piece.isHeld {
            return
                "  piece  at \(start.text) s for \(piece.length.text) s: the picture at \(piece.range.start.text) s"
        }
        let speed = piece.rate == 1 ? "" : ", at \(Int((piece.rate * 100).rounded())) % of its speed"
        return "  piece  at \(start.text) s for \(piece.length.text) s: \(place)\(speed)"
    }
}

extension PlannedPost.Choice {
    /// The strongest reasons, on one line.
    var summary: String {
        let telling = reasons.filter { $0.effect != 0 }.sorted { $0.effect.magnitude > $1.effect.magnitude }
        let notes = why ?? telling.prefix(3).map(\.note)
        return telling.isEmpty ? "as asked" : notes.joined(separator: "; ")
    }
}
