import SwiftProtobuf

/// A value that has a protobuf message. Reading the message checks everything that the type promises.
protocol WireForm {
    associatedtype Message: SwiftProtobuf.Message
    var message: Message { get }
    init(_ message: Message) throws(FieldError)
}

/// An enumeration without payloads that has a protobuf enumeration. The wire's zero is none of its cases.
protocol WireNamed: CaseIterable {
    associatedtype Wire: SwiftProtobuf.Enum
    var wire: Wire { get }
}

extension WireForm {
    var bytes: [UInt8] {
        do {
            return try message.serializedBytes()
        } catch {
            // Serialization refuses only messages with required fields or of 2 GiB and more; ours have neither.
            preconditionFailure("an event of ours can be serialized: \(error)")
        }
    }

    init(bytes: [UInt8]) throws(FieldError) {
        let message: Message
        do {
            message = try Message(serializedBytes: bytes)
        } catch {
            throw FieldError("body", .malformed)
        }
        try self.init(message)
    }
}

/// The case of ours that `wire` stands for.
func known<Ours: WireNamed>(_ wire: Ours.Wire, _ field: String) throws(FieldError) -> Ours {
    guard let ours = Ours.allCases.first(where: { $0.wire == wire }) else {
        throw FieldError(field, .unknownNumber(wire.rawValue))
    }
    return ours
}

func all<Form: WireForm>(_ messages: [Form.Message]) throws(FieldError) -> [Form] {
    var forms: [Form] = []
    forms.reserveCapacity(messages.count)
    for message in messages { forms.append(try Form(message)) }
    return forms
}

func present<Value>(_ value: Value?, _ field: String) throws(FieldError) -> Value {
    guard let value else { throw FieldError(field, .missing) }
    return value
}

/// A place that some universe can have. Whether this book's universe has it is for the reader to check.
func instrument(_ number: UInt32, _ field: String = "instrument") throws(FieldError) -> InstrumentIndex {
    guard number < 4096 else { throw FieldError(field, .outOfRange(Int64(number))) }
    return InstrumentIndex(Int(number))
}

func small(_ number: UInt32, _ field: String) throws(FieldError) -> UInt16 {
    guard let small = UInt16(exactly: number) else { throw FieldError(field, .outOfRange(Int64(number))) }
    return small
}

/// A date whose midnight is a `Timestamp`.
func date(_ days: Int32, _ field: String) throws(FieldError) -> TradingDate {
    guard (-106_751...106_751).contains(days) else { throw FieldError(field, .outOfRange(Int64(days))) }
    return TradingDate(daysSinceEpoch: days)
}

func symbol(_ name: String, _ field: String) throws(FieldError) -> Symbol {
    guard let symbol = Symbol(name) else { throw FieldError(field, .notSymbols(name)) }
    return symbol
}

func equal(_ count: Int, _ expected: Int, _ field: String) throws(FieldError) {
    guard count == expected else { throw FieldError(field, .unequalCounts(expected: expected, found: count)) }
}

/// Fills in a message: `WireFill.with { … }` without its untyped throw.
func made<Message: SwiftProtobuf.Message>(_ fill: (inout Message) -> Void) -> Message {
    var message = Message()
    fill(&message)
    return message
}
