import Foundation
import Testing

@testable import ClipSignal

@Suite struct FaceDetectorTests {
    private func output(_ picture: RGBPicture) -> FaceNetwork.Output {
        var (input, maps) = (FaceNetwork.Input(), FaceNetwork.Maps())
        Letterbox(PictureTile(picture), side: FaceNetwork.side).draw(picture, into: &input)
        return FaceNetwork.shared.run(input, &maps)
    }

    private func plain(_ width: Int, _ height: Int, _ value: UInt8 = 90) -> RGBPicture {
        RGBPicture(width: width, height: height, bytes: .init(repeating: value, count: width * height * 3))!
    }

    @Test func `scores and boxes are those of the original model`() throws {
        for (index, golden) in try Golden.read().faces.enumerated() {
            let found = output(golden.picture)
            #expect(found.scores.count == 896 && found.boxes.count == 896 * 16)
            let differences = zip(found.scores, golden.scores).map { abs(sigmoid($0) - $1) }
            #expect(differences.max()! < 0.003, "picture \(index)")
            for box in golden.boxes {
                let numbers = found.boxes[box.anchor * 16..<(box.anchor + 1) * 16]
                #expect(zip(numbers, box.numbers).allSatisfy { abs($0 - $1) < 0.05 })
            }
        }
    }

    @Test func `faces are found where they were drawn`() throws {
        let golden = try Golden.read().faces
        var detector = FaceDetector()
        let faces = detector.faces(in: golden[1].picture, threshold: 0.5)
        let places = faces.map { $0.origin + $0.size / 2 }
        #expect(places.contains { abs($0.x - 200) < 15 && abs($0.y - 180) < 25 })
        let face = try #require(faces.first)
        let middle = face.origin + face.size / 2
        #expect(abs(middle.x - 450) < 10 && abs(middle.y - 122) < 15)
        #expect((50...90).contains(face.size.x) && face.score > FaceDetector.threshold)
        #expect(abs(face[.leftEye].x - 436) < 6 && abs(face[.rightEye].x - 464) < 6)
        #expect(face[.mouth].y > face[.nose].y && face[.nose].y > face[.leftEye].y)
        #expect(face[.leftEar].x < face[.rightEar].x)
        #expect(detector.faces(in: golden[2].picture).isEmpty)
        // Nothing of one picture is in the next.
        #expect(detector.faces(in: golden[1].picture, threshold: 0.5) == faces)
    }

    @Test func `tiles find the same faces in the same places, each once`() throws {
        let picture = try Golden.read().faces[1].picture
        let tiles = PictureTile.squares(width: picture.width, height: picture.height)
        var detector = FaceDetector()
        let whole = detector.faces(in: picture, threshold: 0.5)
        let tiled = detector.faces(in: picture, tiles: tiles, threshold: 0.5)
        for face in whole.prefix(1) { #expect(tiled.contains { $0.overlap(with: face) > 0.6 }) }
        for (index, face) in tiled.enumerated() {
            #expect(tiled[..<index].allSatisfy { $0.overlap(with: face) <= 0.3 })
        }
    }

    @Test(arguments: [(1, 1), (2, 1), (1, 300), (5000, 1), (7, 3)])
    func `tiny and thin pictures have no faces and do no harm`(width: Int, height: Int) {
        var detector = FaceDetector()
        #expect(detector.faces(in: plain(width, height)).isEmpty)
        let tiles = PictureTile.squares(width: width, height: height).prefix(2)
        #expect(detector.faces(in: plain(width, height), tiles: Array(tiles)).isEmpty)
    }

    @Test func `a picture without pixels, or without enough bytes, is none`() {
        #expect(RGBPicture(width: 0, height: 5, bytes: []) == nil)
        #expect(RGBPicture(width: 5, height: -1, bytes: [1, 2, 3]) == nil)
        #expect(RGBPicture(width: 2, height: 2, bytes: .init(repeating: 0, count: 11)) == nil)
        #expect(RGBPicture(width: 2, height: 2, bytes: .init(repeating: 0, count: 12), stride: 5) == nil)
        #expect(RGBPicture(width: 1, height: 2, bytes: .init(repeating: 0, count: 11), stride: 8) != nil)
        #expect(RGBPicture(width: .max, height: .max, bytes: []) == nil)
    }

    @Test func `tiles outside the picture are cut off or left out`() {
        var detector = FaceDetector()
        let tiles = [(-50, -50, 80, 80), (90, 90, 80, 80), (500, 0, 10, 10), (0, 0, 0, 0), (5, 5, -9, 2)].map
        {
            PictureTile(x: $0, y: $1, width: $2, height: $3)
        }
        #expect(detector.faces(in: plain(100, 100), tiles: tiles).isEmpty)
        #expect(detector.faces(in: plain(100, 100), tiles: []).isEmpty)
    }
}

@Suite struct LetterboxTests {
    private func pixel(_ input: FaceNetwork.Input, _ row: Int, _ column: Int) -> [Float] {
        let start = FaceNetwork.Input.index(row: row, column: column)
        return Array(input.values[start..<start + 3])
    }

    @Test func `a pixel is the mean of what it covers, and the rest is black`() {
        // 384 columns on 256: each covers one and a half.
        let bytes = (0..<384 * 12).flatMap { index -> [UInt8] in [UInt8(index % 3 * 100), 0, 255] }
        let picture = RGBPicture(width: 384, height: 12, bytes: bytes)!
        let letterbox = Letterbox(PictureTile(picture), side: 256)
        var input = FaceNetwork.Input()
        letterbox.draw(picture, into: &input)
        #expect(letterbox.left == 0 && letterbox.top == 124)
        #expect(pixel(input, 123, 5) == [-1, -1, -1] && pixel(input, 132, 5) == [-1, -1, -1])
        for (column, red) in [(0, Float(100) / 3), (1, Float(500) / 3), (2, Float(100) / 3)] {
            let found = pixel(input, 126, column)
            #expect(abs(found[0] - (red / 127.5 - 1)) < 1e-5 && abs(found[1] + 1) < 1e-6)
            #expect(abs(found[2] - 1) < 1e-6)
        }
    }

    @Test func `a tile is taken from its place, padded rows are skipped`() {
        // 4 by 4 of black with one white pixel, two bytes of padding.
        var bytes = [UInt8](repeating: 0, count: 4 * 14)
        for channel in 0..<3 { bytes[2 * 14 + 3 * 3 + channel] = 255 }
        let picture = RGBPicture(width: 4, height: 4, bytes: bytes, stride: 14)!
        var input = FaceNetwork.Input()
        Letterbox(PictureTile(x: 2, y: 2, width: 2, height: 2), side: 256).draw(picture, into: &input)
        #expect(pixel(input, 0, 255) == [1, 1, 1] && pixel(input, 127, 128) == [1, 1, 1])
        #expect(pixel(input, 0, 127) == [-1, -1, -1] && pixel(input, 128, 128) == [-1, -1, -1])
    }

    @Test(arguments: [
        (1280, 720, 1.0, 3), (1280, 720, 0.6, 8), (720, 1280, 1, 3), (500, 500, 1, 1), (2, 1, 1, 3),
    ])
    func `squares cover the picture and overlap`(width: Int, height: Int, share: Double, count: Int) {
        let tiles = PictureTile.squares(width: width, height: height, share: share)
        #expect(tiles.count == count)
        #expect(tiles.allSatisfy { $0.width == $0.height && $0.x >= 0 && $0.x + $0.width <= width })
        #expect(
            tiles.map { $0.x + $0.width }.max() == width && tiles.map { $0.y + $0.height }.max() == height)
        #expect(PictureTile.squares(width: 0, height: 9).isEmpty)
    }
}

@Suite struct FaceTests {
    private func face(_ x: Float, _ y: Float, _ side: Float, _ score: Float) -> Face {
        let points = Face.Point.allCases.map { SIMD2(x + Float($0.rawValue), y) }
        return Face(origin: SIMD2(x, y), size: SIMD2(side, side), score: score, points: points)
    }

    @Test func `overlap is what both share by what either covers`() {
        #expect(face(0, 0, 10, 1).overlap(with: face(5, 0, 10, 1)) == 50.0 / 150)
        #expect(face(0, 0, 10, 1).overlap(with: face(10, 0, 10, 1)) == 0)
        #expect(face(0, 0, 0, 1).overlap(with: face(0, 0, 0, 1)) == 0)
    }

    @Test func `boxes of one face are blended by score, with the best score`() {
        let found = [face(8, 0, 20, 0.25), face(0, 0, 20, 0.75), face(90, 0, 20, 0.5)].blended()
        #expect(found == [face(2, 0, 20, 0.75), face(90, 0, 20, 0.5)])
    }

    @Test func `of tiles the better one stays`() {
        let faces = [face(8, 0, 20, 0.25), face(0, 0, 20, 0.75), face(90, 0, 20, 0.5), face(0, 0, 0, 0.9)]
        #expect(faces.best() == [faces[3], faces[1], faces[2]])
        #expect([Face]().best().isEmpty && [Face]().blended().isEmpty)
    }
}
