internal import SystemLibrary

/// Decides when music gives way: a rule from the levels of the clip's voice to a gain, both every 10 ms.
struct Ducker: Equatable {
    /// How far the music goes down, in dB.
    var depth = 12.0
    /// How long it takes to go down, as all times in steps of 10 ms.
    var attack = 12
    /// How long before a word it is down: a word's onset is quieter than the gate.
    var lead = 5
    /// How long it stays down after a word, so that it does not come up between words.
    var hold = 30
    /// How long it takes to come up again.
    var release = 50
    /// Levels above the loudest speech less this are speech, those below its level less 6 dB more are not.
    var span = 20.0
    /// Below this level, in dB, nothing is speech.
    var floor = -52.0

    /// The gain of each level's 10 ms, from 1 (up) to 10^(-depth/20) (down).
    func gains(_ levels: [Double]) -> [Float] {
        depths(isSpeech(levels)).map { share in
            let smooth = (1 - cos(.pi * share)) / 2
            return Float(pow(10, -depth * smooth / 20))
        }
    }

    /// Which of the levels are speech: a gate with hysteresis, relative to the level that one in ten exceeds.
    func isSpeech(_ levels: [Double]) -> [Bool] {
        let audible = levels.filter { $0 > floor }.sorted()
        guard !audible.isEmpty else { return levels.map { _ in false } }
        let opening = max(floor, audible[audible.count * 9 / 10] - span)
        var isOpen = false
        return levels.map { level in
            isOpen = level > (isOpen ? opening - 6 : opening)
            return isOpen
        }
    }

    /// How far down, from 0 to 1: at once 1 wherever there is speech or was within ``hold``, rising before and
    /// falling after in straight lines.
    private func depths(_ speech: [Bool]) -> [Double] {
        var (depths, depth, held) = ([Double](), 0.0, 0)
        depths.reserveCapacity(speech.count)
        for isSpeech in speech {
            held = isSpeech ? hold + 1 : max(0, held - 1)
            depth = held > 0 ? 1 : max(0, depth - 1 / Double(release))
            depths.append(depth)
        }
        let behind = depths
        var ahead = 0.0
        for index in depths.indices.reversed() {
            let next = behind[min(index + lead, behind.count - 1)]
            ahead = max(next, ahead - 1 / Double(attack))
            depths[index] = max(depths[index], ahead)
        }
        return depths
    }
}
