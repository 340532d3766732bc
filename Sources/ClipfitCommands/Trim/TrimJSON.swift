internal import ClipCore

extension JSONObject {
    /// `clipfit.trim/1`, one per written file; times are seconds.
    init(_ report: Report) {
        let plan = report.plan
        self.init("source", plan.source.file.path)
        self += JSONObject("output", plan.output.file.path)
        self += [
            "container": plan.output.container.rawValue, "window": JSONObject(plan.window),
            "requested": JSONObject(plan.requested), "duration": report.proof.duration.seconds,
            "frames": report.proof.frames, "method": report.method.rawValue,
            // Null in reports of older versions.
            "codec": report.codec, "copiedFrames": report.copiedFrames,
            "reencodedFrames": report.reencodedFrames,
        ]
        self += [
            "reasons": plan.reasons + [report.unchecked].compactMap { $0 }, "deviations": report.changes,
            "warnings": plan.warnings ?? [], "removedMetadata": report.removedMetadata,
            "provenance": JSONObject(report.provenance), "seconds": report.seconds,
            "proof": JSONObject(report.proof),
        ]
        self += JSONObject(known: [
            // Source ranges of its segments, if it is not simply the window.
            "pieces": plan.pieces?.map { JSONObject($0.range) },
            // In LUFS and dB; left out without music.
            "mix": report.proof.mix, "post": plan.post, "cover": report.cover.map { JSONObject($0) },
            // Joined sources: what is shown of each, and from where on (`at`) in the output.
            "sources": plan.sources?.map { JSONObject($0) },
            // Path of the timeline for editing programs.
            "timeline": plan.timeline?.file.path.string,
        ])
    }

    private init(_ source: ReelSource) {
        self.init("path", source.file.path)
        self += ["kind": source.kind.rawValue, "range": JSONObject(source.range), "at": source.start.seconds]
    }

    private init(_ proof: Report.Proof) {
        self = [
            "duration": proof.duration.seconds, "frames": proof.frames, "checkedFrames": proof.checkedFrames,
            "videoStart": proof.videoStart.seconds, "audioStart": proof.audioStart?.seconds,
            "worstEdge": proof.worstEdge.flatMap { $0.isFinite ? $0 : nil }, "loudness": proof.loudness,
            "truePeak": proof.truePeak, "sizeBytes": proof.sizeBytes,
            // Null if not counted, and if not measured or nothing rises.
            "flashes": proof.flashes.map { JSONObject($0) },
            "loudnessJump": proof.loudnessJump.map { JSONObject($0) },
        ]
    }

    /// A cover, with its time from the output's start.
    private init(_ cover: Report.Cover) {
        self.init("path", cover.file.path)
        self += ["time": cover.time.seconds, "reasons": cover.reasons]
    }
}

/// The written file for people: one line, with `-v` also the reasons.
struct TrimText {
    let text: String

    init(_ report: Report) {
        let pictures: String
        switch report.method {
        case .copy: pictures = "all copied"
        case .encode: pictures = "re-encoded" + (report.change.map { ": \($0)" } ?? "")
        case .smart: pictures = "\(report.copiedFrames) copied, \(report.reencodedFrames) re-encoded"
        }
        let checked = report.unchecked == nil ? "" : ", \(report.proof.checkedFrames) checked"
        let pieces = report.plan.pieces?.count ?? 1
        let sources = report.plan.sources?.count ?? 0
        let place =
            sources > 0
            ? "of \(sources.counted("source"))"
            : pieces > 1 ? "in \(pieces) pieces" : "from \(report.plan.window.start.text) s"
        let more =
            (report.cover.map { ", cover at \($0.time.text) s" } ?? "")
            + (report.proof.mix.map { ", \($0.text)" } ?? "")
        text =
            Language.text(
                "\(report.plan.output.file.path.shown): \(report.proof.duration.text) s \(place), "
                    + "\(report.proof.frames) frames (\(pictures)\(checked))") + Language.list(more)
    }
}
