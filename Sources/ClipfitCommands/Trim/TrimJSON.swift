internal import ClipCore

/// `clipfit.trim/1`, one per written file; times are seconds.
struct TrimJSON: Encodable {
    struct Span: Encodable {
        let start: Double
        let end: Double
    }

    struct Proof: Encodable {
        let duration: Double
        let frames: Int
        let checkedFrames: Int
        let videoStart: Double
        @Nullable var audioStart: Double?
        @Nullable var worstEdge: Double?
        @Nullable var loudness: Double?
        @Nullable var truePeak: Double?
        let sizeBytes: Int64
        /// Null if not counted.
        @Nullable var flashes: FlashesJSON?
        /// Null if not measured, and if nothing rises.
        @Nullable var loudnessJump: LoudnessJumpJSON?
    }

    struct Cover: Encodable {
        let path: String
        var pathBytes: String?
        /// From the output's start.
        let time: Double
        let reasons: [String]

        init(_ cover: Report.Cover) {
            let path = JSONPath(cover.file.path)
            (self.path, pathBytes) = (path.text, path.bytes)
            (time, reasons) = (cover.time.seconds, cover.reasons)
        }
    }

    let source: String
    var sourceBytes: String?
    let output: String
    var outputBytes: String?
    let container: String
    let window: Span
    let requested: Span
    /// Source ranges of its segments, if it is not simply the window.
    var pieces: [Span]?
    let duration: Double
    let frames: Int
    let method: String
    /// Null in reports of older versions.
    @Nullable var codec: String?
    let copiedFrames: Int
    let reencodedFrames: Int
    let reasons: [String]
    let deviations: [String]
    let warnings: [String]
    let removedMetadata: [String]
    /// The source's statements about how it was made.
    let provenance: ProvenanceJSON
    let seconds: Double
    let proof: Proof
    /// In LUFS and dB; left out without music.
    var mix: MixLevels?
    var post: PlannedPost?
    var cover: Cover?

    init(_ report: Report) {
        let (from, to) = (JSONPath(report.plan.source.file.path), JSONPath(report.plan.output.file.path))
        (source, sourceBytes, output, outputBytes) = (from.text, from.bytes, to.text, to.bytes)
        container = report.plan.output.container.rawValue
        window = Span(start: report.plan.window.start.seconds, end: report.plan.window.end.seconds)
        requested = Span(start: report.plan.requested.start.seconds, end: report.plan.requested.end.seconds)
        pieces = report.plan.pieces?.map { Span(start: $0.range.start.seconds, end: $0.range.end.seconds) }
        duration = report.proof.duration.seconds
        frames = report.proof.frames
        method = report.method.rawValue
        codec = report.codec
        (copiedFrames, reencodedFrames) = (report.copiedFrames, report.reencodedFrames)
        (reasons, deviations, removedMetadata) = (
            report.plan.reasons + [report.unchecked].compactMap { $0 }, report.changes,
            report.removedMetadata
        )
        warnings = report.plan.warnings ?? []
        provenance = ProvenanceJSON(report.provenance)
        seconds = report.seconds
        mix = report.proof.mix
        post = report.plan.post
        cover = report.cover.map(Cover.init)
        let edge = report.proof.worstEdge
        proof = Proof(
            duration: report.proof.duration.seconds, frames: report.proof.frames,
            checkedFrames: report.proof.checkedFrames, videoStart: report.proof.videoStart.seconds,
            audioStart: report.proof.audioStart?.seconds,
            worstEdge: edge.flatMap { $0.isFinite ? $0 : nil }, loudness: report.proof.loudness,
            truePeak: report.proof.truePeak, sizeBytes: report.proof.sizeBytes,
            flashes: report.proof.flashes.map(FlashesJSON.init),
            loudnessJump: report.proof.loudnessJump.map(LoudnessJumpJSON.init))
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
        let place = pieces > 1 ? "in \(pieces) pieces" : "from \(report.plan.window.start.text) s"
        text =
            "\(report.plan.output.file.path.shown): \(report.proof.duration.text) s \(place), "
            + "\(report.proof.frames) frames (\(pictures)\(checked))"
            + (report.cover.map { ", cover at \($0.time.text) s" } ?? "")
            + (report.proof.mix.map { ", \($0.text)" } ?? "")
    }
}
