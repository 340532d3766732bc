internal import SystemPackage

/// Places overlay text: position, size and line breaks, inside the platforms' safe zone and without overlaps.
/// Pure.
struct TextPlanner {
    private let frame: Picture.Size
    private let zone: Picture.Rectangle
    private let timeline: Timeline
    /// The occupied rectangles, and when.
    private var taken: [(place: Picture.Rectangle, time: TimeRange)] = []
    /// Notes about the text; a line each.
    private(set) var notes: [String] = []
    /// Warnings about it; a line each.
    private(set) var warnings: [String] = []
    /// Where somebody speaks, on the output's clock.
    private let speech: [TimeRange]

    /// The smallest em, in % of the picture's shorter side: 30 pixels of 1080.
    static let smallest = 2.8
    /// Captions of more lines are split into several.
    static let mostLines = 2

    /// - Parameter speech: where somebody speaks, on the clip's clock.
    init(_ picture: Picture, _ finish: OutputSettings, _ timeline: Timeline, speech: [TimeRange] = []) {
        frame = picture.size
        self.timeline = timeline
        self.speech = speech.map { Caption($0, "") }.shown(on: timeline).map(\.range)
        zone = SafeZone(frame: frame, margins: finish.platforms.compactMap { $0.safeZone?.value }).rectangle
        if let logo = picture.logo {
            taken.append((logo.place, TimeRange(start: .zero, end: timeline.duration)))
        }
    }

    /// Places a cover's title: in the lower part of the 3:4 that profile pages show of it.
    init(cover frame: Picture.Size) {
        self.frame = frame
        (timeline, speech) = (Timeline([EditSegment(Self.moment)]), [])
        let width = min(frame.width, frame.height * 3 / 4)
        let height = min(frame.height, frame.width * 4 / 3)
        let (side, top) = (width * 7 / 100, height * 55 / 100)
        zone = Picture.Rectangle(
            x: ((frame.width - width) / 2 + side) & ~1, y: ((frame.height - height) / 2 + top) & ~1,
            size: Picture.Size(width: (width - 2 * side) & ~1, height: (height * 38 / 100) & ~1))
    }

    private static let moment = TimeRange(start: .zero, end: MediaTime(ticks: 1, timescale: 1))

    /// - Throws: if the title does not fit even at its smallest size.
    mutating func title(_ text: OutputSettings.Text) throws(PlanningError) -> Picture.Words? {
        try self.text(text, named: "the cover's title").first
    }

    /// - Throws: if text does not fit even at its smallest size.
    mutating func words(_ finish: OutputSettings) throws(PlanningError) -> [Picture.Words] {
        var words: [Picture.Words] = []
        if let text = finish.disclosure {
            words += try self.text(text, named: "the disclosure", atLeft: true)
        }
        if let captions = finish.captions, let file = captions.file, let ink = captions.ink {
            words += try self.captions(captions, file, ink, listens: finish.listensForWords)
        }
        for (number, text) in finish.texts.enumerated() {
            let name = finish.texts.count == 1 ? "the text" : "text \(number + 1)"
            words += try self.text(text, named: name)
        }
        return words
    }

    // MARK: Kinds

    private mutating func text(_ text: OutputSettings.Text, named name: String, atLeft: Bool = false)
        throws(PlanningError) -> [Picture.Words]
    {
        let end = timeline.duration
        let onClock = { (time: MediaTime) in time < .zero ? max(.zero, end + time) : min(time, end) }
        let range = TimeRange(start: onClock(text.from), end: text.to.map(onClock) ?? end)
        guard range.start < range.end else {
            warnings.append(
                "\(name) is left out: it would be shown from \(text.from.text) s on, this ends at \(end.text) s"
            )
            return []
        }
        guard let caption = drawable([Caption(range, text.words)], text.ink, named: name).first else {
            return []
        }
        return [
            try set(text.ink, text.percent, text.edge, named: name, range, atLeft: atLeft) { setter in
                [Caption(range, setter.lines(caption.text).joined(separator: "\n"))]
            }
        ]
    }

    private mutating func captions(
        _ captions: OutputSettings.Captions, _ file: CaptionFile, _ ink: OutputSettings.Ink, listens: Bool
    ) throws(PlanningError) -> [Picture.Words] {
        let said = file.captions.shown(on: timeline)
        notes += file.notes.map { "captions: \($0)" }
        if said.isEmpty { warnings.append("captions: nothing is said in this part") }
        let shown = drawable(said, ink, named: "captions")
        guard let first = shown.first, let last = shown.last else { return [] }
        let range = TimeRange(start: first.range.start, end: last.range.end)
        let follows = captions.style?.followsWords == true
        if listens, speech.isEmpty {
            notes.append("captions: no speech is detected: words share the time of their caption by length")
        }
        let heard = follows ? speech : []
        let pace = { (caption: Caption) in CaptionPace(caption, speech: heard) }
        let percent = captions.percent * (captions.style == .pop ? 1.5 : 1)
        var words = try set(captions.styled(ink), percent, captions.edge, named: "the captions", range) {
            setter in
            if captions.style == .pop {
                return shown.flatMap { $0.popping(setter, lines: Self.mostLines, pace($0)) }
            }
            let pages = shown.flatMap { $0.paged(setter, lines: Self.mostLines, pace($0)) }
            return follows ? pages.flatMap { $0.sung(pace($0)) } : pages
        }
        if follows { words.accent = captions.accent }
        return [words]
    }

    /// The captions without emoji that no font shows in colour.
    private mutating func drawable(_ captions: [Caption], _ ink: OutputSettings.Ink, named name: String)
        -> [Caption]
    {
        guard let font = ink.font else { return captions }
        var left: [Character] = []
        let kept = captions.compactMap { caption in
            caption.removing { character in
                guard font.isEmoji(character), ink.emoji?.font.has(character) != true else { return false }
                if !left.contains(character) { left.append(character) }
                return true
            }
        }
        if !left.isEmpty {
            let why =
                ink.emoji.map { "\($0.font.name) does not have them" }
                ?? "no font of colour emoji is installed, such as fonts-noto-color-emoji"
            warnings.append("\(name): left out the emoji \(String(left.prefix(12))): \(why)")
        }
        return kept
    }

    // MARK: Setting

    /// Sets text at the requested size, or at the largest smaller size that fits.
    private mutating func set(
        _ ink: OutputSettings.Ink, _ percent: Double, _ edge: Picture.Edge, named name: String,
        _ time: TimeRange, atLeft: Bool = false, _ lines: (TextSetter) -> [Caption]
    ) throws(PlanningError) -> Picture.Words {
        guard let font = ink.font else {
            throw PlanningError(.usage, "the font \(ink.file.path.string) has not been read")
        }
        let smallest = min(percent, Self.smallest)
        var size = percent
        while true {
            if let words = attempt(ink, font, size, edge, time, atLeft: atLeft, lines) {
                if size < percent {
                    notes.append(
                        "\(name) is \(size.hundredths) % high instead of \(percent.hundredths) %: it would not fit"
                    )
                }
                note(words, font, named: name)
                taken.append((words.place, time))
                return words
            }
            guard size > smallest else { break }
            size = max(smallest, size * 0.92)
        }
        throw PlanningError(
            .unsatisfiable, "\(name) does not fit on \(frame.text), clear of what the platforms cover",
            hint: "use fewer words, or name fewer platforms")
    }

    private mutating func note(_ words: Picture.Words, _ font: FontFile, named name: String) {
        if let box = words.box, box.cover > 127, words.colour.contrast(to: box) < 3 {
            notes.append("\(name) is hard to read: \(words.colour.text) on \(box.text)")
        }
        let missing = font.missing(in: words.captions.map(\.text).joined())
        if !missing.isEmpty {
            notes.append(
                "\(name): \(font.name) does not have \(String(missing.prefix(12))), which comes from another font where there is one"
            )
        }
    }

    private func attempt(
        _ ink: OutputSettings.Ink, _ font: FontFile, _ percent: Double, _ edge: Picture.Edge,
        _ time: TimeRange, atLeft: Bool, _ lines: (TextSetter) -> [Caption]
    ) -> Picture.Words? {
        let em = Double(min(frame.width, frame.height)) * percent / 100
        let height = Int((em * Double(font.lineUnits) / Double(font.emUnits)).rounded())
        var words = Picture.Words(
            font: ink.file, lineHeight: height, colour: ink.colour, box: ink.box, place: zone, edge: edge,
            captions: [])
        words.emoji = ink.emoji?.file
        let setter = TextSetter(
            font: font, lineHeight: height, width: Double(zone.size.width - 2 * words.padding))
        // In a narrower area, lines would be single words.
        guard height >= 4, setter.width >= min(4 * em, Double(frame.width) / 3) else { return nil }
        words.captions = lines(setter)
        let rows = words.captions.map { $0.text.split(separator: "\n") }
        let widest = rows.joined().map { setter.width($0) }.max() ?? 0
        // Kerning and slanted letters may be slightly wider than the advances.
        let width = min(zone.size.width, Self.even(widest + em / 4) + Self.even(Double(2 * words.padding)))
        let tall = Self.even(Double((rows.map(\.count).max() ?? 0) * height + 2 * words.padding))
        guard let place = place(Picture.Size(width: width, height: tall), edge, time, atLeft: atLeft) else {
            return nil
        }
        words.place = place
        return words
    }

    private static func even(_ pixels: Double) -> Int { Int((pixels / 2).rounded(.up)) * 2 }

    /// The free place nearest to an edge of the zone at that time; nil if there is none.
    private func place(_ size: Picture.Size, _ edge: Picture.Edge, _ time: TimeRange, atLeft: Bool)
        -> Picture.Rectangle?
    {
        let left = atLeft ? zone.x : (zone.x + (zone.size.width - size.width) / 2) & ~1
        let (first, last) = (zone.y, zone.y + zone.size.height - size.height)
        let gap = max(4, min(frame.width, frame.height) / 100 & ~1)
        var top = edge == .top ? first : edge == .bottom ? last : ((first + last) / 2) & ~1
        let isUp = edge == .bottom
        while top >= first, top <= last {
            let place = Picture.Rectangle(x: left, y: top, size: size)
            guard let other = taken.first(where: { $0.place.overlaps(place) && $0.time.overlaps(time) })
            else { return place }
            top =
                isUp
                ? (other.place.y - size.height - gap) & ~1
                : (other.place.y + other.place.size.height + gap + 1) & ~1
        }
        return nil
    }
}

extension Picture.Rectangle {
    fileprivate func overlaps(_ other: Picture.Rectangle) -> Bool {
        x < other.x + other.size.width && other.x < x + size.width && y < other.y + other.size.height
            && other.y < y + size.height
    }
}

extension Planner {
    /// Adds overlay text, the cover's title and the caption file to a plan.
    func addWords(to plan: inout Plan, of clip: Clip, _ finish: OutputSettings) throws(PlanningError) {
        let timeline = Timeline(plan.pieces ?? [EditSegment(plan.window)])
        if let picture = plan.picture, finish.writes {
            var planner = TextPlanner(picture, finish, timeline, speech: clip.analysis?.speech ?? [])
            let words = try planner.words(finish)
            plan.picture?.words = words.isEmpty ? nil : words
            plan.reasons += planner.notes
            plan.warn(planner.warnings)
        }
        if let text = finish.coverText, plan.cover != nil, let video = clip.info.video {
            let size = Picture.Size(width: video.displayWidth, height: video.displayHeight)
            var planner = TextPlanner(cover: plan.picture?.size ?? size)
            plan.cover?.title = try planner.title(text)
            plan.reasons += planner.notes
            plan.warn(planner.warnings)
        }
        plan.warn(finish.captions?.file?.warnings.map { "captions: \($0)" } ?? [])
        if let captions = finish.captions, let file = captions.file, captions.isKept {
            let shown = file.captions.shown(on: timeline)
            if captions.ink == nil {
                plan.reasons += file.notes.map { "captions: \($0)" }
                if shown.isEmpty { plan.warn(["captions: nothing is said in this part"]) }
            }
            guard !shown.isEmpty else { return }
            plan.captions = PlannedCaptions(
                file: PlannedPath(plan.output.file.path.beside(".srt")), captions: shown,
                source: captions.source)
        }
    }
}
