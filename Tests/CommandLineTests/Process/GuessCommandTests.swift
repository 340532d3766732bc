import Testing

/// The hint behind a mistake in the command line.
@Suite struct GuessCommandTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.add(.batik, as: "a.mp4")
    }

    @Test(arguments: [
        ("trimm a.mp4", "clipfit trim'"), ("cut a.mp4", "clipfit trim'"), ("a.mp4", "clipfit trim a.mp4'"),
        ("preset shwo x", "clipfit preset show'"), ("music ls", "clipfit music list'"),
        ("inspect a.mp4", "clipfit probe'"), ("potong a.mp4", "clipfit trim'"), ("init", "clipfit start'"),
        ("trim a.mp4 --start-time 3", "--start'"), ("trim a.mp4 --output-file x.mp4", "--output'"),
        ("trim a.mp4 --square", "--aspect 1:1'"),
        ("trim a.mp4 --lenght 5", "--length'"), ("trim a.mp4 --crf 20", "--quality'"),
        ("trim a.mp4 --force", "--overwrite'"),
        ("trim a.mp4 -y", "--overwrite'"), ("trim a.mp4 --font x", "--text-font'"),
        ("batch . -o o --threads 2", "--jobs'"),
        ("trim a.mp4 --aspect vertcal", "vertical'"), ("trim a.mp4 --pick bets", "best'"),
        ("trim a.mp4 --snap scen", "scene'"), ("trim a.mp4 --speed fats", "fast'"),
        ("trim a.mp4 --look warmcafe", "warm-cafe'"),
        ("trim a.mp4 --preset tiktok-16", "tiktok-15'"), ("trim a.mp4 --for tiktk", "tiktok'"),
        ("trim a.mp4 -l 1 --music kopi-pagy", "kopi-pagi'"), ("music add a.mp4 --licence cc-b", "cc-by'"),
        ("help exit-code", "exit-codes'"), ("help trm", "trim'"),
    ])
    func `a mistake gets a guess`(words: String, meant: String) throws {
        let run = try scratch.run(bytes: words.split(separator: " ").map { Array($0.utf8) })
        #expect(run.code == 64)
        #expect(run.errors.contains("did you mean '") && run.errors.contains(meant), "\(run.errors)")
    }

    @Test(arguments: [
        ("trim a.mp4 --nope", "see 'clipfit trim --help'"),
        ("music list --nope", "see 'clipfit music list --help'"),
        ("trim a.mp4 --jobs 2", "an option of 'clipfit batch'"), ("trim .", "clipfit batch FOLDER"),
        ("preset new tiktok-15", "--from tiktok-15"),
    ])
    func `the hint names where to look`(words: String, hint: String) throws {
        let run = try scratch.run(bytes: words.split(separator: " ").map { Array($0.utf8) })
        #expect(run.code == 64 || run.code == 65)
        #expect(run.errors.contains(hint), "\(run.errors)")
    }

    @Test func `help has topics`() throws {
        for topic in ["exit-codes", "templates", "json"] {
            let run = try scratch.run("help", topic)
            #expect(run.code == 0 && run.output.count > 200)
        }
    }
}
