/// Reads and writes crop paths as JSON that people can edit:
///
/// ```json
/// {"schema": "clipfit.crop-path/1", "picture": "1920x1080", "crop": "608x1080",
///  "shots": [
///   {"start": 0, "points": [[0, 656, 0], [2.4, 700, 0]]},
///   {"start": 4.2, "points": []}]}
/// ```
///
/// A point is a time in seconds on the source's clock, then the crop's x and y in pixels. A shot without
/// points shows the whole picture. Comments after `#` are allowed.
public enum CropPathFile {
    private static let schema = "clipfit.crop-path/1"
    private static let keys = ["schema", "picture", "crop", "shots"]
    private static let shotKeys = ["start", "points"]
    private static let seconds = 0.0...86400

    // MARK: Writing

    /// Serialises a path. Times are rounded down to a microsecond, so that a shot's first frame stays in it.
    public static func text(_ path: CropPath) -> String {
        let shots = path.stretches.map { stretch in
            let points = stretch.points.map { "[\(number($0.time)), \($0.x), \($0.y)]" }
            return "  {\"start\": \(number(stretch.start)), \"points\": [\(points.joined(separator: ", "))]}"
        }
        return """
            {"schema": "\(schema)", "picture": "\(path.picture.text)", "crop": "\(path.size.text)",
             "shots": [
            \(shots.joined(separator: ",\n"))]}

            """
    }

    private static func number(_ time: MediaTime) -> String {
        let ticks = max(0, time.ticksRoundedDown(in: TimeBase(1, 1_000_000)))
        let (whole, rest) = ticks.quotientAndRemainder(dividingBy: 1_000_000)
        guard rest > 0 else { return "\(whole)" }
        var decimals = String(rest + 1_000_000).dropFirst()
        while decimals.last == "0" { decimals = decimals.dropLast() }
        return "\(whole).\(decimals)"
    }

    // MARK: Reading

    /// Parses a path.
    ///
    /// - Parameter file: its name, for messages.
    /// - Throws: with the location of anything missing, unknown, out of order or outside the picture.
    public static func read(_ bytes: [UInt8], file: String) throws(ConfigurationError) -> CropPath {
        let root = try YAMLReader.read(bytes, file: file)
        return try ConfigurationError.about(file) { () throws(ConfigurationProblem) in try path(root) }
    }

    private static func path(_ root: YAMLNode) throws(ConfigurationProblem) -> CropPath {
        let values = try values(root, keys, "a crop path")
        guard values["schema"]?.text == schema else {
            throw (values["schema"] ?? root).problem("the schema is '\(schema)'", key: "schema")
        }
        let picture = try size(values["picture"] ?? root, "picture")
        let crop = try size(values["crop"] ?? root, "crop")
        guard crop.width <= picture.width, crop.height <= picture.height else {
            throw (values["crop"] ?? root).problem("the crop is larger than the picture", key: "crop")
        }
        guard crop.width % 2 == 0, crop.height % 2 == 0 else {
            throw (values["crop"] ?? root).problem("the crop's sides are even numbers", key: "crop")
        }
        guard let list = values["shots"], case .list(let nodes) = list.content, !nodes.isEmpty else {
            throw (values["shots"] ?? root).problem("a list of shots is expected", key: "shots")
        }
        var path = CropPath(size: crop, picture: picture, stretches: [])
        for node in nodes { path.stretches.append(try shot(node, behind: path.stretches.last, of: path)) }
        return path
    }

    private static func shot(_ node: YAMLNode, behind last: CropPath.Stretch?, of path: CropPath)
        throws(ConfigurationProblem) -> CropPath.Stretch
    {
        let values = try values(node, shotKeys, "a shot")
        let start = try time(values["start"] ?? node, "start")
        if let last, start <= last.start {
            throw (values["start"] ?? node).problem("a shot starts behind the one before", key: "start")
        }
        guard let list = values["points"], case .list(let nodes) = list.content else {
            throw (values["points"] ?? node).problem(
                "a list of points is expected, empty for all of the picture", key: "points")
        }
        var points: [CropPath.Point] = []
        for node in nodes {
            let point = try point(node, of: path)
            if let last = points.last, point.time <= last.time {
                throw node.problem("a point is later than the one before", key: "points")
            }
            points.append(point)
        }
        return CropPath.Stretch(start: start, points: points)
    }

    private static func point(_ node: YAMLNode, of path: CropPath) throws(ConfigurationProblem)
        -> CropPath.Point
    {
        guard case .list(let parts) = node.content, parts.count == 3, let x = parts[1].integer,
            let y = parts[2].integer
        else {
            throw node.problem(
                "a point is seconds and two whole numbers of pixels, such as [2.4, 656, 0]", key: "points")
        }
        let most = (x: path.picture.width - path.size.width, y: path.picture.height - path.size.height)
        guard (0...most.x).contains(x), (0...most.y).contains(y) else {
            throw node.problem(
                "the crop lies on the picture from [0, 0] to [\(most.x), \(most.y)], not at [\(x), \(y)]",
                key: "points")
        }
        return CropPath.Point(try time(parts[0], "points"), x: x, y: y)
    }

    private static func time(_ node: YAMLNode, _ key: String) throws(ConfigurationProblem) -> MediaTime {
        guard let number = node.number, seconds.contains(number) else {
            throw node.problem("a number of seconds is expected, not \(node.description)", key: key)
        }
        return MediaTime(ticks: Int64((number * 1_000_000).rounded()), timescale: 1_000_000)
    }

    private static func size(_ node: YAMLNode, _ key: String) throws(ConfigurationProblem) -> Picture.Size {
        let sides = (node.text ?? "").split(separator: "x", omittingEmptySubsequences: false).map {
            Int($0) ?? 0
        }
        guard sides.count == 2, sides.allSatisfy({ (2...16384).contains($0) }) else {
            throw node.problem("\(key) is a size such as \"1920x1080\", in quotes", key: key)
        }
        return Picture.Size(width: sides[0], height: sides[1])
    }

    private static func values(_ node: YAMLNode, _ known: [String], _ name: String)
        throws(ConfigurationProblem)
        -> [String: YAMLNode]
    {
        guard case .map(let pairs) = node.content else {
            throw node.problem("\(name) is a mapping of \(known.joined(separator: ", "))")
        }
        for pair in pairs where !known.contains(pair.key) {
            throw ConfigurationProblem(
                "", line: pair.line, column: pair.column, key: pair.key, "unknown key '\(pair.key)'",
                hint: meantHint(pair.key, among: known))
        }
        return Dictionary(pairs.map { ($0.key, $0.value) }) { first, _ in first }
    }
}
