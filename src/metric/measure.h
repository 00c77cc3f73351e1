// A number a row, held as a code a row into its distinct numbers: what is counted, flagged or
// scored takes a byte a row, and any part of it is tallied in one pass instead of being sorted.
#ifndef TESSERA_METRIC_MEASURE_H_
#define TESSERA_METRIC_MEASURE_H_

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "metric/row_set.h"
#include "spec/report_spec.h"

namespace tessera {

// A sample without its order: each value once, ascending, and how often it is there, never 0.
struct Tally {
  std::vector<double> values;
  std::vector<std::uint64_t> counts;
  double n = 0;    // the sum of `counts`
  double sum = 0;  // of all values; exact of whole numbers and money

  bool empty() const { return values.empty(); }
};

// NaN where a value is missing or the metric's filter does not hold.
class Measure {
 public:
  Measure() = default;
  // `values` are in their unit; money is held in whole hundredths, so that its sums are exact.
  Measure(std::string id, std::span<const double> values, ColumnType type);
  // Of flags, 1 and 0.
  Measure(std::string id, const std::vector<std::uint8_t>& flags);

  std::string id;  // the metric's, or the column's

  double scale() const { return scale_; }      // 100 for money
  bool whole() const { return whole_; }        // every value is a whole number: sums are exact
  bool complete() const { return complete_; }  // no value is missing
  size_t size() const;                         // rows
  std::span<const double> distinct() const;    // ascending, without NaN, in units of 1 / scale
  double operator[](size_t row) const;         // in units of 1 / scale
  double value(size_t row) const { return (*this)[row] / scale_; }  // in its unit

  // All rows, in their unit.
  std::vector<double> Values() const;
  // The sum over `rows` in its unit, and of how many that are not missing.
  std::pair<double, double> SumOf(const RowSet& rows) const;
  // The values of `rows` that are not missing, in their unit.
  Tally Count(std::span<const std::uint32_t> rows) const;
  // The same of each group: `group` has one a row; rows of a group ≥ `groups` belong to none.
  // Takes memory of groups × distinct values.
  std::vector<Tally> CountByGroup(std::span<const std::uint32_t> group, size_t groups) const;

 private:
  Tally TallyOf(std::span<const std::uint32_t> counts) const;

  std::vector<double> distinct_ = {std::numeric_limits<double>::quiet_NaN()};  // NaN at its end
  std::variant<std::vector<std::uint8_t>, std::vector<std::uint16_t>, std::vector<std::uint32_t>>
      codes_;
  // A number a row where distinct numbers are so many that looking one up is slow; else empty.
  std::vector<double> values_;
  double scale_ = 1;
  RowBits ones_;  // of a flag, 0 or 1 in every row: where it is 1
  bool whole_ = false;
  bool complete_ = true;
};

inline double Measure::operator[](size_t row) const {
  return std::visit([&](const auto& codes) { return distinct_[codes[row]]; }, codes_);
}

}  // namespace tessera

#endif  // TESSERA_METRIC_MEASURE_H_
