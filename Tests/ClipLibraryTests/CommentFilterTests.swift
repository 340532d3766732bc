import ClipCore
import Foundation
import SystemPackage
import Testing

@testable import ClipLibrary
@testable import Recommendation

@Suite struct CommentFilterTests {
    private let words: CommentWords

    init() throws { words = try CommentFile.words() }

    @Test(arguments: [
        "so stupid", "5tup1d", "stuuuupid!!", "you 1d10t", "GOBL0K banget", "gblk lu", "b o d o h",
        "anj1ng lo", "aaanjiiing",
        "eres un pendejo", "hijo de puta", "kill yourself", "KYS", "fck u", "mati aja", "Imbécil",
    ])
    func `insults are found, however they are written`(text: String) {
        #expect(CommentFilter(words).verdict(text) == .harmful)
    }

    @Test(arguments: [
        "https://x.example/a", "www.cheap.example", "cek toko.com/promo", "follow balik ya", "F4F",
        "slot gacor hari ini",
        "gana dinero desde casa", "check my profile", "🔥🔥🔥🔥🔥🔥 ok", "DM me",
    ])
    func `advertising, links and rows of emoji are spam`(text: String) {
        #expect(CommentFilter(words).verdict(text) == .spam)
    }

    @Test(arguments: [
        "Kopi susunya enak banget kak", "where is this cafe?", "❤️❤️", "keren!!!", "ASUS laptop saya",
        "coklat panas juga ada?",
        "que rico se ve", "2026 here", "harga 25.000?", "assalamualaikum", "class is at 10", "grape juice",
        "i.e. the best",
    ])
    func `what people say otherwise counts`(text: String) {
        #expect(CommentFilter(words).verdict(text) == .clean)
    }

    @Test func `copies count once under a post, and not at all as a campaign`() {
        var filter = CommentFilter(words)
        for text in ["The best coffee in town", "the BEST coffee, in town!", "nice", "nice"] {
            filter.add(text, to: "a")
        }
        #expect(filter.counts["a"] == .init(read: 4, clean: 3))
        for post in ["b", "c", "d"] { filter.add("my aunt sells this cheaper", to: post) }
        filter.add("enak", to: "d")
        #expect(filter.counts["b"]?.clean == 0 && filter.counts["d"]?.share == 0.5)
    }

    @Test func `of comments only how many count is stored`() throws {
        let folder = try Folder()
        var post = Post(id: "7681870521679564053", posted: 1_788_574_800, views: 100)
        post.comments = 10
        _ = try folder.open().add([PostRecord(post)], from: "/a.csv")
        let table = """
            Post,Text,Author
            https://www.tiktok.com/@kopi/video/7681870521679564053,"canary goblok, anjing",canary
            7681870521679564053,canary enak sekali,canary
            other,enak,canary
            """
        let counts = try CommentFile.read(Array(table.utf8), from: "c.csv")
        #expect(try folder.open().setComments(counts) == 1)
        #expect(try folder.open(.reading).posts().map(\.cleanComments) == [0.5])
        #expect(try folder.bytes().range(of: Data("canary".utf8)) == nil)
    }

    @Test(arguments: ["post,views\n1,2\n", "post,text\n", "post,text\na", ""])
    func `a table without comments is told as one`(text: String) {
        #expect(throws: Failure.self) { try CommentFile.read(Array(text.utf8), from: "c.csv") }
    }
}
