/// A small JPEG: a frame, or several side by side.
public struct Thumbnail: Hashable, Codable, Sendable {
    /// The file's bytes in base64.
    public let base64: String
    /// Size in pixels.
    public let width, height: Int
}
