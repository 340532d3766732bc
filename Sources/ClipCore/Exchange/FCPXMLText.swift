/// Final Cut Pro's XML, version 1.9: one project, whose music hangs on its first clip.
struct FCPXMLText {
    private let timeline: EditTimeline

    init(_ timeline: EditTimeline) { self.timeline = timeline }

    private var rate: Fraction { timeline.clock.rate }

    /// A time in frames, as a fraction of seconds.
    private func frames(_ count: Int) -> String {
        count == 0 ? "0s" : "\(count * rate.denominator)/\(rate.numerator)s"
    }

    private func seconds(_ time: MediaTime) -> String {
        time == .zero ? "0s" : "\(time.ticks)/\(time.timescale)s"
    }

    private func element(
        _ name: String, _ attributes: KeyValuePairs<String, String>, _ children: [String] = []
    ) -> String {
        let start = "<\(name)" + attributes.map { " \($0.key)=\"\(Self.escaped($0.value))\"" }.joined()
        guard !children.isEmpty else { return start + "/>" }
        let lines = children.flatMap { $0.split(separator: "\n") }.map { "  \($0)" }
        return "\(start)>\n\(lines.joined(separator: "\n"))\n</\(name)>"
    }

    private static func escaped(_ text: String) -> String {
        text.printable.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(
            "\"", with: "&quot;")
    }

    private var resources: String {
        let media = timeline.media
        let format = element(
            "format",
            [
                "id": "r1", "frameDuration": frames(1), "width": "\(timeline.size.width)",
                "height": "\(timeline.size.height)",
            ])
        let length = frames(timeline.clock.frame(at: media.length))
        let clip =
            media.channels > 0
            ? element(
                "asset",
                [
                    "id": "r2", "name": media.name, "start": frames(timeline.sourceStart), "duration": length,
                    "hasVideo": "1", "format": "r1", "hasAudio": "1", "audioSources": "1",
                    "audioChannels": "\(media.channels)", "src": media.url,
                ])
            : element(
                "asset",
                [
                    "id": "r2", "name": media.name, "start": frames(timeline.sourceStart), "duration": length,
                    "hasVideo": "1", "format": "r1", "src": media.url,
                ])
        let music = timeline.music.map { music in
            element(
                "asset",
                [
                    "id": "r3", "name": music.media.name, "start": "0s",
                    "duration": seconds(music.media.length), "hasAudio": "1", "audioSources": "1",
                    "audioChannels": "2", "src": music.media.url,
                ])
        }
        return element("resources", [:], [format, clip] + [music].compactMap { $0 })
    }

    /// Times inside a clip are the clip's own; inside one of another speed they count from its start.
    private func clip(_ event: EditTimeline.Event, isFirst: Bool) -> String {
        let isRetimed = event.isHeld || event.source.count != event.record.count
        let first = timeline.sourceStart + event.source.lowerBound
        let start = isRetimed ? 0 : first
        var children: [String] = []
        if isRetimed {
            let end = event.isHeld ? first : first + event.source.count
            children.append(
                element(
                    "timeMap", [:],
                    [(0, first), (event.record.count, end)].map { time, value in
                        element("timept", ["time": frames(time), "value": frames(value), "interp": "linear"])
                    }))
        }
        if isFirst, let music = timeline.music {
            let beats = music.beats.map { beat in
                marker("beat", at: seconds(music.from + MediaTime(roundingDown: beat)))
            }
            children.append(
                element(
                    "asset-clip",
                    [
                        "ref": "r3", "lane": "-1", "name": music.media.name, "offset": frames(start),
                        "start": seconds(music.from), "duration": frames(music.record.count),
                        "audioRole": "music",
                    ], beats))
        }
        children += event.markers.map { one in
            let place = Double(one.frame - event.source.lowerBound) / max(event.speed, 0.001)
            return marker(one.name, at: frames(start + Int(place.rounded())))
        }
        return element(
            "asset-clip",
            [
                "ref": "r2", "name": timeline.media.name, "offset": frames(event.record.lowerBound),
                "start": frames(start), "duration": frames(event.record.count),
                "tcFormat": timeline.clock.dropsFrames ? "DF" : "NDF",
                timeline.hasSound ? "audioRole" : "srcEnable": timeline.hasSound ? "dialogue" : "video",
            ], children)
    }

    private func marker(_ name: String, at time: String) -> String {
        element("marker", ["start": time, "duration": frames(1), "value": name])
    }

    var text: String {
        let clips = timeline.events.enumerated().map { clip($1, isFirst: $0 == 0) }
        let sequence = element(
            "sequence",
            [
                "format": "r1", "duration": frames(timeline.length), "tcStart": "0s",
                "tcFormat": timeline.clock.dropsFrames ? "DF" : "NDF",
            ], [element("spine", [:], clips)])
        let project = element("project", ["name": timeline.name], [sequence])
        let library = element("library", [:], [element("event", ["name": "clipfit"], [project])])
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE fcpxml>\n"
            + element("fcpxml", ["version": "1.9"], [resources, library]) + "\n"
    }
}
