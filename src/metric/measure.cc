#include "metric/measure.h"

#include <algorithm>
#include <array>
#include <bit>
#include <boost/sort/spreadsort/integer_sort.hpp>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

namespace tessera {
namespace {

constexpr std::uint32_t kMissing = std::numeric_limits<std::uint32_t>::max();

// What codes stand for and which one each row has, in any order of the codes; kMissing for NaN.
struct Coded {
  std::vector<double> numbers;
  std::vector<std::uint32_t> codes;
};

// Gives each number a code in the order in which it is met: an open table of their bits.
class Codebook {
 public:
  Codebook() : places_(kFirstPlaces, kEmpty) {}

  std::uint32_t Code(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    size_t place = PlaceOf(bits);
    while (places_[place] != kEmpty) {
      if (std::bit_cast<std::uint64_t>(met_[places_[place]]) == bits) return places_[place];
      place = (place + 1) & (places_.size() - 1);
    }
    const auto code = static_cast<std::uint32_t>(met_.size());
    places_[place] = code;
    met_.push_back(value);
    if (met_.size() * 2 > places_.size()) Grow();
    return code;
  }

  const std::vector<double>& met() const { return met_; }

 private:
  static constexpr std::uint32_t kEmpty = std::numeric_limits<std::uint32_t>::max();
  static constexpr size_t kFirstPlaces = 1024;  // a power of two, always

  size_t PlaceOf(std::uint64_t bits) const {
    constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15;  // 2^64 / φ: spreads close numbers
    const auto shift = 64 - std::countr_zero(places_.size());
    return static_cast<size_t>((bits * kGolden) >> shift);
  }

  void Grow() {
    places_.assign(places_.size() * 4, kEmpty);
    for (std::uint32_t code = 0; code < met_.size(); ++code) {
      size_t place = PlaceOf(std::bit_cast<std::uint64_t>(met_[code]));
      while (places_[place] != kEmpty) place = (place + 1) & (places_.size() - 1);
      places_[place] = code;
    }
  }

  std::vector<std::uint32_t> places_;
  std::vector<double> met_;
};

// The codes of `numbers` in ascending order of what they stand for.
std::vector<std::uint32_t> Ascending(const std::vector<double>& numbers) {
  std::vector<std::uint32_t> order(numbers.size());
  std::iota(order.begin(), order.end(), 0U);
  if (!std::ranges::is_sorted(numbers)) {
    std::ranges::sort(order, {}, [&](std::uint32_t code) { return numbers[code]; });
  }
  return order;
}

// Whole numbers that lie close together: their place is their distance from the smallest.
Coded CodeByPlace(std::span<const double> values, double low, double high) {
  Coded coded{{}, std::vector<std::uint32_t>(values.size(), kMissing)};
  std::vector<std::uint32_t> places(static_cast<size_t>(high - low) + 1, kMissing);
  for (const double value : values) {
    if (!std::isnan(value)) places[static_cast<size_t>(value - low)] = 0;
  }
  for (size_t place = 0; place < places.size(); ++place) {
    if (places[place] == kMissing) continue;
    places[place] = static_cast<std::uint32_t>(coded.numbers.size());
    coded.numbers.push_back(low + static_cast<double>(place));
  }
  for (size_t row = 0; row < values.size(); ++row) {
    if (!std::isnan(values[row])) coded.codes[row] = places[static_cast<size_t>(values[row] - low)];
  }
  return coded;
}

// Other whole numbers: their distance and their row, in one number that is sorted.
Coded CodeBySorting(std::span<const double> values, double low, unsigned row_bits) {
  std::vector<std::uint64_t> keys;
  keys.reserve(values.size());
  for (size_t row = 0; row < values.size(); ++row) {
    if (std::isnan(values[row])) continue;
    keys.push_back(static_cast<std::uint64_t>(values[row] - low) << row_bits | row);
  }
  boost::sort::spreadsort::integer_sort(keys.begin(), keys.end());
  Coded coded{{}, std::vector<std::uint32_t>(values.size(), kMissing)};
  const std::uint64_t row_mask = (std::uint64_t{1} << row_bits) - 1;
  for (size_t i = 0; i < keys.size(); ++i) {
    if (i == 0 || keys[i] >> row_bits != keys[i - 1] >> row_bits) {
      coded.numbers.push_back(low + static_cast<double>(keys[i] >> row_bits));
    }
    coded.codes[keys[i] & row_mask] = static_cast<std::uint32_t>(coded.numbers.size() - 1);
  }
  return coded;
}

Coded CodeAsMet(std::span<const double> values) {
  Codebook book;
  Coded coded{{}, std::vector<std::uint32_t>(values.size(), kMissing)};
  for (size_t row = 0; row < values.size(); ++row) {
    if (!std::isnan(values[row])) coded.codes[row] = book.Code(values[row] + 0.0);  // no −0
  }
  coded.numbers = book.met();
  return coded;
}

// Nothing when they are not whole, or too far apart.
std::optional<Coded> CodeWhole(std::span<const double> values) {
  constexpr double kClose = 1 << 16;
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    if (value != std::trunc(value)) return std::nullopt;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (low > high) return CodeAsMet(values);
  const auto row_bits = static_cast<unsigned>(std::bit_width(values.size()));
  if (high - low < kClose) return CodeByPlace(values, low + 0.0, high);
  if (std::max(-low, high) < 0x1p53 &&
      high - low < std::ldexp(1, 63 - static_cast<int>(row_bits))) {
    return CodeBySorting(values, low, row_bits);
  }
  return std::nullopt;
}

Coded Code(std::span<const double> values) {
  if (std::optional<Coded> whole = CodeWhole(values)) return std::move(*whole);
  return CodeAsMet(values);
}

std::vector<double> WholeCents(std::span<const double> values) {
  std::vector<double> cents(values.begin(), values.end());
  for (double& value : cents) value = std::round(value * 100);
  return cents;
}

template <typename T>
std::vector<T> Translated(const std::vector<std::uint32_t>& met,
                          const std::vector<std::uint32_t>& ranks) {
  std::vector<T> codes(met.size());
  const auto missing = static_cast<std::uint32_t>(ranks.size() - 1);
  for (size_t row = 0; row < met.size(); ++row) {
    codes[row] = static_cast<T>(ranks[std::min(met[row], missing)]);
  }
  return codes;
}

RowBits BitsOf(const std::vector<std::uint8_t>& flags) {
  RowBits bits((flags.size() + 63) / 64);
  for (size_t row = 0; row < flags.size(); ++row) {
    bits[row / 64] |= std::uint64_t{flags[row]} << (row % 64);
  }
  return bits;
}

// How often each code below `codes_end` stands in `rows`. Several counts of one code keep a
// processor from waiting for the one before.
template <typename Codes>
std::vector<std::uint32_t> CountCodes(const Codes& codes, std::span<const std::uint32_t> rows,
                                      size_t codes_end) {
  constexpr size_t kLanes = 4;
  constexpr size_t kFew = 256;
  std::vector<std::uint32_t> counts(codes_end, 0);
  size_t at = 0;
  if (codes_end <= kFew) {
    std::array<std::array<std::uint32_t, kFew>, kLanes> lanes{};
    for (; at + kLanes <= rows.size(); at += kLanes) {
      for (size_t lane = 0; lane < kLanes; ++lane) ++lanes[lane][codes[rows[at + lane]]];
    }
    for (size_t code = 0; code < codes_end; ++code) {
      for (const auto& lane : lanes) counts[code] += lane[code];
    }
  }
  for (; at < rows.size(); ++at) ++counts[codes[rows[at]]];
  return counts;
}

// In the order of the rows, so that the sum of fractions is the same whoever adds it up.
std::pair<double, double> SumInOrder(std::span<const std::uint32_t> rows, const auto& value_of) {
  double sum = 0, n = 0;
  for (const std::uint32_t row : rows) {
    const double value = value_of(row);
    if (std::isnan(value)) continue;
    sum += value;
    ++n;
  }
  return {sum, n};
}

// Of whole numbers, whose sum is the same in any order: several at a time.
std::pair<double, double> SumOfWhole(std::span<const std::uint32_t> rows, const auto& value_of) {
  constexpr size_t kLanes = 8;
  std::array<double, kLanes> sums{};
  std::array<size_t, kLanes> counts{};
  size_t at = 0;
  const auto add = [&](size_t lane, double value) {
    const bool there = !std::isnan(value);
    sums[lane] += there ? value : 0;
    counts[lane] += there ? 1 : 0;
  };
  for (; at + kLanes <= rows.size(); at += kLanes) {
    for (size_t lane = 0; lane < kLanes; ++lane) add(lane, value_of(rows[at + lane]));
  }
  for (; at < rows.size(); ++at) add(0, value_of(rows[at]));
  return {std::accumulate(sums.begin(), sums.end(), 0.0),
          static_cast<double>(std::accumulate(counts.begin(), counts.end(), size_t{0}))};
}

}  // namespace

Measure::Measure(std::string the_id, std::span<const double> values, ColumnType type)
    : id(std::move(the_id)) {
  const bool money = type == ColumnType::kMoney;
  whole_ = money || type == ColumnType::kInt || type == ColumnType::kBool;
  scale_ = money ? 100 : 1;
  const auto [numbers, met] = money ? Code(WholeCents(values)) : Code(values);
  complete_ = std::ranges::find(met, kMissing) == met.end();
  const std::vector<std::uint32_t> order = Ascending(numbers);
  std::vector<std::uint32_t> ranks(order.size() + 1, static_cast<std::uint32_t>(order.size()));
  distinct_.clear();
  for (std::uint32_t rank = 0; rank < order.size(); ++rank) {
    ranks[order[rank]] = rank;
    distinct_.push_back(numbers[order[rank]]);
  }
  distinct_.push_back(std::numeric_limits<double>::quiet_NaN());
  if (distinct_.size() <= std::numeric_limits<std::uint8_t>::max() + size_t{1}) {
    codes_ = Translated<std::uint8_t>(met, ranks);
  } else if (distinct_.size() <= std::numeric_limits<std::uint16_t>::max() + size_t{1}) {
    codes_ = Translated<std::uint16_t>(met, ranks);
  } else {
    codes_ = Translated<std::uint32_t>(met, ranks);
    values_.reserve(met.size());
    for (const std::uint32_t rank : std::get<std::vector<std::uint32_t>>(codes_)) {
      values_.push_back(distinct_[rank]);
    }
  }
  const bool flag = complete_ && numbers.size() == 2 && distinct_[0] == 0 && distinct_[1] == 1;
  if (flag) ones_ = BitsOf(std::get<std::vector<std::uint8_t>>(codes_));
}

Measure::Measure(std::string the_id, const std::vector<std::uint8_t>& flags)
    : id(std::move(the_id)), whole_(true) {
  const bool some = std::ranges::find(flags, 1) != flags.end();
  const bool all = std::ranges::find(flags, 0) == flags.end();
  distinct_.clear();
  if (!all) distinct_.push_back(0);
  if (some) distinct_.push_back(1);
  distinct_.push_back(std::numeric_limits<double>::quiet_NaN());
  codes_ = all ? std::vector<std::uint8_t>(flags.size(), 0) : flags;
  if (some && !all) ones_ = BitsOf(flags);
}

size_t Measure::size() const {
  return std::visit([](const auto& codes) { return codes.size(); }, codes_);
}

std::span<const double> Measure::distinct() const {
  return std::span(distinct_).first(distinct_.size() - 1);
}

std::vector<double> Measure::Values() const {
  std::vector<double> unit = distinct_;
  for (double& value : unit) value /= scale_;
  std::vector<double> values(size());
  std::visit(
      [&](const auto& codes) {
        for (size_t row = 0; row < codes.size(); ++row) values[row] = unit[codes[row]];
      },
      codes_);
  return values;
}

std::pair<double, double> Measure::SumOf(const RowSet& set) const {
  const std::span<const std::uint32_t> rows = set.rows();
  if (!ones_.empty()) return {set.CountIn(ones_), static_cast<double>(rows.size())};
  if (distinct_.size() == 2 && complete_) {
    const auto n = static_cast<double>(rows.size());
    return {n * distinct_.front() / scale_, n};
  }
  const auto sum_of = [&](const auto& value_of) {
    const auto [sum, n] = whole_ ? SumOfWhole(rows, value_of) : SumInOrder(rows, value_of);
    return std::pair(sum / scale_, n);
  };
  if (!values_.empty()) return sum_of([&](std::uint32_t row) { return values_[row]; });
  return std::visit(
      [&](const auto& codes) {
        return sum_of([&](std::uint32_t row) { return distinct_[codes[row]]; });
      },
      codes_);
}

Tally Measure::Count(std::span<const std::uint32_t> rows) const {
  constexpr size_t kSparse = 16;  // below, sorting the codes is less than walking all that exist
  if (rows.size() * kSparse >= distinct_.size()) {
    return TallyOf(std::visit(
        [&](const auto& codes) { return CountCodes(codes, rows, distinct_.size()); }, codes_));
  }
  std::vector<std::uint32_t> picked;
  picked.reserve(rows.size());
  std::visit(
      [&](const auto& codes) {
        for (const std::uint32_t row : rows) picked.push_back(codes[row]);
      },
      codes_);
  boost::sort::spreadsort::integer_sort(picked.begin(), picked.end());
  Tally tally;
  for (size_t i = 0; i < picked.size() && picked[i] + 1 < distinct_.size(); ++i) {
    if (i == 0 || picked[i] != picked[i - 1]) {
      tally.values.push_back(distinct_[picked[i]] / scale_);
      tally.counts.push_back(0);
    }
    ++tally.counts.back();
    ++tally.n;
    tally.sum += distinct_[picked[i]];
  }
  tally.sum /= scale_;
  return tally;
}

std::vector<Tally> Measure::CountByGroup(std::span<const std::uint32_t> group,
                                         size_t groups) const {
  const size_t codes_end = distinct_.size();
  std::vector<std::uint32_t> counts(groups * codes_end, 0);
  std::visit(
      [&](const auto& codes) {
        for (size_t row = 0; row < codes.size(); ++row) {
          if (group[row] < groups) ++counts[group[row] * codes_end + codes[row]];
        }
      },
      codes_);
  std::vector<Tally> tallies;
  for (size_t g = 0; g < groups; ++g) {
    tallies.push_back(TallyOf(std::span(counts).subspan(g * codes_end, codes_end)));
  }
  return tallies;
}

Tally Measure::TallyOf(std::span<const std::uint32_t> counts) const {
  Tally tally;
  const auto found = static_cast<size_t>(
      std::ranges::count_if(counts, [](std::uint32_t count) { return count > 0; }));
  tally.values.reserve(found);
  tally.counts.reserve(found);
  for (size_t code = 0; code + 1 < counts.size(); ++code) {
    if (counts[code] == 0) continue;
    tally.values.push_back(distinct_[code] / scale_);
    tally.counts.push_back(counts[code]);
    tally.n += counts[code];
    tally.sum += distinct_[code] * counts[code];
  }
  tally.sum /= scale_;
  return tally;
}

}  // namespace tessera
