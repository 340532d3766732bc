import ClipCore
import Testing

@Suite struct CropPathTests {
    private let size = Picture.Size(width: 608, height: 1080)

    private var path: CropPath {
        CropPath(
            size: size, picture: Picture.Size(width: 1920, height: 1080),
            stretches: [
                .init(start: time(0), points: [.init(time(0), x: 100, y: 0)]),
                .init(
                    start: time(4),
                    points: [
                        .init(time(5), x: 200, y: 0), .init(time(7), x: 600, y: 0),
                        .init(time(8), x: 600, y: 0),
                    ]),
                .init(start: time(10), points: []),
            ])
    }

    private func x(_ path: CropPath, at time: MediaTime) -> Double? {
        if case .crop(let x, _) = path.place(at: time) { return x }
        return nil
    }

    @Test func `it rests before and behind its points, and starts anew with every shot`() {
        #expect(x(path, at: time(-1)) == 100)
        #expect(x(path, at: time(3999, 1000)) == 100)
        #expect(x(path, at: time(4)) == 200)
        #expect(x(path, at: time(9)) == 600)
        #expect(path.place(at: time(10)) == .whole)
        #expect(path.place(at: time(99)) == .whole)
    }

    @Test func `a frame whose time is rounded by the container belongs to the shot that it begins`() {
        #expect(x(path, at: time(39996, 10000)) == 200)
    }

    @Test func `it goes gently from point to point: never back, never beyond, at most half as fast again`()
        throws
    {
        let places = try (0...300).map { try #require(x(path, at: time(500 + $0, 100))) }
        for (one, next) in zip(places, places.dropFirst()) {
            #expect(next >= one - 1e-9 && next <= 600 + 1e-9)
            #expect(next - one <= 400 / 200 * 1.5 + 1e-9)
        }
        #expect(places[1] - places[0] < 0.2)
        #expect(abs(places[100] - 400) < 1)
    }

    @Test func `what cannot be followed is told`() {
        #expect(path.problem == nil)
        var wrong = path
        wrong.picture.width = 1200
        #expect(wrong.problem == "the crop does not lie on the picture")
        wrong = path
        wrong.stretches[1].points[1].time = time(5)
        #expect(wrong.problem?.contains("points") == true)
        wrong = path
        wrong.stretches[2].start = time(4)
        #expect(wrong.problem?.contains("shots") == true)
        wrong = path
        wrong.size.width = 607
        #expect(wrong.problem?.contains("even") == true)
        wrong.stretches = []
        #expect(wrong.problem != nil)
    }
}
