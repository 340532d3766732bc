import Foundation
import Testing

/// `--captions transcribe` with programs that are scripts here.
@Suite struct TranscribeCommandTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.makeFolder("clipfit")
    }

    /// Synthetic speech, the sound of `Media/models/golden.py`: a clip in which somebody speaks.
    private func speak() throws {
        struct Golden: Decodable {
            struct Speech: Decodable { let syllables: [[Double]] }
            let speech: Speech
        }
        let file = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../../Media/models/golden.json").standardizedFileURL
        let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
        var (samples, phase) = ([Int16](), 0.0)
        for syllable in golden.speech.syllables {
            let count = Int((syllable[0] * 16000).rounded())
            for index in 0..<count {
                let part = Double(index) / Double(count)
                let pitch = max(1, syllable[1] + (syllable[2] - syllable[1]) * part)
                phase += pitch / 16000
                var value = 0.0
                if syllable[6] > 0 {
                    for k in 1...Int(4000 / pitch) {
                        let gain = syllable[3..<6].reduce(0) {
                            $0 + 1 / (1 + pow((Double(k) * pitch - $1) / 90, 2))
                        }
                        value += gain / Double(k).squareRoot() * sin(2 * .pi * Double(k) * phase)
                    }
                }
                value *= syllable[6] * sin(.pi * part).squareRoot()
                samples.append(Int16(max(-1, min(1, value)) * 32767))
            }
        }
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let format =
            number(1, 2) + number(1, 2) + number(16_000, 4) + number(32_000, 4) + number(2, 2) + number(16, 2)
        let body =
            Array("WAVEfmt ".utf8) + number(16, 4) + format + Array("data".utf8)
            + number(2 * samples.count, 4)
            + samples.flatMap { number(Int($0), 2) }
        try scratch.write(Array("RIFF".utf8) + number(body.count, 4) + body, as: Array("voice.wav".utf8))
        let made = try run("trim clip.mp4 -d 4 --music voice.wav --mix replace -o spoken.mp4")
        #expect(made.code == 0, "\(made.errors)")
    }

    private func run(_ line: String) throws -> Outcome {
        let home = ["XDG_CONFIG_HOME=\(scratch.path)", "XDG_CACHE_HOME=\(scratch.path)/cache", clipfit]
        let words = home + line.split(separator: " ").map(String.init)
        return try scratch.start(words.map { Array($0.utf8) }, program: "/usr/bin/env").wait()
    }

    private func install(_ script: String) throws {
        try scratch.write("#!/bin/sh\n\(script)\n", as: "listen.sh")
        try scratch.write(
            "transcriber: [sh, \(scratch.path)/listen.sh, '{in}', '{out}', '{language}']\n",
            as: "clipfit/config.yaml")
    }

    private static let sidecar = "--captions transcribe --captions-as sidecar --overwrite"

    @Test func `the program hears the part, and its captions count, whatever its exit code is`() throws {
        try speak()
        // The program runs in an empty folder, and sees a WAV file of three seconds.
        try install(
            """
            ls > \(scratch.path)/seen; wc -c < "$1" >> \(scratch.path)/seen; echo "$3" >> \(scratch.path)/seen
            head -c 4 "$1" >> \(scratch.path)/seen
            printf '0\\n00:00:00,500 --> 00:00:01,500\\nHalo dunia\\n' > "$2.srt"
            exit 3
            """)
        let made = try run("trim spoken.mp4 -s 0.5 -d 3 -o a.mp4 \(Self.sidecar)")
        #expect(made.code == 0, "\(made.errors)")
        let said = String(decoding: try scratch.contents(of: "a.srt"), as: UTF8.self)
        #expect(said == "1\n00:00:00,500 --> 00:00:01,500\nHalo dunia\n")
        let seen = String(decoding: try scratch.contents(of: "seen"), as: UTF8.self).split(separator: "\n")
        #expect(seen.count == 4 && seen[0] == "in.wav" && seen[2] == "auto" && seen[3] == "RIFF", "\(seen)")
        #expect(abs((Int(seen[1].filter(\.isNumber)) ?? 0) - 96_044) < 2000)
        // The result is kept: the program would fail now.
        try scratch.write("exit 1", as: "listen.sh")
        #expect(try run("trim spoken.mp4 -s 0.5 -d 3 -o a.mp4 \(Self.sidecar)").code == 0)
        let other = try run("trim spoken.mp4 -s 1 -d 2 -o a.mp4 \(Self.sidecar)")
        #expect(other.code == 69, "\(other.errors)")
    }

    @Test func `a batch runs it too`() throws {
        try speak()
        try install("printf '1\\n00:00:00,500 --> 00:00:01,500\\nHalo dunia\\n' > \"$2.srt\"")
        try scratch.makeFolder("in")
        try FileManager.default.moveItem(
            atPath: scratch.path + "/spoken.mp4", toPath: scratch.path + "/in/spoken.mp4")
        let made = try run("batch in -o out -l 3 \(Self.sidecar)")
        #expect(made.code == 0, "\(made.errors)")
        #expect(try scratch.contents(of: "out/spoken-3s.srt").count > 20)
    }

    @Test func `programs that fail, write rubbish or do not exist are reported with their last words`() throws
    {
        try speak()
        for (script, reason) in [
            ("echo 'no model found' >&2; exit 2", "exit code 2; its last words: no model found"),
            (": > \"$2.srt\"", "it wrote no captions"), ("echo rubbish > \"$2.srt\"", "it wrote no captions"),
            ("kill -9 $$", "ended by signal 9"),
        ] {
            try install(script)
            let made = try run("trim spoken.mp4 -d 3 -o a.mp4 \(Self.sidecar)")
            #expect(made.code == 69 && made.errors.contains(reason), "\(made.errors)")
            #expect(!scratch.names.contains("a.mp4"))
        }
        try scratch.write("transcriber: [no-such-program, '{in}']\n", as: "clipfit/config.yaml")
        let missing = try run("trim spoken.mp4 -d 3 -o a.mp4 \(Self.sidecar)")
        #expect(missing.code == 69 && missing.errors.contains("no such file"), "\(missing.errors)")
    }

    @Test func `without a program, and without speech, the message says what to do`() throws {
        let unnamed = try run("trim clip.mp4 -d 3 -o a.mp4 \(Self.sidecar)")
        #expect(
            unnamed.code == 64 && unnamed.errors.contains("config.yaml, e.g. transcriber:"),
            "\(unnamed.errors)")
        try install("exit 1")
        let silent = try run("trim clip.mp4 -d 3 -o a.mp4 \(Self.sidecar)")
        #expect(silent.code == 0 && silent.errors.contains("nobody speaks"), "\(silent.errors)")
        for wrong in [
            "transcriber: whisper-cli\n", "transcriber: [sh, x]\n", "whisper: [sh, '{in}']\n", "- a\n",
        ] {
            try scratch.write(wrong, as: "clipfit/config.yaml")
            let made = try run("trim clip.mp4 -d 3 -o a.mp4 \(Self.sidecar)")
            #expect(made.code == 78 && made.errors.contains("config.yaml:1:1"), "\(made.errors)")
        }
    }
}
