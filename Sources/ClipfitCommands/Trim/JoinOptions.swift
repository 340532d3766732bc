internal import ArgumentParser
internal import ClipCore

/// Options for making one post of several sources, as typed.
struct JoinOptions: ParsableArguments {
    @Flag(
        help:
            "Join clips and photos in one post: the best part of each, or the named one (A.mp4@12-15); cuts fall on beats of the music."
    )
    var join = false

    @Flag(help: .more("With --join: the best source first (default: in the order given)."))
    var bestFirst = false

    /// Rejects what cannot act on joined sources.
    func check(_ command: TrimCommand) throws {
        guard join else {
            if bestFirst { throw ValidationError("--best-first is for --join") }
            return
        }
        guard command.files.count > 1 else {
            throw ValidationError("--join needs two or more clips or photos")
        }
        let options = command.options
        let own = [
            (options.start != nil, "--start"), (options.end != nil, "--end"),
            (options.duration != nil, "--duration"),
        ]
        if let flag = own.first(where: \.0)?.1 {
            throw ValidationError("\(flag) is for one clip: with --join name a part as in clip.mp4@12-15")
        }
        let others = [
            (options.window.clips != nil, "--clips"), (options.window.minGap != nil, "--min-gap"),
            (options.fit.fit != nil, "--fit"), (options.fit.removeSilence == true, "--remove-silence"),
            (options.fit.margin != nil, "--margin"), (options.method == .copy, "--method copy"),
            (options.allAudio, "--all-audio"), (options.keepMetadata == true, "--keep-metadata"),
            (options.timeline != nil, "--timeline"), (command.cropPath != nil, "--crop-path"),
            (command.variants != nil, "--variants"),
        ]
        if let flag = others.first(where: \.0)?.1 {
            throw ValidationError("\(flag) is for one clip: leave it out with --join")
        }
    }
}
