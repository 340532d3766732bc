import ClipCore
import Testing

@Suite struct GuessTests {
    @Test(arguments: [
        ("warmcafe", "warm-cafe"), ("Warm_Cafe", "warm-cafe"), ("noir", "silver-noir"),
        ("vint", "vintage-print"),
        ("lo-fi", "lo-fi-tape"), ("crips-product", "crisp-product"),
    ])
    func `what was meant is the most similar name, or one that has the word in it`(
        typed: String, name: String
    ) {
        let names = ["crisp-product", "lo-fi-tape", "silver-noir", "vintage-print", "warm-cafe"]
        #expect(likelyMeant(typed, among: names) == name)
    }

    @Test(arguments: ["", "x", "zebra", "productcrisp", String(repeating: "a", count: 100)])
    func `nothing similar is no guess`(typed: String) {
        #expect(likelyMeant(typed, among: ["crisp-product", "warm-cafe"]) == nil)
        #expect(meantHint(typed, among: ["a1", "b2"]) == "one of a1, b2")
    }
}
