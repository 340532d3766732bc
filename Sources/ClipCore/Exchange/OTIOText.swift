internal import SystemLibrary

/// OpenTimelineIO's JSON: a track of pictures, one of the clip's sound and one of music, where there are any.
struct OTIOText {
    private let timeline: EditTimeline

    init(_ timeline: EditTimeline) { self.timeline = timeline }

    private var rate: Double { timeline.clock.rate.value }

    private func time(_ value: Double, _ rate: Double) -> JSON {
        .schema("RationalTime.1", ["rate": .number(rate), "value": .number(value)])
    }

    private func range(_ start: Double, _ count: Double, rate: Double) -> JSON {
        .schema("TimeRange.1", ["start_time": time(start, rate), "duration": time(count, rate)])
    }

    private func marker(_ name: String, _ color: String, _ start: Double, rate: Double) -> JSON {
        .schema(
            "Marker.2",
            ["name": .text(name), "color": .text(color), "marked_range": range(start, 0, rate: rate)])
    }

    private func clip(
        _ media: EditTimeline.Media, available: JSON, source: JSON, effects: [JSON] = [], markers: [JSON]
    ) -> JSON {
        let reference = JSON.schema(
            "ExternalReference.1", ["target_url": .text(media.url), "available_range": available])
        return .schema(
            "Clip.2",
            [
                "name": .text(media.name), "source_range": source, "effects": .array(effects),
                "markers": .array(markers), "enabled": .flag(true),
                "media_references": .object(["DEFAULT_MEDIA": reference]),
                "active_media_reference_key": .text("DEFAULT_MEDIA"),
            ])
    }

    private func clip(_ event: EditTimeline.Event, hasMarkers: Bool) -> JSON {
        let start = timeline.sourceStart
        let effect: JSON? =
            event.isHeld
            ? .schema("FreezeFrame.1", ["effect_name": .text("FreezeFrame"), "time_scalar": .number(0)])
            : event.speed == 1
                ? nil
                : .schema(
                    "LinearTimeWarp.1",
                    ["effect_name": .text("LinearTimeWarp"), "time_scalar": .number(event.speed)])
        return clip(
            timeline.media,
            available: range(
                Double(start), Double(timeline.clock.frame(at: timeline.media.length)), rate: rate),
            source: range(Double(start + event.source.lowerBound), Double(event.record.count), rate: rate),
            effects: [effect].compactMap { $0 },
            markers: hasMarkers
                ? event.markers.map { marker($0.name, "GREEN", Double(start + $0.frame), rate: rate) } : [])
    }

    private func track(_ kind: String, _ name: String, _ clips: [JSON]) -> JSON {
        .schema("Track.1", ["kind": .text(kind), "name": .text(name), "children": .array(clips)])
    }

    private var tracks: [JSON] {
        var tracks = [track("Video", "V1", timeline.events.map { clip($0, hasMarkers: true) })]
        if timeline.hasSound {
            tracks.append(track("Audio", "A1", timeline.events.map { clip($0, hasMarkers: false) }))
        }
        guard let music = timeline.music else { return tracks }
        // In samples: music does not begin with a frame.
        let samples = 48000.0
        let from = music.from.seconds * samples
        let song = clip(
            music.media, available: range(0, (music.media.length.seconds * samples).rounded(), rate: samples),
            source: range(
                from.rounded(), (Double(music.record.count) / rate * samples).rounded(), rate: samples),
            markers: music.beats.map {
                marker("beat", "BLUE", (from + $0 * samples).rounded(), rate: samples)
            })
        return tracks + [track("Audio", "Music", [song])]
    }

    var text: String {
        let root = JSON.schema(
            "Timeline.1",
            [
                "name": .text(timeline.name),
                "tracks": .schema("Stack.1", ["name": .text("tracks"), "children": .array(tracks)]),
            ])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(root) else { return "" }
        return String(decoding: bytes, as: UTF8.self) + "\n"
    }
}

extension JSON {
    /// An object of OpenTimelineIO.
    fileprivate static func schema(_ name: String, _ members: [String: JSON]) -> JSON {
        .object(members.merging(["OTIO_SCHEMA": .text(name)]) { $1 })
    }
}
