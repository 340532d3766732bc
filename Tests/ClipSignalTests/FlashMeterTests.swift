import ClipCore
import ClipSignal
import Foundation
import Testing

/// Generated sequences on both sides of each limit.
@Suite struct FlashMeterTests {
    private typealias Colour = (red: Double, green: Double, blue: Double)

    /// The grey of a relative luminance.
    private func grey(_ luminance: Double) -> Colour {
        let code = luminance <= 0.0031308 ? 12.92 * luminance : 1.055 * pow(luminance, 1 / 2.4) - 0.055
        return (code, code, code)
    }

    /// Limited-range BT.709, as it is delivered, rounded to 8 bits.
    private func codes(_ colour: Colour) -> (Float, Float, Float) {
        let luma = 0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue
        let codes = (
            16 + 219 * luma, 128 + 224 * (colour.blue - luma) / 1.8556,
            128 + 224 * (colour.red - luma) / 1.5748
        )
        return (Float(codes.0.rounded()), Float(codes.1.rounded()), Float(codes.2.rounded()))
    }

    private func grid(_ colour: (_ cell: Int) -> Colour) -> FlashGrid {
        let cells = (0..<FlashGrid.side * FlashGrid.side).map { codes(colour($0)) }
        return FlashGrid(luma: cells.map(\.0), blue: cells.map(\.1), red: cells.map(\.2), .delivery)
    }

    /// What a sequence of pictures comes to, each told by its time.
    private func flashes(seconds: Double = 2, rate: Double = 30, _ picture: (_ time: Double) -> FlashGrid)
        -> Flashes
    {
        var meter = FlashMeter(width: 1080, height: 1920)
        for frame in 0..<Int(seconds * rate) {
            // In the middle of a frame, so that rounding decides nothing.
            meter.add(picture((Double(frame) + 0.5) / rate), at: Double(frame) / rate)
        }
        return meter.flashes
    }

    private func isOn(_ time: Double, _ times: Double) -> Bool {
        (time * times).truncatingRemainder(dividingBy: 1) < 0.5
    }

    /// Between two colours, so many times a second, over a share of the picture; elsewhere mid-grey.
    private func alternating(
        _ one: Colour, _ other: Colour, times: Double, share: Double = 1, rate: Double = 30
    ) -> Flashes {
        let last = Int(share * Double(FlashGrid.side * FlashGrid.side))
        let (first, second) = (grid { $0 < last ? one : grey(0.2) }, grid { $0 < last ? other : grey(0.2) })
        return flashes(rate: rate) { isOn($0, times) ? first : second }
    }

    @Test(arguments: [24.0, 25, 30, 60])
    func `three flashes a second are allowed, four are not`(rate: Double) {
        let three = alternating(grey(0), grey(1), times: 3, rate: rate)
        #expect(three.general == 3 && !three.isOver)
        let four = alternating(grey(0), grey(1), times: 4, rate: rate)
        #expect(four.general == 4 && four.isOver && four.red == 0)
        #expect(four.warning?.contains("it flashes 4 times a second from 0.") == true)
    }

    @Test func `a change of 9 % of luminance is no flash, one of 11 % is`() {
        #expect(alternating(grey(0.2), grey(0.29), times: 5).general == 0)
        #expect(alternating(grey(0.2), grey(0.31), times: 5).general == 5)
        #expect(alternating(grey(0.6), grey(0.69), times: 5).general == 0)
        #expect(alternating(grey(0.6), grey(0.71), times: 5).general == 5)
    }

    @Test func `where the darker state is bright there is no flash`() {
        #expect(alternating(grey(0.83), grey(0.99), times: 5).general == 0)
        #expect(alternating(grey(0.77), grey(0.93), times: 5).general == 5)
    }

    @Test func `less than a quarter of what an eye sees at once is too small for a flash, more is not`() {
        // Rows of an upright picture: a field of view has 14 of the 32.
        #expect(alternating(grey(0), grey(1), times: 6, share: 0.1).general == 0)
        #expect(alternating(grey(0), grey(1), times: 6, share: 0.12).general == 6)
        #expect(alternating(grey(0), grey(1), times: 6, share: 0.3).general == 6)
    }

    @Test func `what flashes by turns above and below does not add up, no eye sees both`() {
        let (top, bottom) = (FlashGrid.side * 7, FlashGrid.side * 25)
        let (above, below) = (
            grid { $0 < top ? grey(1) : grey(0.2) }, grid { $0 >= bottom ? grey(1) : grey(0.2) }
        )
        let neither = grid { _ in grey(0.2) }
        let seen = flashes { time in
            guard isOn(time, 6) else { return neither }
            return Int(time * 6) % 2 == 0 ? above : below
        }
        #expect(seen.general == 3)
    }

    @Test func `halves that flash by turns flash as often as one of them`() {
        let isLeft = { (cell: Int) in cell % FlashGrid.side < FlashGrid.side / 2 }
        let (left, right) = (grid { isLeft($0) ? grey(1) : grey(0) }, grid { isLeft($0) ? grey(0) : grey(1) })
        func halves(_ times: Double) -> Flashes { flashes { isOn($0, times) ? left : right } }
        #expect(halves(3).general == 3)
        #expect(halves(5).general == 5)
    }

    @Test func `saturated red counts without a change of luminance, orange does not`() {
        let red: Colour = (1, 0, 0)
        let orange: Colour = (1, 165.0 / 255, 0)
        #expect(alternating(red, grey(0.2126), times: 3).red == 3)
        let over = alternating(red, grey(0.2126), times: 5)
        #expect(over.red == 5 && over.general == 0 && over.isOver)
        #expect(over.warning?.contains("saturated red") == true)
        let other = alternating(orange, grey(0.4816), times: 5)
        #expect(other.red == 0 && other.general == 0)
        // A saturated red so dark that the change is small.
        #expect(alternating((0.2, 0, 0), grey(0.007), times: 5).red == 0)
        #expect(alternating(red, grey(0.2126), times: 5, share: 0.1).red == 0)
    }

    @Test func `smooth waves count as steps do`() {
        func wave(_ times: Double) -> Int {
            flashes { time in
                // Cells of all brightnesses pass the threshold at different times.
                grid { grey(Double($0 % 7 + 3) / 10 * (0.5 - 0.5 * cos(2 * .pi * times * time))) }
            }.general
        }
        #expect(wave(2) == 2)
        #expect(wave(3) == 3)
        #expect(wave(4) == 4)
    }

    @Test(arguments: [8.0, 15]) func `a burst of four is found however short it is`(rate: Double) {
        let (white, black) = (grid { _ in grey(1) }, grid { _ in grey(0) })
        func burst(_ count: Double) -> Flashes {
            flashes(rate: 60) { time in
                let place = (time - 1) * rate
                return place >= 0 && place < count && isOn(place, 1) ? white : black
            }
        }
        #expect(burst(3).general == 3)
        #expect(burst(4).isOver)
    }

    @Test func `strobes at half the frame rate are over`() {
        #expect(alternating(grey(0), grey(1), times: 15).isOver)
        #expect(alternating(grey(0), grey(1), times: 30, rate: 60).isOver)
    }

    @Test func `flashes that are far apart do not add up`() {
        #expect(alternating(grey(0), grey(1), times: 0.5).general <= 1)
        #expect(!alternating(grey(0.05), grey(0.6), times: 1.5).isOver)
    }

    @Test func `noise in a dark picture is no flash`() {
        var random = FixedRandom(state: 1)
        let noisy = flashes { _ in grid { _ in grey(Double.random(in: 0.05...0.14, using: &random)) } }
        #expect(noisy == Flashes(general: 0, red: 0, firstOver: nil))
    }

    @Test func `a camera that sweeps over patches of all brightnesses makes no flashes`() {
        // Patches of 6x6 cells; the picture's width passes in 0.8 s.
        var state: UInt64 = 1
        let patches = (0..<6).map { _ in
            (0..<40).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Double(state >> 40) / Double(1 << 24) * 0.7
            }
        }
        let swept = flashes { time in
            grid { cell in
                grey(patches[cell / FlashGrid.side / 6][Int(Double(cell % FlashGrid.side) + time * 40) / 6])
            }
        }
        #expect(!swept.isOver)
    }
}
