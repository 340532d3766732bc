internal import ClipCore
internal import ClipEditing
internal import Recommendation

extension JSONObject {
    /// `clipfit.music/1`; times are seconds.
    init(_ path: FilePath, _ analysis: TrackAnalysis) {
        // Nothing is measured more finely.
        let thousandth = { (value: Double) in (value * 1000).rounded() / 1000 }
        let loudness: JSONObject = [
            "integrated": analysis.loudness.map(thousandth), "range": analysis.loudnessRange.map(thousandth),
            "truePeak": analysis.truePeak.map(thousandth),
        ]
        self.init("path", path)
        self += [
            "duration": thousandth(analysis.duration), "tempo": analysis.tempo.map(thousandth),
            "tempoConfidence": thousandth(analysis.tempoConfidence),
            "alternatives": analysis.alternatives.map(thousandth), "beats": analysis.beats.map(thousandth),
            "downbeats": analysis.downbeats.map(thousandth), "metre": analysis.metre,
            "downbeatConfidence": thousandth(analysis.downbeatConfidence),
        ]
        self += [
            "energy": thousandth(analysis.energy), "brightness": thousandth(analysis.brightness),
            "energyCurve": analysis.energyCurve.map(thousandth),
            "sections": analysis.sections.map(thousandth), "loudness": loudness,
            "leadingSilence": thousandth(analysis.leadingSilence),
            "trailingSilence": thousandth(analysis.trailingSilence),
        ]
    }

    /// `clipfit.music/1` of a library or built-in track.
    init(_ entry: TrackCatalogue.Entry) {
        let track = entry.track
        self.init(FilePath(track.path), track.analysis)
        self += [
            "id": track.id, "title": track.title, "artist": track.artist, "moods": track.moods,
            // For tracks without moods.
            "estimatedMoods": (try? TrackCatalogue.reference()).map(track.estimatedMoods) ?? [],
            "soundIds": track.soundIDs, "explicit": track.isExplicit, "builtIn": entry.isBuiltIn,
            "missing": entry.isMissing, "licence": JSONObject(track.licence),
        ]
    }

    private init(_ licence: Licence) {
        self = [
            "kind": licence.kind.rawValue, "territories": licence.territories, "platforms": licence.platforms,
            "from": licence.validFrom?.text, "expires": licence.validTo?.text, "proof": licence.proof,
            "attribution": licence.attribution, "url": licence.url,
        ]
    }
}
