/// Reads a look file: a mapping of name, description, moods and colour settings.
///
/// ```yaml
/// name: late-sun
/// description: Low sun over everything
/// moods: [warm]
/// temperature: 0.4
/// curves:
///   master: [[0, 0.03], [1, 0.98]]
/// ```
public enum LookFile {
    private static let keys = [
        "name", "description", "moods", "temperature", "tint", "contrast", "saturation", "curves",
        "sharpen", "vignette", "grain",
    ]

    /// Parses a look.
    ///
    /// - Parameter file: its name, for messages.
    /// - Throws: with the location of anything missing, unknown or out of range.
    public static func read(_ bytes: [UInt8], file: String) throws(ConfigurationError) -> Look {
        let root = try YAMLReader.read(bytes, file: file)
        return try ConfigurationError.about(file) { () throws(ConfigurationProblem) in try look(root) }
    }

    private static func look(_ root: YAMLNode) throws(ConfigurationProblem) -> Look {
        guard case .map(let pairs) = root.content else {
            throw root.problem("a look is a mapping of keys to values")
        }
        var look = Look(name: "")
        for pair in pairs { try set(pair, of: &look) }
        guard !look.name.isEmpty else { throw root.problem("the look has no name", key: "name") }
        return look
    }

    private static func set(_ pair: YAMLNode.Pair, of look: inout Look) throws(ConfigurationProblem) {
        switch pair.key {
        case "name": look.name = try name(pair.value)
        case "description": look.summary = try text(pair.value, "description")
        case "moods": look.moods = try moods(pair.value)
        case "temperature": look.temperature = try number(pair, Look.shifts)
        case "tint": look.tint = try number(pair, Look.shifts)
        case "contrast": look.contrast = try number(pair, Look.strengths)
        case "saturation": look.saturation = try number(pair, Look.strengths)
        case "sharpen": look.texture = try texture(pair, \.sharpen, of: look)
        case "vignette": look.texture = try texture(pair, \.vignette, of: look)
        case "grain": look.texture = try texture(pair, \.grain, of: look)
        case "curves": look.curves = try curves(pair.value)
        default: throw pair.unknown(among: keys)
        }
    }

    /// Names are typed on command lines and may become part of file names.
    private static func name(_ node: YAMLNode) throws(ConfigurationProblem) -> String {
        let isPlain = { (character: Character) in
            character.isASCII && (character.isLowercase || character.isNumber || character == "-")
        }
        guard let name = node.text, (1...40).contains(name.count), name.allSatisfy(isPlain),
            name != "none", name != "auto", name.first != "-"
        else {
            throw node.problem(
                "a name of lower-case letters, digits and hyphens is expected, not \(node.description)",
                key: "name")
        }
        return name
    }

    private static func text(_ node: YAMLNode, _ key: String) throws(ConfigurationProblem) -> String {
        guard let text = node.text, (1...120).contains(text.count), !text.contains("\n") else {
            throw node.problem("one line of text is expected here", key: key)
        }
        return text
    }

    private static func moods(_ node: YAMLNode) throws(ConfigurationProblem) -> [String] {
        guard case .list(let nodes) = node.content, nodes.count <= 12 else {
            throw node.problem(
                "a list of at most 12 words is expected, not \(node.description)", key: "moods")
        }
        return try nodes.map { (node) throws(ConfigurationProblem) in try text(node, "moods") }
    }

    private static func number(
        _ pair: YAMLNode.Pair, _ range: ClosedRange<Double>
    ) throws(ConfigurationProblem) -> Double {
        guard let number = pair.value.number, range.contains(number) else {
            throw pair.value.problem(
                "\(pair.key) is a number from \(Int(range.lowerBound)) to \(Int(range.upperBound)), not "
                    + pair.value.description.replacing("the number ", with: ""), key: pair.key)
        }
        return number
    }

    private static func texture(
        _ pair: YAMLNode.Pair, _ part: WritableKeyPath<Look.Texture, Double>, of look: Look
    ) throws(ConfigurationProblem) -> Look.Texture {
        var texture = look.texture ?? Look.Texture()
        texture[keyPath: part] = try number(pair, Look.amounts)
        return texture
    }

    private static func curves(_ node: YAMLNode) throws(ConfigurationProblem) -> [String: [Look.Point]] {
        guard case .map(let pairs) = node.content else {
            throw node.problem("curves are a mapping of master, red, green or blue to points", key: "curves")
        }
        var curves: [String: [Look.Point]] = [:]
        for pair in pairs {
            guard Look.Curve(rawValue: pair.key) != nil else {
                throw pair.unknown(among: Look.Curve.allCases.map(\.rawValue))
            }
            curves[pair.key] = try points(pair)
        }
        return curves
    }

    private static func points(_ pair: YAMLNode.Pair) throws(ConfigurationProblem) -> [Look.Point] {
        let key = "curves.\(pair.key)"
        guard case .list(let nodes) = pair.value.content, (1...Look.maximumPoints).contains(nodes.count)
        else {
            throw pair.value.problem(
                "a curve is a list of 1 to \(Look.maximumPoints) points such as [0.5, 0.55]", key: key)
        }
        var points: [Look.Point] = []
        for node in nodes {
            let point = try point(node, key)
            guard points.last.map({ $0.x < point.x }) ?? true else {
                throw node.problem("the points of a curve stand in the order of their first number", key: key)
            }
            points.append(point)
        }
        return points
    }

    private static func point(_ node: YAMLNode, _ key: String) throws(ConfigurationProblem) -> Look.Point {
        guard case .list(let pair) = node.content, pair.count == 2, let x = pair[0].number,
            let y = pair[1].number, (0...1).contains(x), (0...1).contains(y)
        else { throw node.problem("a point is two numbers from 0 to 1, such as [0.5, 0.55]", key: key) }
        return Look.Point(x: x, y: y)
    }
}
