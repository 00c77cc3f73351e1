// The claim grammar: which words the figures allow (Facts::LicenceOf).
#include <fmt/format.h>

#include "analysis/facts.h"
#include "base/text.h"

namespace tessera {
namespace {

Licence Refuse(std::string reason) {
  Licence licence;
  licence.refusal = std::move(reason);
  return licence;
}

// Comparatives: the interval must exclude zero, and so must the family's adjustment.
Licence ComparisonLicence(const Fact& fact, double alpha, double minimum_n) {
  if (!fact.number()) return Refuse("the figure is missing");
  if (fact.metric != nullptr && fact.metric->is_difference &&
      fact.metric->smaller_group < minimum_n) {
    return Refuse("a group is too small for a comparing word");
  }
  if (fact.smaller_group && *fact.smaller_group < minimum_n) {
    return Refuse("a group is too small for a comparing word");
  }
  if (!fact.interval) return Refuse("the figure has no interval");
  Licence licence;
  licence.ref = fact.ref;
  licence.negative = *fact.number() < 0;
  if (fact.interval->Contains(0)) return Refuse("the interval holds zero");
  licence.rule = "interval excludes zero";
  if (fact.metric != nullptr && fact.metric->p_adjusted) {
    if (*fact.metric->p_adjusted >= alpha) return Refuse("not after adjustment for the family");
    licence.rule += fmt::format(", adjusted p over a family of {}", fact.metric->family_size);
  }
  if (fact.p_adjusted) {
    if (*fact.p_adjusted >= alpha) return Refuse("not after adjustment for the family");
    licence.rule += ", adjusted p over the table's family";
  }
  licence.granted = true;
  return licence;
}

// "most", "majority": a share above one half, with its lower limit.
Licence MajorityLicence(const Fact& fact) {
  if (!fact.number()) return Refuse("the share is missing");
  const double low = fact.interval ? fact.interval->low : *fact.number();
  if (low <= 0.5) return Refuse("the lower limit of the share is not above one half");
  Licence licence;
  licence.granted = true;
  licence.ref = fact.ref;
  licence.rule = "share and its lower limit above one half";
  return licence;
}

Licence SignificanceLicence(const Fact& fact, double alpha) {
  if (fact.metric == nullptr || !fact.metric->p_adjusted) return Refuse("there is no adjusted p");
  if (*fact.metric->p_adjusted >= alpha) return Refuse("adjusted p is not below alpha");
  Licence licence;
  licence.granted = true;
  licence.ref = fact.ref;
  licence.rule = fmt::format("adjusted p over a family of {}", fact.metric->family_size);
  return licence;
}

}  // namespace

Licence Facts::LicenceOf(const Expression& expression) const {
  const auto* call = std::get_if<FunctionCall>(&expression.node);
  if (call != nullptr && (call->function == "top" || call->function == "bottom")) {
    return RankingLicence(*call, expression.place);
  }
  if (call != nullptr && (call->function == "majority" || call->function == "significant")) {
    if (call->arguments.size() != 1) {
      throw Error(fmt::format("'{}' takes one figure", call->function), expression.place);
    }
    const Fact fact = Evaluate(*call->arguments[0]);
    return call->function == "majority" ? MajorityLicence(fact)
                                        : SignificanceLicence(fact, report_.alpha);
  }
  return ComparisonLicence(Evaluate(expression), report_.alpha, report_.minimum_n_claim);
}

Licence Facts::RankingLicence(const FunctionCall& call, const Place& place) const {
  if (call.arguments.size() < 2) throw Error("a ranking takes a table and a column", place);
  const Table* found = FindTable(*call.arguments[0]);
  if (found == nullptr) return Refuse("the data lacks what the table needs");
  const Table& table = *found;
  const int column = RequireColumn(table, *call.arguments[1]);
  const std::vector<size_t> ranking = Ranking(table, column, call.function == "top");
  if (ranking.empty()) return Refuse("there is nothing to rank");
  const Fact first = TableCell(table, ranking.front(), column);
  Licence licence;
  licence.granted = true;
  licence.ref = first.ref;
  licence.rule = fmt::format("rank among {} by {}", ranking.size(),
                             table.columns[static_cast<size_t>(column)].label);
  if (ranking.size() > 1 && first.interval) {
    const Fact second = TableCell(table, ranking[1], column);
    const bool overlap = second.interval && first.interval->low <= second.interval->high &&
                         second.interval->low <= first.interval->high;
    if (overlap) {
      licence.addition = fmt::format("not clearly different from {}", RowLabel(table, ranking[1]));
    }
  }
  return licence;
}

}  // namespace tessera
