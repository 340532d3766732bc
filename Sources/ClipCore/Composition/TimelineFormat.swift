internal import SystemPackage

/// A file format in which edits go on in other programs; the raw value is its extension.
public enum TimelineFormat: String, Hashable, Codable, Sendable, CaseIterable {
    /// OpenTimelineIO's JSON.
    case otio
    /// Final Cut Pro's XML, version 1.9.
    case fcpxml
    /// CMX 3600.
    case edl

    /// Frame rates that editing programs have for sequences, beside which only ``otio`` holds others.
    static let rates = [
        (24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (48, 1), (50, 1), (60000, 1001), (60, 1),
    ].compactMap { Fraction($0.0, $0.1) }

    var name: String {
        switch self {
        case .otio: "OpenTimelineIO"
        case .fcpxml: "Final Cut Pro XML"
        case .edl: "an EDL"
        }
    }
}

/// The timeline of an output.
public struct PlannedTimeline: Hashable, Codable, Sendable {
    /// Its path.
    public var file: PlannedPath
    /// Its format.
    public var format: TimelineFormat

    /// `NAME.EXT` in the folder of a file.
    public init(beside output: PlannedPath, _ format: TimelineFormat) {
        (file, self.format) = (PlannedPath(output.path.beside(".\(format.rawValue)")), format)
    }
}
