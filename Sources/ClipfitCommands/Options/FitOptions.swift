public import ArgumentParser
public import ClipCore

extension FitSettings.Fit: ExpressibleByArgument {}

/// Options for fitting a clip to a length, as typed.
struct FitOptions: ParsableArguments {
    /// One time, or one before and one after, separated by a comma.
    struct Margin: ExpressibleByArgument, Equatable {
        let margin: FitSettings.Margin

        init?(argument: String) {
            let times = argument.split(separator: ",", omittingEmptySubsequences: false)
                .map { MediaTime(parsing: String($0)) ?? MediaTime(ticks: -1, timescale: 1) }
            guard (1...2).contains(times.count), times.allSatisfy({ $0 >= .zero && $0.seconds <= 60 }) else {
                return nil
            }
            margin = FitSettings.Margin(before: times[0], behind: times.last!)
        }
    }

    @Option(
        help:
            "How to reach the length: trim, speed (slower, or up to twice as fast), loop, freeze (hold the last frame), montage (join the best segments) (default: trim)."
    )
    var fit: FitSettings.Fit?

    @Flag(inversion: .prefixedNo, help: "Remove silences.") var removeSilence: Bool?

    @Option(
        help:
            .more(
                "How much silence --remove-silence keeps around a sound, e.g. 0.2s, or 0.1s,0.3s before and after it (default: 0.2s)."
            )
    )
    var margin: Margin?

    /// Rejects contradictory options.
    ///
    /// - Parameters:
    ///   - isPart: start or end is given; `isEnd`: end or duration is given.
    ///   - choosing: the flag that chooses the window.
    func check(isPart: Bool, isEnd: Bool, choosing flag: String?, severalClips: Bool) throws {
        guard let fit, fit != .trim else { return }
        if fit == .montage, isPart || flag != nil {
            throw ValidationError(
                "--fit montage chooses its pieces itself: leave \(flag ?? "--start, --end and --duration") out"
            )
        }
        if isEnd {
            throw ValidationError(
                "--fit \(fit.rawValue) goes with --length: --end and --duration tell a length of their own")
        }
        if severalClips { throw ValidationError("--fit \(fit.rawValue) makes one clip: leave --clips out") }
    }

    /// The typed options, as settings that override a preset.
    var settings: [PresetSetting] {
        [
            fit.map { PresetSetting(.fit, .text($0.rawValue), .flag("--fit")) },
            removeSilence.map {
                PresetSetting(
                    .removeSilence, .flag($0), .flag($0 ? "--remove-silence" : "--no-remove-silence"))
            },
        ].compactMap { $0 }
    }

    /// The merged result of flags and preset.
    func arrangement(_ settings: Preset) throws -> FitSettings {
        var arrangement = FitSettings()
        arrangement.fit = settings.fit
        if settings.removesSilence {
            arrangement.margin = margin?.margin ?? FitSettings.Margin(MediaTime(ticks: 1, timescale: 5))
        } else if margin != nil {
            throw ValidationError("--margin is for --remove-silence")
        }
        if arrangement.margin != nil && arrangement.fit == .montage {
            throw ValidationError(
                "--fit montage takes the liveliest pieces: --remove-silence goes without it")
        }
        return arrangement
    }
}
