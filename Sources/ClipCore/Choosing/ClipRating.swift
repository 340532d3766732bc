/// How good a part looks and sounds, comparable between clips; ``WindowScorer`` compares parts of one clip.
public enum ClipRating {
    /// Detail, light, colour, motion and sound of a part, less what is black or frozen: 0 to 1.
    public static func rating(of part: Analysis) -> Double {
        let pictures = part.pictures
        guard !pictures.isEmpty else { return 0 }
        let mean = { (value: (PictureScore) -> Double) in
            pictures.reduce(0) { $0 + value($1) } / Double(pictures.count)
        }
        let filled = { (value: Float, half: Float) in Double(value / (value + half)) }
        // Half of the points at values that footage of phones has in the middle.
        let look =
            0.4 * mean { filled($0.sharpness, 3) } + 0.25 * mean { 1 - Double(abs($0.luma - 120)) / 135 }
            + 0.15 * mean { filled($0.colourfulness, 12) } + 0.2 * mean { filled(min($0.change, 15), 2) }
        let heard = part.sound.count { $0.loudness >= -50 }
        let sound = part.sound.isEmpty ? 0 : Double(heard) / Double(part.sound.count)
        let seconds = ClipSeconds(part, part.boundaries)
        let length = part.span.duration.seconds
        let dead = max(seconds.black.mean(from: 0, to: length), seconds.frozen.mean(from: 0, to: length))
        return min(1, max(0, (0.85 * look + 0.15 * sound) * (1 - dead)))
    }
}
