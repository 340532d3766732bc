internal import ClipSignal
internal import SystemLibrary

/// Runs the models on raw sound and pictures for `perception.py`; prints a JSON object.
///
///     PerceptionBenchmark speech SOUND                 of 32-bit floats, mono, 16 kHz
///     PerceptionBenchmark faces WIDTH HEIGHT PICTURES  of red, green and blue bytes
@main enum Main {
    private struct Result: Encodable {
        /// CPU in seconds: loading the model, and running it.
        var load = 0.0
        var cpu = 0.0
        /// Peak memory of the process, in bytes: before the model was loaded, and in the end.
        var memoryBefore = 0
        var memory = 0
        /// Speech: of each chunk. Faces: the best score of each picture.
        var probabilities: [Float] = []
    }

    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        var result: Result
        switch words.first {
        case "speech" where words.count == 2: result = try speech(words[1])
        case "faces" where words.count == 4: result = try faces(Int(words[1])!, Int(words[2])!, words[3])
        default: return print("usage: PerceptionBenchmark speech SOUND | faces WIDTH HEIGHT PICTURES")
        }
        result.memory = peak()
        print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
    }

    private static func cpu() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

    /// Linux's high-water mark of the process.
    private static func peak() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(separator: " ").compactMap { Int($0) }.first.map { $0 * 1024 } ?? 0
    }

    /// Hands a file out block by block, so that memory is the model's.
    private static func read(_ path: String, block: Int, _ body: ([UInt8]) -> Void) {
        guard let file = fopen(path, "r") else { return perror(path) }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: block)
        while true {
            let count = fread(&bytes, 1, block, file)
            guard count > 0 else { return }
            body(Array(bytes.prefix(count)))
        }
    }

    private static func speech(_ path: String) throws -> Result {
        var result = Result(memoryBefore: peak())
        let begin = cpu()
        var detector = SpeechDetector()
        result.load = cpu() - begin
        read(path, block: 65536) { bytes in
            let samples = bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
            let start = cpu()
            result.probabilities += detector.feed(samples)
            result.cpu += cpu() - start
        }
        result.probabilities += detector.finish()
        return result
    }

    private static func faces(_ width: Int, _ height: Int, _ path: String) throws -> Result {
        var result = Result(memoryBefore: peak())
        let begin = cpu()
        var detector = FaceDetector()
        result.load = cpu() - begin
        read(path, block: width * height * 3) { bytes in
            guard let picture = RGBPicture(width: width, height: height, bytes: bytes) else { return }
            let start = cpu()
            let best = detector.faces(in: picture, threshold: 0.01).first
            result.cpu += cpu() - start
            result.probabilities.append(best?.score ?? 0)
        }
        return result
    }
}
