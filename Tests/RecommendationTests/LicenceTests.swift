import Foundation
import Recommendation
import Testing

@Suite struct LicenceTests {
    @Test func `a licence is written by the name that users type`() throws {
        let text = String(decoding: try JSONEncoder().encode(Licence(.commercialLibrary)), as: UTF8.self)
        #expect(text.contains(#""kind":"commercial-library""#))
        #expect(try JSONDecoder().decode(Licence.self, from: Data(text.utf8)) == Licence(.commercialLibrary))
    }
}
