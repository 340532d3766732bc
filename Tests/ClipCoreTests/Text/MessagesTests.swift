import ClipCore
import Presets
import Testing

@Suite struct MessagesTests {
    private let messages = Messages(Presets.messagesID)

    @Test(arguments: [
        ("no such file or directory", "berkas atau folder tidak ada"),
        ("the clip has no sound", "klip tidak bersuara"),
        (
            "kept whole: there are 5.5 s, not more than 15 s",
            "dipakai utuh: durasinya 5.5 detik, tidak lebih dari 15 detik"
        ),
        ("3 posts moved to 'a'", "3 kiriman dipindahkan ke 'a'"),
        ("1 post moved to 'a'", "1 kiriman dipindahkan ke 'a'"),
        ("forgot 3 lines from before 2026-01-01", "3 baris sebelum 2026-01-01 dilupakan"),
        (
            "could not open the file: no such file or directory",
            "tidak bisa membuka berkas: berkas atau folder tidak ada"
        ),
    ])
    func `a sentence is found by its template`(english: String, indonesian: String) {
        #expect(messages.text(of: english) == indonesian)
        #expect(Messages.english.text(of: english) == english)
    }

    @Test func `a value that is a name comes out as it is, also if it is a sentence`() {
        for name in [
            "no such file", "the clip has no sound", "failed", "{}", "{2}", "a; no sound", "a, 3 posts",
        ] {
            #expect(messages.text(of: "there is a preset '\(name)' already") == "preset '\(name)' sudah ada")
            #expect(messages.text("Music: \(name)" as Phrase) == "Musik: \(name)")
        }
    }

    @Test func `a value that is a sentence is translated, and each of a list`() {
        #expect(
            messages.text(of: "picture is re-encoded: no keyframe starts a closed group near 3 s")
                == "gambar di-encode ulang: tidak ada keyframe pembuka grup tertutup di dekat detik 3")
        #expect(messages.list(of: "3 done, 0 skipped, 1 failed") == "3 selesai, 0 dilewati, 1 gagal")
        #expect(messages.list(of: "12 s, 4.5 MB, index at the end") == "12 s, 4.5 MB, indeks di akhir")
        #expect(
            messages.list(of: "keyframe +0.05: it begins with a keyframe, so that more is copied")
                == "keyframe +0.05: dimulai dengan keyframe, sehingga lebih banyak yang disalin")
        #expect(messages.list(of: "HDR (HLG) becomes BT.709, 12 checked").hasSuffix(", 12 diperiksa"))
    }

    @Test func `unknown sentences stay as they are, line by line`() {
        for text in ["", " ", "klip.mp4", "{}", "a: b: c", "left", "x left", "one, two"] {
            #expect(messages.lines(of: text) == text)
        }
        #expect(
            messages.lines(of: "klip.mp4\n\n  why    the clip has no sound\n")
                == "klip.mp4\n\n  alasan klip tidak bersuara\n")
    }

    @Test func `values may stand in another order, and words in braces are none`() {
        let messages = Messages(
            Array("{} of {}: {}\t{3} dari {2} ({1})\nwords are {stem}\tkata {stem}\n".utf8))
        #expect(messages.text(of: "many letters") == "many letters")
        #expect(messages.list(of: "1 of 2: 3") == "3 dari 2 (1)")
        #expect(messages.text(of: "words are {stem}") == "kata {stem}")
    }

    @Test func `a long sentence costs little`() {
        let name = String(repeating: "a: ", count: 1_000)
        let spent = ContinuousClock().measure {
            _ = messages.text(of: "there is a preset '\(name)' already: \(name)")
        }
        #expect(spent < .seconds(2), "\(spent)")
    }
}
