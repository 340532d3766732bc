import CZlib
import ClipCore
import Foundation
import Recommendation
import Testing

@testable import ClipLibrary

/// An archive of such entries. What the directory says of an entry can be another than what it is.
private func archive(
    _ entries: [(name: String, bytes: [UInt8])], deflates: Bool = false, says size: Int? = nil
)
    -> [UInt8]
{
    func number(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 255) } }
    var (files, directory) = ([UInt8](), [UInt8]())
    for (name, bytes) in entries {
        let body = deflates ? deflated(bytes) : bytes
        let facts =
            number(20, 2) + number(0, 2) + number(deflates ? 8 : 0, 2) + number(0, 4)
            + number(Int(crc32(0, bytes, uInt(bytes.count))), 4) + number(body.count, 4)
            + number(size ?? bytes.count, 4) + number(name.utf8.count, 2) + number(0, 2)
        directory += number(0x0201_4B50, 4) + number(20, 2) + facts + number(0, 10) + number(files.count, 4)
        directory += Array(name.utf8)
        files += number(0x0403_4B50, 4) + facts + Array(name.utf8) + body
    }
    return files + directory + number(0x0605_4B50, 4) + number(0, 4) + number(entries.count, 2)
        + number(entries.count, 2) + number(directory.count, 4) + number(files.count, 4) + number(0, 2)
}

private func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
        &stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var (input, output) = (bytes, [UInt8](repeating: 0, count: bytes.count + 1000))
    let count = input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            (stream.next_in, stream.avail_in) = (input.baseAddress, uInt(input.count))
            (stream.next_out, stream.avail_out) = (output.baseAddress, uInt(output.count))
            deflate(&stream, Z_FINISH)
            return output.count - Int(stream.avail_out)
        }
    }
    return Array(output[..<count])
}

@Suite struct ZipArchiveTests {
    private static let link = "https://www.tiktok.com/@kopi/video/7681870521679564053"
    private static let content = Array(
        "Video link,Post time,Total views\n\(link),5 September,900\n".utf8)
    private static let sheet = """
        <?xml version="1.0"?><worksheet><sheetData>
        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><t>Total views</t></is></c></row>
        <row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3"><v>46270</v></c><c r="D3"><f>1+1</f><v>900</v></c></row>
        </sheetData></worksheet>
        """
    private static let texts = """
        <sst><si><t>Video link</t></si><si><r><t>Post </t></r><r><t>time</t></r><rPh><t>x</t></rPh></si>
        <si><t>\(link)?a=1&amp;b=2</t></si></sst>
        """
    private static func book(_ more: [(name: String, bytes: [UInt8])] = [], sheet: String = sheet) -> [UInt8]
    {
        archive(
            [
                ("xl/workbook.xml", Array("<workbook/>".utf8)), ("xl/sharedStrings.xml", Array(texts.utf8)),
                ("xl/worksheets/sheet1.xml", Array(sheet.utf8)),
            ] + more, deflates: true)
    }

    @Test func `posts are found in an archive, and its other files are passed over`() throws {
        for deflates in [false, true] {
            let result = try export(
                archive(
                    [
                        ("Overview.csv", Array("Date,Video Views,Profile Views\n".utf8)),
                        ("kopi/Content.csv", Self.content), ("readme.txt", [0, 1]),
                    ], deflates: deflates))
            #expect(result.records.map(\.post.views) == [900] && result.platform == "tiktok")
        }
        let others = archive([("Overview.csv", Array("Date,Video Views,Profile Views\n".utf8))])
        #expect(exportError(others)?.contains("not of posts") == true)
    }

    @Test func `a spreadsheet is read with shared and own texts, gaps, and days as numbers`() throws {
        let result = try export(Self.book())
        let record = try #require(result.records.first, "\(result.leftOut)")
        #expect(record.post.views == 900 && record.row == 3 && record.url == "\(Self.link)?a=1&b=2")
        #expect(CalendarDay(number: Int(record.post.posted / 86_400)).text == "2026-09-05")
    }

    @Test func `a spreadsheet that another program wrote is read`() throws {
        let bytes = try #require(Data(base64Encoded: Self.openpyxl))
        let result = try export(Array(bytes))
        #expect(result.records.map(\.post.views) == [12_500, 900], "\(result.leftOut)")
        #expect(result.records[0].title == "Kopi & susu <pagi> #kopi" && result.records[0].post.shares == nil)
    }

    @Test func `numbers of rows that cannot be do not end the program`() throws {
        let row = #"<row r="9223372036854775807"/><row>"#
        let sheet = Self.sheet.replacingOccurrences(of: #"<row r="3">"#, with: row)
        #expect(try export(Self.book(sheet: sheet)).records.map(\.post.views) == [900])
    }

    @Test func `an archive with other data than posts in it is read all the same`() throws {
        let bytes = archive([("list.json", Array("[1, 2]".utf8)), ("Content.csv", Self.content)])
        #expect(try export(bytes).records.map(\.post.views) == [900])
    }

    @Test func `macros, bombs and damage are refused`() throws {
        let macros = Self.book([("xl/vbaProject.bin", [1])])
        #expect(exportError(macros)?.contains("macros") == true)
        let zeros = [UInt8](repeating: 0x30, count: 4 << 20)
        #expect(exportError(archive([("Content.csv", zeros)], deflates: true))?.contains("too large") == true)
        // The directory lies about the size.
        let lie = archive([("Content.csv", zeros)], deflates: true, says: 1000)
        #expect(exportError(lie)?.contains("damaged") == true)
        let many = archive((0..<1001).map { ("\($0).csv", []) })
        #expect(exportError(many)?.contains("more than 1000") == true)
        var changed = archive([("Content.csv", Self.content)])
        changed[60] ^= 1
        #expect(exportError(changed)?.contains("damaged") == true)
        for length in [4, 30, 100] { #expect(exportError(Array(Self.book().prefix(length))) != nil) }
    }

    @Test func `no cut or changed byte of a spreadsheet ends the program`() {
        let whole = Self.book()
        for place in stride(from: 0, to: whole.count, by: 3) {
            var bytes = whole
            bytes[place] ^= 0xFF
            _ = exportError(bytes)
            _ = exportError(Array(whole.prefix(place)))
        }
    }

    private static let openpyxl = """
        UEsDBBQAAAAIAEufeF14hBMWRwIAANYGAAAYAAAAeGwvd29ya3NoZWV0cy9zaGVldDEueG1snVVt
        b9owEP4rUSb104rzMqC0IdrarmWqJqGydZ8NHMSKE2f2QbZ/v3NoKVQ2k/opvvM9z935ic9Zq3Rp
        CgAM/lSyNuOwQGwuGTOLAipueqqBmnZWSlccydRrZhoNfNmBKsmSKBqwios6zLPON9V5pjYoRQ1T
        HZhNVXH99xqkasdhHL44HsW6wM7B8qzha5gB/mwIQCbb8yxFBbURqg40rMbhl/hyknaILuJJQGsO
        1oFtZq5UaY1vy3EY2ZpAwgItBafPFm5ASstElfx+Jg1fk1rk4fqF/q7rn8qbcwM3Sv4SSyzG4UUY
        LGHFNxIfVTuB5576ryXecuR5plUbaNtsni3swqakQFHbQ5qhJr+gTJj/oH4zhlSBtdniOf7aF/8k
        lqACFChdsJvTMPKWDtStDzVVBimXs8Kv3o4UckmpSjAO2N1p2EJVpD+6kPenkabg2plxchq3tZof
        wxipt5cw2UuYeHiSKBmcx/F5ErmE9KEeVCOCM141V3RBzCY4k3hFt0KcrfEq+FDSrktfH5u9w4Yu
        cdu2PRQlqrJHR8k+Wx62teKz4eAivhhG/SQeDEf9waeon7r+BV+GGTQI1Rx00Hf9DT5Y/JHGhes/
        2AHsDNnmKUVsDyXzsiW9/sMJsdK9WOm7xPKhrrneuOTwxb9HjtHIJYcvw3/kSA9ON06OT/fucDM9
        3rs/Ar5RxVfL6K3CO03YwTy08/4712tRm0DCimii3pCmpt4N0J2Bquneh7lCVFW3LOjdAW0DaH+l
        FO4NO8D3T1n+D1BLAwQUAAAACABLn3hdMudSoDQBAAAqAgAADwAAAHhsL3dvcmtib29rLnhtbI2Q
        0U7DMAxFf6XKB9BugklM6142AZMQIIb2nrbuai2Jq8TdYF+P01KYtBeeHF9bJ/d6cSJ/KIgOyac1
        Lsx9rhrmdp6moWzA6nBDLTiZ1eStZmn9PqW6xhLWVHYWHKfTLJulHoxmJBcabIMaaP9hhdaDrkID
        wNYMKKvRqeVidPbmk/SyI4Yy/hTVqOwQTuFvIbbJEQMWaJC/ctW/DajEokOLZ6hylakkNHR6Io9n
        cqzNtvRkTK4mw2AHnrG8krfR5ocuQq+wLt5j5lzNMgHW6AP3Gz1fi8kjyPLQdUwPaBj8WjM8eupa
        dPseIzHSixz9KcaaOG0hVyvxKJeOJkTcVIMhFtJFPD9HGfhN9cMcQRXU6KB6EVKIA4lVyk1j6UnT
        27vJvdjvjFmJ9uqeSVe/zsazLr8BUEsDBBQAAAAIAEufeF2bhkKEGwEAANcDAAATAAAAW0NvbnRl
        bnRfVHlwZXNdLnhtbK2Tz07DMAzGX6XqdWozOHBA6y6MK+zAC4TEXaPmn2JvdG+P27JKoLENlUuj
        xvb3c/wlq7djBMw6Zz1WeUMUH4VA1YCTWIYIniN1SE4S/6adiFK1cgfifrl8ECp4Ak8F9Rr5erWB
        Wu4tZc8db6MJvsoTWMyzpzGxZ1W5jNEaJYnj4uD1D0rxRSi5csjBxkRccEKeibOIIfQr4VT4eoCU
        jIZsKxO9SMdporMC6WgBy8saZ7oMdW0U6KD2jktKjAmkxgaAnC1H0cUVNPGQYfzezW5gkLlI5NRt
        ChHZtQR/551s6auLyEKQyFw55IRk7dknhN5xDfpWOE/4I6R28ATFsMwf83efJ/1bGnkPof3ve9av
        pZPGTw2I4T2vPwFQSwECFAMUAAAACABLn3hdeIQTFkcCAADWBgAAGAAAAAAAAAAAAAAAgAEAAAAA
        eGwvd29ya3NoZWV0cy9zaGVldDEueG1sUEsBAhQDFAAAAAgAS594XTLnUqA0AQAAKgIAAA8AAAAA
        AAAAAAAAAIABfQIAAHhsL3dvcmtib29rLnhtbFBLAQIUAxQAAAAIAEufeF2bhkKEGwEAANcDAAAT
        AAAAAAAAAAAAAACAAd4DAABbQ29udGVudF9UeXBlc10ueG1sUEsFBgAAAAADAAMAxAAAACoFAAAA
        AA==
        """.replacingOccurrences(of: "\n", with: "")
}
