import ClipCore
import Testing

@Suite struct CalendarDayTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("2000-02-29", 11_016), ("2026-11-24", 20_781), ("1969-12-31", -1),
        ("0001-01-01", -719_162),
    ]) func `a day is a number and back`(text: String, number: Int) throws {
        let day = try #require(CalendarDay(text))
        #expect(day.number == number)
        #expect(day.text == text)
    }

    @Test(arguments: ["2026-02-29", "2026-13-01", "26-01-01", "2026-1-1", "", "2026-01-01x", "2026-00-10"])
    func `what is no day is refused`(text: String) { #expect(CalendarDay(text) == nil) }

    @Test func `a time behind the day is ignored`() {
        #expect(CalendarDay("2026-11-23T12:00:00Z")?.text == "2026-11-23")
        #expect(CalendarDay("2026-11-23 12:00")?.text == "2026-11-23")
    }

    @Test func `all days of 400 years follow one another`() {
        var last = CalendarDay(year: 1899, month: 12, day: 31)!
        for year in 1900..<2300 {
            for month in 1...12 {
                for day in 1...31 {
                    guard let next = CalendarDay(year: year, month: month, day: day) else { continue }
                    #expect(next.days(since: last) == 1)
                    last = next
                }
            }
        }
    }
}
