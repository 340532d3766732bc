import ClipCore
import Recommendation

let today = CalendarDay("2026-11-24") ?? CalendarDay(number: 20_781)

func track(
    _ id: String, tempo: Double? = 110, energy: Double = 0.5, brightness: Double = 0.5, moods: [String] = [],
    licence: Licence.Kind = .cc0, duration: Double = 90
) -> Track {
    var analysis = TrackAnalysis(duration: duration)
    (analysis.tempo, analysis.tempoConfidence) = (tempo, tempo == nil ? 0 : 0.9)
    (analysis.energy, analysis.brightness) = (energy, brightness)
    var track = Track(id: id, path: "\(id).m4a", title: id, artist: "artist of \(id)", analysis: analysis)
    track.moods = moods
    track.licence = Licence(licence)
    return track
}

func clip(
    cuts: Double? = nil, motion: Double? = nil, light: Double? = nil, warmth: Double? = nil,
    saturation: Double? = nil, speech: Double? = nil, cutTempo: Double? = nil
) -> ClipFeatures {
    var features = ClipFeatures(duration: 15)
    (features.cutsPerMinute, features.motion, features.brightness) = (cuts, motion, light)
    (features.warmth, features.saturation, features.speechLikeness) = (warmth, saturation, speech)
    features.cutTempo = cutTempo
    return features
}

func business(_ moods: [String] = []) -> Brand {
    var brand = Brand(name: "shop")
    (brand.isBusiness, brand.scopes, brand.moods) = (true, [.commercial], moods)
    return brand
}

func advice(
    _ features: ClipFeatures, _ brand: Brand = Brand(), tracks: [Track] = [], looks: [Look] = [],
    trends: [TrendObservation] = [], change: (inout AdviceRequest) -> Void = { _ in }
) -> Advice {
    var request = AdviceRequest(features, brand: brand, day: today)
    change(&request)
    return Advisor().advise(
        request, among: Candidates(tracks: tracks, looks: looks, trends: TrendBook(trends, on: today)))
}

func listing(
    _ item: String, kind: TrendKind = .sound, rank: Int? = nil, count: Double? = nil, daysAgo: Int = 0
) -> TrendObservation {
    var line = TrendObservation(kind: kind, item: item, name: item, day: today.adding(days: -daysAgo))
    (line.rank, line.count) = (rank, count)
    return line
}
