internal import ClipBatch
internal import ClipCore
internal import ClipMedia

/// The whole source from left to right in 1000 units: loudness, shots, and the chosen windows.
struct ClipTimeline {
    struct Box {
        let x: Int
        let wide: Int
        /// Alternates: shots are drawn in two shades.
        var parity = ""
        /// Row, from the top.
        var lane = 0
        let tip: String
    }

    private static let width = 1000
    private static let windowRows = 6
    /// More shots than this would be too narrow to see.
    private static let shotCount = 300

    let filmStrip: Thumbnail?
    let tall: Int
    let label: String
    let shots: [Box]
    let curve: String?
    let windows: [Box]
    let legend: String
    let ends: String

    /// nil for a source without length.
    init?(_ portrait: ReportStills, _ messages: Messages) {
        let duration = portrait.facts.duration.seconds
        guard duration > 0 else { return nil }
        filmStrip = portrait.strip
        let place = { (time: MediaTime) in
            min(Self.width, max(0, Int((time.seconds / duration * Double(Self.width)).rounded())))
        }
        let box = { (range: TimeRange, parity: String, lane: Int, tip: String) in
            let x = place(range.start)
            return Box(x: x, wide: max(1, place(range.end) - x), parity: parity, lane: lane, tip: tip)
        }
        let drawn = portrait.shots.count > Self.shotCount ? [] : portrait.shots
        shots = drawn.enumerated().map { index, shot in
            let how = shot.transition == .none ? "" : ", begins with a \(shot.transition.rawValue)"
            return box(
                shot.range, index % 2 == 1 ? "odd" : "", 0, "shot \(index + 1): \(shot.range.text)\(how)")
        }
        windows = portrait.outputs.enumerated().flatMap { index, output in
            (output.plan.pieces?.map(\.range) ?? [output.plan.window]).map {
                let lane = 80 + min(index, Self.windowRows - 1) * 10
                return box($0, "", lane, "output \(index + 1): \($0.text)")
            }
        }
        tall = 80 + min(portrait.outputs.count, Self.windowRows) * 10
        curve = Self.path(portrait.loudness)
        ends = "\(portrait.facts.duration.text) s"
        let number: Phrase? = portrait.shots.isEmpty ? nil : "shots: \(portrait.shots.count)"
        let parts: [Phrase?] = [
            curve == nil ? nil : "loudness from −50 to 0 LUFS", number,
            windows.isEmpty ? nil : "taken parts in colour",
        ]
        legend = parts.compactMap { $0.map(messages.text) }.joined(separator: " · ")
        label = messages.text("The clip over time: \(legend)")
    }

    /// An area whose height is 60 at 0 LUFS and 0 at -50.
    private static func path(_ loudness: [Float]) -> String? {
        guard loudness.contains(where: { $0 > -50 }) else { return nil }
        let points = loudness.enumerated().map { index, value in
            let x = (2 * index + 1) * width / (2 * loudness.count)
            return "L\(x) \(60 - Int(min(60, max(0, (value + 50) * 1.2)).rounded()))"
        }
        return "M0 60" + points.joined() + "L\(width) 60Z"
    }
}
