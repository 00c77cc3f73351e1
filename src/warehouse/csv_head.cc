#include "warehouse/csv_head.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"

namespace tessera {
namespace {

constexpr size_t kMostRecords = 50;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Reads one record from `text`, which it shortens. False: the text ended inside the record.
bool TakeRecord(char separator, std::vector<std::string>& record, std::string_view& text) {
  record.assign(1, "");
  bool quoted = false, fresh = true;
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (quoted) {
      if (c != '"') {
        record.back() += c;
      } else if (text.starts_with('"')) {
        record.back() += c;
        text.remove_prefix(1);
      } else {
        quoted = false;
      }
    } else if (c == separator) {
      record.emplace_back();
      fresh = true;
      continue;
    } else if (c == '\n' || c == '\r') {
      if (c == '\r' && text.starts_with('\n')) text.remove_prefix(1);
      return true;
    } else if (c == '"' && fresh) {
      quoted = true;
    } else {
      record.back() += c;
    }
    fresh = false;
  }
  return false;
}

bool HasMixedNewlines(std::string_view text) {
  size_t carriage = 0, plain = 0;
  for (size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    (at > 0 && text[at - 1] == '\r' ? carriage : plain) += 1;
  }
  return carriage > 0 && plain > 0;
}

// How well a separator fits; compared in this order.
using Fit = std::tuple<size_t, double, size_t>;

Fit FitOf(const std::vector<std::vector<std::string>>& records,
          std::span<const std::string> expected) {
  if (records.empty()) return {};
  const std::vector<std::string>& header = records.front();
  size_t named = 0, even = 0;
  for (const std::string& name : expected) {
    named +=
        std::ranges::any_of(header, [&](const std::string& found) { return Trim(found) == name; })
            ? 1
            : 0;
  }
  for (const auto& record : records) even += record.size() == header.size() ? 1 : 0;
  const double share = static_cast<double>(even) / static_cast<double>(records.size());
  return {named, header.size() > 1 ? share : 0, header.size()};
}

}  // namespace

std::vector<std::vector<std::string>> SplitRecords(std::string_view text, char separator,
                                                   bool cut) {
  std::vector<std::vector<std::string>> records;
  std::vector<std::string> record;
  while (!text.empty() && records.size() < kMostRecords) {
    const bool whole = TakeRecord(separator, record, text);
    if (!whole && cut) break;
    if (record.size() > 1 || !record.front().empty()) records.push_back(record);
  }
  return records;
}

CsvHead ReadCsvHead(std::string_view text, bool cut, char separator,
                    std::span<const std::string> expected) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  CsvHead head;
  head.mixed_newlines = HasMixedNewlines(text);
  std::vector<std::vector<std::string>> best;
  Fit best_fit;
  const std::string_view candidates =
      separator == 0 ? std::string_view(",;\t|") : std::string_view(&separator, 1);
  for (const char candidate : candidates) {
    std::vector<std::vector<std::string>> records = SplitRecords(text, candidate, cut);
    const Fit fit = FitOf(records, expected);
    if (!best.empty() && fit <= best_fit) continue;
    head.separator = candidate;
    best = std::move(records);
    best_fit = fit;
  }
  if (best.empty()) return head;
  for (const std::string& name : best.front()) head.header.emplace_back(Trim(name));
  return head;
}

}  // namespace tessera
