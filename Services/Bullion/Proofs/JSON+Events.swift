import Contracts

extension JSON {
    /// An entry with its body read. A body that does not read is shown as text that says why.
    init(_ raw: RawEntry, naming universe: Universe?) {
        var members: [Member] = [
            Member(name: "offset", value: .number(raw.offset.rawValue)), Member(name: "kind", value: .string(raw.kind)),
            Member(name: "version", value: .number(raw.version)),
            Member(name: "at", value: .string(raw.at.description)),
            Member(name: "recordedAt", value: .string(raw.recordedAt.description)),
            Member(name: "by", value: .string(raw.by)),
            Member(name: "cause", value: .number(raw.cause.rawValue)), Member(name: "trace", value: .string(raw.trace)),
        ]
        do {
            members.append(Member(name: "body", value: JSON(event: try raw.decoded().event, naming: universe)))
        } catch {
            members.append(Member(name: "unreadable", value: .string("\(error)")))
        }
        self = .object(members)
    }

    /// What an event says. Its kind stands beside it in the entry, so it is left out here.
    init(event: Event, naming universe: Universe?) {
        let whole = JSON(reflecting: event, naming: universe)
        if case .object(let members) = whole, members.count == 1 { self = members[0].value } else { self = whole }
    }

    /// Any of our values: decimals and instants as text, instruments by symbol where the universe names them.
    ///
    /// It looks at the value's own structure, so that a new kind of event is shown without a line of code here.
    init(reflecting value: Any, naming universe: Universe? = nil) {
        switch value {
        case let value as InstrumentIndex:
            self = .string(
                universe.flatMap { $0.symbols.indices.contains(value.place) ? $0[value].name : nil } ?? "\(value)")
        case let value as RiskTier: self = .string(value.name)
        case let value as KillMode: self = .string(value.name)
        case let value as any FixedPoint: self = .string(value.description)
        case let value as LogOffset: self = .number(value.rawValue)
        case let value as Timestamp: self = .string(value.description)
        case let value as TradingDate: self = .string(value.description)
        case let value as Symbol: self = .string(value.name)
        case let value as OrderID: self = .string(value.text)
        case let value as Universe: self = .array(value.symbols.map { .string($0.name) })
        case let value as String: self = .string(value)
        case let value as Bool: self = .bool(value)
        case let value as any BinaryInteger: self = .number("\(value)")
        case let value as Double:
            self = value.isFinite ? .number("\(value)") : value.isNaN ? .null : .string("\(value)")
        default: self = JSON.structure(of: value, naming: universe)
        }
    }

    private static func structure(of value: Any, naming universe: Universe?) -> JSON {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { JSON(reflecting: $0.value, naming: universe) } ?? .null
        case .collection, .set: return .array(mirror.children.map { JSON(reflecting: $0.value, naming: universe) })
        case .enum:
            if let named = value as? any RawRepresentable<String> { return .string(named.rawValue) }
            guard let payload = mirror.children.first, let name = payload.label else { return .string("\(value)") }
            return .object([Member(name: name, value: JSON(reflecting: payload.value, naming: universe))])
        default:
            return .object(
                mirror.children.enumerated().map { place, child in
                    Member(name: child.label ?? "\(place)", value: JSON(reflecting: child.value, naming: universe))
                })
        }
    }
}
