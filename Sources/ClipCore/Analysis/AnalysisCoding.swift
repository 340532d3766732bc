/// Serialises an analysis to bytes, column by column: about 150 bytes per frame. Faces are left out: they are searched in
/// the window of a crop, not in whole clips.
///
/// A cache for the same machine and version, not an exchange format.
public enum AnalysisCoding {
    /// Goes up when scores mean something else, or are written otherwise.
    public static let version: UInt32 = 6

    private static var columns: [WritableKeyPath<PictureScore, Float>] {
        [
            \.change, \.gap, \.spread, \.reversal, \.blend, \.blendLength, \.luma, \.contrast, \.sharpness,
            \.blue, \.red, \.colourfulness,
        ]
    }

    private static var edges: [WritableKeyPath<PictureScore, PictureEdges.Edge>] {
        [\.edges.top, \.edges.bottom, \.edges.left, \.edges.right]
    }

    private static var sides: [WritableKeyPath<LetterboxDetector.Bars, Int>] {
        [\.top, \.bottom, \.left, \.right]
    }

    /// Encodes an analysis.
    public static func bytes(of analysis: Analysis) -> [UInt8] {
        var writer = Writer()
        writer.write(version)
        writer.write([analysis.span.start, analysis.span.end])
        writer.write([analysis.loudness, analysis.loudnessRange, analysis.truePeak].map { $0 ?? .nan })
        writer.write(analysis.pictures.map(\.time))
        for column in columns { writer.write(analysis.pictures.map { $0[keyPath: column] }) }
        writer.write(analysis.pictures.map(\.saliency.columns))
        writer.write(analysis.pictures.map(\.saliency.rows))
        for edge in edges {
            writer.write(analysis.pictures.map { $0[keyPath: edge].depth })
            writer.write(analysis.pictures.map { $0[keyPath: edge].isSharp ? 1 as UInt8 : 0 })
        }
        writer.write(analysis.sound.map(\.time))
        writer.write(analysis.sound.map(\.loudness))
        writer.write(analysis.sound.map(\.speech))
        writer.write(analysis.speech.map(\.start))
        writer.write(analysis.speech.map(\.end))
        writer.write(analysis.filler.map(\.time))
        for side in sides { writer.write(analysis.filler.map { Int32(clamping: $0.bars[keyPath: side]) }) }
        writer.write(analysis.survey?.bytes ?? [])
        writer.write(analysis.survey?.keyframes ?? [])
        writer.write(analysis.survey?.examined.map(\.start) ?? [])
        writer.write(analysis.survey?.examined.map(\.end) ?? [])
        return writer.bytes
    }

    /// Decodes an analysis; nil if another version wrote it or it is damaged.
    public static func analysis(of bytes: [UInt8]) -> Analysis? {
        var reader = Reader(bytes: bytes[...])
        guard reader.read(UInt32.self) == version, let ends = reader.times(), ends.count == 2,
            ends[0] < ends[1],
            let levels = reader.values(Double.self), levels.count == 3, let times = reader.times()
        else { return nil }
        var pictures = times.map { PictureScore(time: $0) }
        for column in columns {
            guard let values = reader.values(Float.self), values.count == pictures.count else { return nil }
            for index in pictures.indices { pictures[index][keyPath: column] = values[index] }
        }
        guard read(shapes: &reader, of: &pictures) else { return nil }
        guard let heard = reader.times(), let loudness = reader.values(Float.self),
            let speech = reader.values(Float.self), loudness.count == heard.count,
            speech.count == heard.count, let starts = reader.times(), let spoken = reader.times(),
            starts.count == spoken.count, zip(starts, spoken).allSatisfy({ $0 < $1 }),
            let filler = filler(&reader), let bytes = reader.values(Float.self), let keys = reader.times(),
            let from = reader.times(), let to = reader.times(), from.count == to.count,
            zip(from, to).allSatisfy({ $0 < $1 }), reader.bytes.isEmpty
        else { return nil }
        let sound = heard.indices.map {
            SoundScore(time: heard[$0], loudness: loudness[$0], speech: speech[$0])
        }
        var analysis = Analysis(
            span: TimeRange(start: ends[0], end: ends[1]), pictures: pictures, sound: sound)
        analysis.filler = filler
        if !bytes.isEmpty {
            var survey = ClipSurvey(bytes: bytes, keyframes: keys)
            for (start, end) in zip(from, to) { survey.examine(TimeRange(start: start, end: end)) }
            analysis.survey = survey
        }
        analysis.speech = zip(starts, spoken).map { TimeRange(start: $0, end: $1) }
        let known = levels.map { $0.isNaN ? nil : $0 }
        (analysis.loudness, analysis.loudnessRange, analysis.truePeak) = (known[0], known[1], known[2])
        return analysis
    }

    private static func filler(_ reader: inout Reader) -> [FillerSample]? {
        guard let times = reader.times() else { return nil }
        var samples = times.map { FillerSample(time: $0, bars: .none) }
        for side in sides {
            guard let depths = reader.values(Int32.self), depths.count == samples.count else { return nil }
            for index in samples.indices { samples[index].bars[keyPath: side] = Int(depths[index]) }
        }
        return samples
    }

    private static func read(shapes reader: inout Reader, of pictures: inout [PictureScore]) -> Bool {
        guard let columns = reader.values(SIMD32<UInt8>.self), columns.count == pictures.count,
            let rows = reader.values(SIMD32<UInt8>.self), rows.count == pictures.count
        else { return false }
        for index in pictures.indices {
            (pictures[index].saliency.columns, pictures[index].saliency.rows) = (columns[index], rows[index])
        }
        for edge in edges {
            guard let depths = reader.values(UInt16.self), depths.count == pictures.count,
                let sharp = reader.values(UInt8.self), sharp.count == pictures.count
            else { return false }
            for index in pictures.indices {
                pictures[index][keyPath: edge] = .init(Int(depths[index]), isSharp: sharp[index] != 0)
            }
        }
        return true
    }

    private struct Writer {
        var bytes: [UInt8] = []

        mutating func write<Value: BitwiseCopyable>(_ value: Value) {
            withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
        }

        mutating func write<Value: BitwiseCopyable>(_ values: [Value]) {
            write(UInt32(values.count))
            values.withUnsafeBytes { bytes.append(contentsOf: $0) }
        }

        mutating func write(_ times: [MediaTime]) {
            write(times.map(\.ticks))
            write(times.map(\.timescale))
        }
    }

    private struct Reader {
        var bytes: ArraySlice<UInt8>

        mutating func read<Value: BitwiseCopyable>(_ type: Value.Type) -> Value? {
            let size = MemoryLayout<Value>.size
            guard bytes.count >= size else { return nil }
            defer { bytes = bytes.dropFirst(size) }
            return bytes.withUnsafeBytes { $0.loadUnaligned(as: type) }
        }

        mutating func values<Value: BitwiseCopyable>(_ type: Value.Type) -> [Value]? {
            guard let count = read(UInt32.self) else { return nil }
            let stride = MemoryLayout<Value>.stride
            guard bytes.count / stride >= Int(count) else { return nil }
            defer { bytes = bytes.dropFirst(Int(count) * stride) }
            return bytes.withUnsafeBytes { bytes in
                (0..<Int(count)).map { bytes.loadUnaligned(fromByteOffset: $0 * stride, as: type) }
            }
        }

        mutating func times() -> [MediaTime]? {
            guard let ticks = values(Int64.self), let scales = values(Int64.self),
                ticks.count == scales.count, scales.allSatisfy({ $0 > 0 })
            else { return nil }
            return zip(ticks, scales).map { MediaTime(ticks: $0, timescale: $1) }
        }
    }
}
