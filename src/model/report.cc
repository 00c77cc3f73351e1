#include "model/report.h"

#include <algorithm>

namespace tessera {
namespace {

template <typename T>
const T* FindById(const std::vector<T>& items, std::string_view id) {
  const auto found = std::ranges::find_if(items, [&](const T& item) { return item.id == id; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

const char* CheckStatusName(CheckStatus status) {
  switch (status) {
    case CheckStatus::kPass:
      return "pass";
    case CheckStatus::kFail:
      return "fail";
    case CheckStatus::kNotApplicable:
      return "not_applicable";
  }
  return "fail";
}

const Metric* Report::FindMetric(std::string_view id) const { return FindById(metrics, id); }
const Table* Report::FindTable(std::string_view id) const { return FindById(tables, id); }
const Figure* Report::FindFigure(std::string_view id) const { return FindById(figures, id); }
const Dimension* Report::FindDimension(std::string_view id) const {
  return FindById(dimensions, id);
}

bool Report::IsLeftOut(std::string_view id) const {
  return std::ranges::any_of(left_out, [&](const LeftOut& left) {
    return id == left.block || (id.starts_with(left.block) && id[left.block.size()] == '_');
  });
}

size_t Report::FailedChecks() const {
  return static_cast<size_t>(
      std::ranges::count(checks, CheckStatus::kFail, [](const Check& c) { return c.status; }));
}

}  // namespace tessera
