// A figure of the report: one id, one definition, one value wherever it appears.
#ifndef TESSERA_MODEL_METRIC_H_
#define TESSERA_MODEL_METRIC_H_

#include <optional>
#include <string>

#include "base/format.h"

namespace tessera {

struct Interval {
  double low = 0;
  double high = 0;

  bool Contains(double value) const { return low <= value && value <= high; }
};

struct Metric {
  std::string id;
  std::string label;
  std::string description;  // in words, for the reader
  Format format = Format::kNum1;

  // Nothing when it could not be computed; `missing_reason` then says why.
  std::optional<double> value;
  std::string missing_reason;
  std::optional<double> everyone;     // over everyone, where the report is about a sample
  std::optional<Interval> interval;   // 95 % unless the report's alpha says otherwise
  std::string interval_method;        // "Wilson score", "Welch", "order statistics", …
  double n = 0;                       // entities (or rows) that the value rests on
  std::optional<double> denominator;  // "7,041 of 10,000": n is the part, this is the whole

  std::string formula;  // "arr_total / customers"
  std::string filter;   // the condition on rows, in the definition's words; "" is everyone
  std::string source;   // the source tables that it rests on
  std::string sql;      // the query that gives the same number; "" for derived statistics

  // A difference between two groups (`compares` says which): what a sentence may claim about it.
  bool is_difference = false;
  std::string compares;  // "trained − not_trained"
  double smaller_group =
      0;  // entities of the smaller one; under minimum_n_claim nothing is claimed
  std::optional<double> p_value;
  std::optional<double> p_adjusted;  // over its family of tests
  int family_size = 0;

  bool declared = false;  // stands in the definition, or a claim names it; others blocks made
};

}  // namespace tessera

#endif  // TESSERA_MODEL_METRIC_H_
