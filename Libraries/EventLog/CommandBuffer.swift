/// Commands in Redis' wire form, one behind the other, in a buffer that is used again and again.
///
/// A command is opened with the number of its arguments, which must follow exactly.
struct CommandBuffer {
    private(set) var bytes: [UInt8] = []
    /// How many commands are inside: so many replies will come.
    private(set) var commandCount = 0
    private var missingArguments = 0

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        commandCount = 0
        missingArguments = 0
    }

    /// Opens a command; its name counts as the first argument.
    mutating func open(argumentCount: Int) {
        precondition(missingArguments == 0, "a command is complete before the next one opens")
        header(UInt8(ascii: "*"), argumentCount)
        commandCount += 1
        missingArguments = argumentCount
    }

    mutating func argument(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            header(UInt8(ascii: "$"), utf8.count)
            bytes.append(contentsOf: utf8)
        }
        finishArgument()
    }

    mutating func argument(_ text: StaticString) {
        header(UInt8(ascii: "$"), text.utf8CodeUnitCount)
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
        finishArgument()
    }

    mutating func argument(_ value: [UInt8]) {
        header(UInt8(ascii: "$"), value.count)
        bytes.append(contentsOf: value)
        finishArgument()
    }

    mutating func argument(_ number: Int64) {
        header(UInt8(ascii: "$"), decimalLength(number))
        decimal(number)
        finishArgument()
    }

    /// The stream id `0-<offset>`.
    mutating func streamID(_ offset: UInt64) {
        let number = Int64(offset)
        header(UInt8(ascii: "$"), decimalLength(number) + 2)
        bytes.append(UInt8(ascii: "0"))
        bytes.append(UInt8(ascii: "-"))
        decimal(number)
        finishArgument()
    }

    private mutating func header(_ sign: UInt8, _ count: Int) {
        bytes.append(sign)
        decimal(Int64(count))
        endLine()
    }

    private mutating func endLine() {
        bytes.append(13)
        bytes.append(10)
    }

    private mutating func finishArgument() {
        precondition(missingArguments > 0, "a command gets no more arguments than announced")
        missingArguments -= 1
        endLine()
    }

    private mutating func decimal(_ number: Int64) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = number.magnitude
        repeat {
            bytes.append(UInt8(48 + rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    private func decimalLength(_ number: Int64) -> Int {
        var length = number < 0 ? 2 : 1
        var rest = number.magnitude
        while rest >= 10 {
            rest /= 10
            length += 1
        }
        return length
    }
}
