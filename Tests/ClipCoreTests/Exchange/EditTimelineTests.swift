import ClipCore
import Foundation
import SystemPackage
import Testing

@Suite struct EditTimelineTests {
    private func info(_ numerator: Int, _ denominator: Int, frames: Int = 3000, timecode: String? = nil)
        -> MediaInfo
    {
        let rate = Fraction(numerator, denominator)!
        let length = MediaTime(ticks: Int64(frames * denominator), timescale: Int64(numerator))
        var info = MediaInfo(path: "a.mov", container: "mov", sizeBytes: 1, origin: .zero, duration: length)
        var video = MediaInfo.Video(
            stream: 0, codec: "h264", width: 640, height: 360,
            timeBase: TimeBase(Int64(denominator), Int64(numerator)))
        (video.frameRate, video.span) = (rate, TimeRange(start: .zero, end: length))
        (info.video, info.timecode) = (video, timecode)
        return info
    }

    private func plan(_ info: MediaInfo, _ pieces: [EditSegment]) throws -> Plan {
        let hull = try #require(pieces.hull)
        let video = #"{"stream":0,"segments":[],"quality":21,"speed":"fast"}"#
        var plan = Plan(
            source: .init(file: PlannedPath("a.mov"), identity: ""),
            output: .init(
                file: PlannedPath("b.mp4"), container: .mp4, overwrites: false, keepsMetadata: false),
            origin: .zero, requested: hull, window: hull, method: .encode, onDamage: .fail,
            video: try JSONDecoder().decode(Plan.Video.self, from: Data(video.utf8)), audio: [], reasons: [])
        plan.pieces = pieces
        return plan
    }

    private func time(_ frame: Int, _ info: MediaInfo) -> MediaTime {
        let rate = info.video!.frameRate!
        return MediaTime(ticks: Int64(frame * rate.denominator), timescale: Int64(rate.numerator))
    }

    private func piece(_ frames: Range<Int>, _ info: MediaInfo, for length: Int? = nil) -> EditSegment {
        EditSegment(
            TimeRange(start: time(frames.lowerBound, info), end: time(frames.upperBound, info)),
            length: length.map { time($0, info) })
    }

    @Test(
        arguments: [
            (24000, 1001, nil, "00:01:00:00"), (24, 1, nil, "00:01:00:00"), (25, 1, nil, "00:00:57:15"),
            (30000, 1001, nil, "00:00:48:00"), (30000, 1001, "00:00:00;00", "00:00:48;00"),
            (50, 1, nil, "00:00:28:40"), (60000, 1001, "00:00:00;00", "00:00:24;00"),
            (60, 1, nil, "00:00:24:00"),
        ] as [(Int, Int, String?, String)])
    func `an edit list names every frame at each usual rate`(
        numerator: Int, denominator: Int, timecode: String?, shown: String
    ) throws {
        let info = info(numerator, denominator, timecode: timecode)
        let edit = try EditTimeline(
            try plan(info, [piece(1440..<1500, info), piece(7..<31, info)]), info, at: "/m/a.mov", .edl)
        let lines = edit.text(.edl).split(separator: "\n")
        #expect(lines[1] == (timecode == nil ? "FCM: NON-DROP FRAME" : "FCM: DROP FRAME"))
        #expect(lines[2].hasPrefix("001  AX       V     C        \(shown) "), "\(lines)")
        #expect(lines[4].contains("002  AX       V     C        00:00:00\(timecode == nil ? ":" : ";")07 "))
        #expect(edit.notes.isEmpty)
    }

    @Test func `drop frame timecode skips two numbers each minute but every tenth`() throws {
        // The numbers of SMPTE ST 12-1: frame 1800 is 00:01:00;02, frame 17982 is 00:10:00;00.
        let info = info(30000, 1001, frames: 40000, timecode: "00:00:00;00")
        let edit = try EditTimeline(
            try plan(info, [piece(1799..<1801, info), piece(17981..<17983, info)]), info, at: "/a", .edl)
        let text = edit.text(.edl)
        #expect(text.contains("00:00:59;29 00:01:00;03 01:00:00;00"))
        #expect(text.contains("00:09:59;29 00:10:00;01 01:00:00;02"))
    }

    @Test func `speed, a held picture and the timecode of the source are in each format`() throws {
        let info = info(25, 1, timecode: "10:00:00:00")
        let held = EditSegment(
            TimeRange(start: time(99, info), end: time(100, info)), length: time(25, info), isHeld: true)
        let edit = try EditTimeline(
            try plan(info, [piece(50..<100, info, for: 25), held]), info, at: "/m/a b&c.mov", .fcpxml)
        let list = edit.text(.edl)
        #expect(list.contains("10:00:02:00 10:00:04:00 01:00:00:00 01:00:01:00\nM2   AX       50.0 "))
        #expect(list.contains("10:00:03:24 10:00:04:00 01:00:01:00 01:00:02:00\nM2   AX       0.0 "))
        #expect(list.contains("* FREEZE FRAME"))
        let xml = edit.text(.fcpxml)
        #expect(xml.contains(#"src="file:///m/a%20b%26c.mov""#) && xml.contains("a b&amp;c.mov"))
        #expect(
            xml.contains(#"<timept time="1/1s" value="36004/1s""#) || xml.contains(#"value="900100/25s""#))
        let json = edit.text(.otio)
        #expect(json.contains(#""time_scalar" : 2"#) && json.contains("FreezeFrame.1"))
    }

    @Test func `a rate that a format cannot hold is refused, and one that varies is reported`() throws {
        var info = info(15, 1)
        let plan = try plan(info, [piece(0..<30, info)])
        for format in [TimelineFormat.edl, .fcpxml] {
            #expect(throws: PlanningError.self) { try EditTimeline(plan, info, at: "/a", format) }
        }
        #expect(try EditTimeline(plan, info, at: "/a", .otio).notes.count == 1)
        info.video?.frameRate = nil
        info.video?.averageFrameRate = Fraction(2990, 100)
        info.video?.hasVariableRate = true
        let edit = try EditTimeline(plan, info, at: "/a", .edl)
        #expect(
            edit.notes == [
                "the clip's frame rate varies: the timeline counts frames of 30000/1001 per second"
            ])
    }
}
