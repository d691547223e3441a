import Contracts
import Quant
import Research

/// The cheats as they should have been written: each knows at a bar what could be known then.
enum Honest {
    struct ExpandingScore: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let closes = column(frames)
            return closes.indices.map { bar in
                let known = closes[...bar]
                let spread = deviation(known)
                return [spread > 0 ? (closes[bar] - mean(known)) / spread : 0]
            }
        }
    }

    struct TrailingAverage: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let closes = column(frames)
            return closes.indices.map { [closes[$0] > mean(closes[max(0, $0 - 6)...$0]) ? 1 : 0] }
        }
    }

    /// At the open it knows this open and the last bar's high.
    struct LastBarHigh: Script {
        let moment = DecisionMoment.open
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let opens = column(frames, ProofMarket.gold, \.open)
            let highs = column(frames, ProofMarket.gold, \.high)
            return opens.indices.map { [$0 > 0 && opens[$0] > highs[$0 - 1] ? 1 : 0] }
        }
    }

    /// At the close the bar's own high, low and volume are no secret.
    struct OwnBar: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            frames.map { frame in
                guard let bar = frame.bars[0] else { return [0] }
                let range = (bar.high - bar.low).approximation
                return [range > 0 ? (bar.close - bar.low).approximation / range : 0, Double(bar.volume) / 1e9]
            }
        }
    }

    struct LaggedReturn: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let closes = column(frames)
            return closes.indices.map { [$0 >= 5 ? closes[$0] / closes[$0 - 5] - 1 : 0] }
        }
    }

    struct ClosedWeek: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let closes = column(frames)
            return closes.indices.map { bar in
                let end = (bar + 1) / 5 * 5 - 1
                return [end >= 4 && closes[end] > closes[end - 4] ? 1 : 0]
            }
        }
    }

    struct ForwardFill: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            var closes = column(frames, ProofMarket.silver)
            for bar in closes.indices.dropFirst() where closes[bar].isNaN { closes[bar] = closes[bar - 1] }
            return closes.map { [0, $0 > 15 ? $0 / 100 : 0] }
        }
    }

    /// Fitted to the first sixty bars, and silent until they are over.
    struct FilteredRegimes: Script {
        func weights(_ frames: [BarFrame]) throws -> [[Double]] {
            let moves = returns(column(frames)).map { $0 * 100 }
            guard frames.count >= 60 else { return frames.map { _ in [0] } }
            let model = try HMMFit(
                Matrix(moves.prefix(60).map { [$0] }), states: 2, options: .init(updateLimit: 5)
            ).model
            var filter = RegimeFilter(model)
            return try moves.indices.map { bar in
                try filter.update(moves[bar])
                return [bar < 60 ? 0 : filter.probabilities[0]]
            }
        }
    }

    struct BestSoFar: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let closes = ProofMarket.symbols.indices.map { column(frames, InstrumentIndex($0)) }
            return frames.indices.map { bar in
                let rises = closes.map { $0[bar] / $0[max(0, bar - 20)] }
                let best = rises.indices.max { rises[$0] < rises[$1] }
                return rises.indices.map { $0 == best ? 1 : 0 }
            }
        }
    }

    struct TrailingVolatility: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let moves = ProofMarket.symbols.indices.map { returns(column(frames, InstrumentIndex($0))) }
            return frames.indices.map { bar in
                let swings = moves.map { deviation($0[max(0, bar - 20)...bar]) }
                let calmest = swings.indices.min { swings[$0] < swings[$1] }
                return swings.indices.map { $0 == calmest ? 1 : 0 }
            }
        }
    }

    /// Restates what comes after a split in the shares from before it.
    struct SplitRestated: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let closes = column(frames)
            var factor = 1.0
            return closes.indices.map { bar in
                if bar > 0, closes[bar] < closes[bar - 1] * 0.6 { factor *= 2 }
                return [closes[bar] * factor > 60 ? 0.5 : 1]
            }
        }
    }

    struct ExpandingRegression: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let (gold, silver) = (returns(column(frames)), returns(column(frames, ProofMarket.silver)))
            return silver.indices.map { bar in
                bar < 10 ? [0] : [slope(silver[..<bar], gold[1...bar]) * silver[bar]]
            }
        }
    }
}
