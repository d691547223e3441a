import Foundation
import Testing

@testable import bullion

@Suite struct `The page of a backtest` {
    @Test func `holds its document whatever the market is called`() throws {
        let json = #"{"market":"a</script><b>\\<!--"# + "\u{2028}\"}"
        let page = ReportPage.page(title: "</title>", json: json)
        let start = try #require(page.range(of: #"id="report">"#)).upperBound
        let end = try #require(page[start...].range(of: "</script>")).lowerBound
        let block = page[start..<end]
        #expect(!block.contains("<"))
        #expect(!block.unicodeScalars.contains("\u{2028}"))
        let decoder = JSONDecoder()
        #expect(
            try decoder.decode([String: String].self, from: Data(block.utf8))
                == decoder.decode([String: String].self, from: Data(json.utf8)))
        #expect(page.contains("<title>&lt;/title&gt;"))
    }

    @Test func `reaches for nothing outside itself`() {
        let page = ReportPage.page(title: "t", json: "{}")
        #expect(page.contains("default-src 'none'"))
        #expect(!page.contains("https://"))
    }
}
