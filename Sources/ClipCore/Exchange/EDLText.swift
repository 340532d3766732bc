/// A CMX 3600 edit decision list. The edit begins at one hour.
struct EDLText {
    let text: String

    init(_ timeline: EditTimeline) {
        let clock = timeline.clock
        let hour = clock.frame(of: "01:00:00:00") ?? 0
        var lines = [
            "TITLE: \(String(timeline.name.prefix(70)))",
            "FCM: \(clock.dropsFrames ? "DROP FRAME" : "NON-DROP FRAME")", "",
        ]
        var number = 0
        let event = { (channel: String, source: Range<Int>, record: Range<Int>) in
            number += 1
            let times = [
                source.lowerBound, source.upperBound, hour + record.lowerBound, hour + record.upperBound,
            ]
            lines.append(
                Self.padded("\(number)") + "  AX       \(channel)     C        "
                    + times.map(clock.timecode).joined(separator: " "))
        }
        for one in timeline.events {
            let start = timeline.sourceStart + one.source.lowerBound
            event(timeline.hasSound ? "B" : "V", start..<start + one.source.count, one.record)
            if one.source.count != one.record.count || one.isHeld {
                let speed = (one.speed * clock.rate.value * 1000).rounded() / 1000
                // Readers want colons here, also where frames are dropped.
                let begin = clock.timecode(start).replacing(";", with: ":")
                lines.append("M2   AX       \(speed)                \(begin)")
            }
            if one.isHeld { lines.append("* FREEZE FRAME") }
            lines.append("* FROM CLIP NAME: \(timeline.media.name)")
            for marker in one.markers {
                let place = Double(marker.frame - one.source.lowerBound) / max(one.speed, 0.001)
                let frame = hour + one.record.lowerBound + Int(place.rounded())
                lines.append("* LOC: \(clock.timecode(frame)) GREEN   \(marker.name)")
            }
        }
        if let music = timeline.music {
            let start = clock.frame(at: music.from)
            event("A2", start..<start + music.record.count, music.record)
            lines.append("* FROM CLIP NAME: \(music.media.name)")
            lines += music.beats.map { beat in
                "* LOC: \(clock.timecode(hour + Int((beat * clock.rate.value).rounded()))) BLUE    beat"
            }
        }
        text = lines.map(\.printable).joined(separator: "\n") + "\n"
    }

    private static func padded(_ number: String) -> String {
        String(repeating: "0", count: max(0, 3 - number.count)) + number
    }
}
