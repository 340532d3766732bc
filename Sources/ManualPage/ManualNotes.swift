/// What manual pages say that the help does not.
enum ManualNotes {
    struct Status {
        let code: String
        let meaning: String
    }

    struct File {
        let path: String
        let meaning: String
    }

    struct Example {
        let what: String
        let lines: [String]
    }

    static let statuses = [
        Status(code: "0", meaning: "Done."),
        Status(
            code: "1",
            meaning:
                "Several files failed, or any in a batch; each was told, the others are done. 'check': a platform would refuse a file. 'merge': something failed or is missing."
        ),
        Status(code: "64", meaning: "Wrong usage."),
        Status(
            code: "65", meaning: "This input, or the library, cannot be used, or cannot satisfy the request."),
        Status(code: "66", meaning: "The input is missing or unreadable."),
        Status(code: "69", meaning: "A codec or a feature is missing on this machine."),
        Status(code: "70", meaning: "A bug in clipfit."),
        Status(
            code: "73",
            meaning: "The output cannot be created: no such folder, or what is there may not be replaced."),
        Status(code: "74", meaning: "Reading or writing failed, standard output included."),
        Status(
            code: "75",
            meaning:
                "Worth another try: the disk is full, reading took too long, a worker was lost, somebody else is writing."
        ),
        Status(code: "77", meaning: "Forbidden: by a licence, or by a field that a preset locks."),
        Status(code: "78", meaning: "A file of settings is wrong: file, line and column are told."),
        Status(
            code: "130, 143",
            meaning:
                "Interrupted; nothing unfinished is left. 'batch --watch' with nothing left to do ends with 0 or 1 instead."
        ),
        Status(code: "141", meaning: "The reader of a pipe went away."),
    ]

    static let files = [
        File(
            path: "~/.config/clipfit/presets/*.yaml",
            meaning: "Presets of your own; with XDG_CONFIG_HOME, in that folder's clipfit."),
        File(path: "~/.config/clipfit/looks/*.yaml", meaning: "Looks of your own, likewise."),
        File(
            path: "~/.local/share/clipfit/library.sqlite",
            meaning:
                "The library: music, boards, suggestions, posts; with XDG_DATA_HOME, in that folder's clipfit."
        ),
        File(
            path: "~/.cache/clipfit/analysis.sqlite",
            meaning:
                "What was seen of clips; may be deleted at any time. With XDG_CACHE_HOME, in that folder's clipfit."
        ),
        File(
            path: "OUT/.clipfit/",
            meaning: "The record of a batch that wrote to OUT: what is finished, and results of shards."),
    ]

    static let examples: [String: [Example]] = [
        "": [
            Example(
                what: "The best 15 seconds of a clip, its picture untouched:",
                lines: ["clipfit trim clip.mp4"]),
            Example(
                what: "For three platforms, with music and a look that go with it:",
                lines: ["clipfit trim clip.mp4 --for tiktok,reels,shorts --music auto --look auto"]),
        ],
        "probe": [
            Example(
                what: "What a clip is, as JSON with every keyframe:",
                lines: ["clipfit probe --deep --json clip.mp4"])
        ],
        "trim": [
            Example(
                what: "From 1:30 on, 15 and 60 seconds:", lines: ["clipfit trim -s 1:30 -l 15 -l 60 clip.mp4"]
            ),
            Example(
                what: "A plan first, then the clip:",
                lines: [
                    "clipfit trim --dry-run --json clip.mp4 > plan.json", "clipfit render plan.json",
                ]),
        ],
        "batch": [
            Example(
                what: "A folder for a brand, with a page to look through:",
                lines: ["clipfit batch footage -o ready -Z kopi-senja --report report.html"]),
            Example(
                what: "Whatever comes to a folder, from now on:",
                lines: ["clipfit batch inbox -o ready -Z kopi-senja --watch"]),
            Example(
                what:
                    "A quarter of it, on one of four machines that share the disk; when all are done, their results:",
                lines: [
                    "clipfit batch footage -o ready -Z kopi-senja --shard 1/4 --manifest clips.jsonl",
                    "clipfit merge ready",
                ]),
        ],
        "render": [
            Example(
                what: "A stored plan, from a pipe:",
                lines: ["clipfit trim --dry-run --json clip.mp4 | clipfit render -"])
        ],
        "merge": [
            Example(what: "What came of all shards:", lines: ["clipfit merge ready"])
        ],
        "suggest": [
            Example(
                what: "What goes with a clip, and why:",
                lines: ["clipfit suggest clip.mp4 -Z kopi-senja --for tiktok"])
        ],
        "preset": [
            Example(
                what: "A preset of your own:",
                lines: ["clipfit preset new my-shop --from tiktok-15", "clipfit preset lint my-shop"])
        ],
        "music": [
            Example(
                what: "A song with its licence:",
                lines: ["clipfit music add song.m4a --licence cc-by --mood calm,warm"])
        ],
        "trends": [
            Example(
                what: "A board of last week:",
                lines: ["clipfit trends import songs.csv --region ID --source tiktok --as-of 2026-11-15"])
        ],
        "learn": [
            Example(
                what: "What your own posts came to:",
                lines: ["clipfit learn import Content.csv --brand kopi-senja", "clipfit learn status"])
        ],
        "completion": [
            Example(what: "In ~/.bashrc:", lines: ["source <(clipfit completion bash)"])
        ],
    ]
}
