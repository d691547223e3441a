import Contracts
import MarketData
import Testing

@Suite struct `A file of dividends and splits` {
    private let folder = TemporaryFolder()
    private let header = "ex_date,symbol,dividend,split\n"

    private func read(_ text: String) throws -> [RecordedAction] {
        folder.write("actions", text)
        return try ActionFile.read(folder.file("actions"))
    }

    private func refusal(_ text: String) -> String {
        folder.write("actions", text)
        do throws(BarFileError) {
            return "read \(try ActionFile.read(folder.file("actions")).count)"
        } catch {
            return error.description.replacing("\(folder.path)/", with: "")
        }
    }

    @Test func `gives every row's dividend and split`() throws {
        let rows = "2024-03-15,GDX,0.25,\n2020-04-29,USO,,1:8\r\n2024-06-10,GLD,1,10:1\n"
        let (gdx, uso, gld) = try (#require(Symbol("GDX")), #require(Symbol("USO")), #require(Symbol("GLD")))
        let (march, april, june) = try (
            #require(TradingDate("2024-03-15")), #require(TradingDate("2020-04-29")),
            #require(TradingDate("2024-06-10"))
        )
        #expect(
            try read(header + rows) == [
                RecordedAction(symbol: gdx, exDate: march, change: .dividend(perShare: #require(Price("0.25")))),
                RecordedAction(symbol: uso, exDate: april, change: .split(new: 1, old: 8)),
                RecordedAction(symbol: gld, exDate: june, change: .dividend(perShare: Price(units: 1))),
                RecordedAction(symbol: gld, exDate: june, change: .split(new: 10, old: 1)),
            ])
    }

    @Test(arguments: [
        ("2024-02-30,GLD,1,", "2: Date \"2024-02-30\" is not a date such as 2025-06-30"),
        ("2024-03-15,gld!,1,", "2: Symbol \"gld!\" is not a symbol (1 to 12 of A–Z, 0–9, . and -)"),
        ("2024-03-15,GLD,a lot,", "2: dividend \"a lot\" is not a decimal number"),
        ("2024-03-15,GLD,-1,", "2: dividend is -1, and it must be above zero"),
        (
            "2024-03-15,GLD,,2",
            "2: split \"2\" is not new shares for old ones such as 2:1 (two different numbers within 1 to 1000000)"
        ),
        (
            "2024-03-15,GLD,,0:1",
            "2: split \"0:1\" is not new shares for old ones such as 2:1 (two different numbers within 1 to 1000000)"
        ),
        ("2024-03-15,GLD,,", "2: there is neither a dividend nor a split"),
        ("2024-03-15,GLD,1", "2: 3 fields where the header has 4"),
        ("2024-03-15,GLD,1,\n2024-03-15,GLD,2,", "3: GLD has two of a kind on 2024-03-15"),
    ])
    func `names a row that can't be booked, and is then not read at all`(row: String, said: String) {
        #expect(refusal(header + row + "\n") == "actions.csv:\(said)")
    }

    @Test func `has the header that it must have`() {
        #expect(refusal("") == "actions.csv:1: the header is \"\", and it must be ex_date,symbol,dividend,split")
        #expect(
            refusal("date,symbol,amount\n")
                == "actions.csv:1: the header is \"date,symbol,amount\", and it must be ex_date,symbol,dividend,split")
    }
}
