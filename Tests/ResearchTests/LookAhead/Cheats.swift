import Contracts
import Quant
import Research

/// Planted cheats: the ways in which research looks ahead without noticing.
enum Cheat {
    /// Normalises every price by the mean and deviation of the whole sample.
    struct WholeSampleScore: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let closes = column(frames)
            let (center, spread) = (mean(closes), deviation(closes))
            return closes.map { [($0 - center) / spread] }
        }
    }

    /// Compares with an average that reaches three bars to either side.
    struct CentredAverage: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let closes = column(frames)
            return closes.indices.map { bar in
                [closes[bar] > mean(closes[max(0, bar - 3)...min(closes.count - 1, bar + 3)]) ? 1 : 0]
            }
        }
    }

    /// Decides at the open, to fill in the same bar, by that bar's high.
    struct OwnBarHigh: Script {
        let moment = DecisionMoment.open
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let (opens, highs) = (column(frames, ProofMarket.gold, \.open), column(frames, ProofMarket.gold, \.high))
            return opens.indices.map { [highs[$0] > opens[$0] * 1.004 ? 1 : 0] }
        }
    }

    /// Decides at the close by the next bar's open.
    struct NextOpen: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let (opens, closes) = (column(frames, ProofMarket.gold, \.open), column(frames))
            return closes.indices.map { [$0 + 1 < opens.count && opens[$0 + 1] > closes[$0] ? 1 : 0] }
        }
    }

    /// Shifts the wrong way: the return of the next five bars for that of the last five.
    struct ShiftBack: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let closes = column(frames)
            return closes.indices.map { [$0 + 5 < closes.count ? closes[$0 + 5] / closes[$0] - 1 : 0] }
        }
    }

    /// Follows weekly bars, each of which it stamps with the day it begins.
    struct UnclosedWeek: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let closes = column(frames)
            return closes.indices.map { bar in
                let first = bar / 5 * 5
                return [closes[min(first + 4, closes.count - 1)] > closes[first] ? 1 : 0]
            }
        }
    }

    /// Fills gaps of silver with the next close.
    struct BackFill: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            var closes = column(frames, ProofMarket.silver)
            for bar in closes.indices.reversed() where closes[bar].isNaN && bar + 1 < closes.count {
                closes[bar] = closes[bar + 1]
            }
            return closes.map { [0, $0 > 15 ? $0 / 100 : 0] }
        }
    }

    /// Holds gold by the smoothed states of a model that was fitted to the whole sample.
    struct SmoothedRegimes: Script {
        func weights(_ frames: [BarFrame]) throws -> [[Double]] {
            let rows = Matrix(returns(column(frames)).map { [$0 * 100] })
            // A sample too short to fit is no reason to do nothing about the others.
            guard frames.count >= 40 else { return frames.map { _ in [0] } }
            let model = try HMMFit(rows, states: 2, options: .init(updateLimit: 5)).model
            let smoothed = try model.smoothedProbabilitiesLookingAhead(rows)
            return frames.indices.map { [smoothed[$0, 0]] }
        }
    }

    /// Holds the instrument that will have risen the most.
    struct Survivor: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let rises = ProofMarket.symbols.indices.map { place in
                let closes = column(frames, InstrumentIndex(place))
                return closes[closes.count - 1] / closes[0]
            }
            let best = rises.indices.max { rises[$0] < rises[$1] }
            return frames.map { _ in rises.indices.map { $0 == best ? 1 : 0 } }
        }
    }

    /// Holds the instrument that is the calmest over the whole period.
    struct FullPeriodVolatility: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let swings = ProofMarket.symbols.indices.map { deviation(returns(column(frames, InstrumentIndex($0)))) }
            let calmest = swings.indices.min { swings[$0] < swings[$1] }
            return frames.map { _ in swings.indices.map { $0 == calmest ? 1 : 0 } }
        }
    }

    /// Trades by price levels of a series that was restated for splits that are yet to come.
    struct SplitAdjusted: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            var closes = column(frames)
            for bar in closes.indices.dropFirst().reversed() where closes[bar] < closes[bar - 1] * 0.6 {
                for before in 0..<bar { closes[before] /= 2 }
            }
            return closes.map { [$0 > 60 ? 0.5 : 1] }
        }
    }

    /// Predicts gold from silver with a slope fitted to all days.
    struct WholeSampleRegression: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let (gold, silver) = (returns(column(frames)), returns(column(frames, ProofMarket.silver)))
            let beta = slope(silver.dropLast(), gold.dropFirst())
            return silver.map { [beta * $0] }
        }
    }

    /// Buys before busy days.
    struct NextVolume: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            let volumes = frames.map { Double($0.bars[0]?.volume ?? 0) }
            return volumes.indices.map { [$0 + 1 < volumes.count && volumes[$0 + 1] > volumes[$0] ? 1 : 0] }
        }
    }

    /// Goes flat ten bars before the series ends.
    struct KnowsTheEnd: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            frames.indices.map { [$0 + 10 < frames.count ? 1 : 0] }
        }
    }

    /// Answers otherwise every time.
    final class Dice: Script {
        // One thread asks, and asks once at a time.
        nonisolated(unsafe) private var asked = 0.0
        func weights(_ frames: [BarFrame]) -> [[Double]] {
            asked += 1
            return frames.map { _ in [asked] }
        }
    }
}
