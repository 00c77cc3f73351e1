#include "analysis/claims.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "base/text.h"
#include "spec/claim_text.h"

namespace tessera {
namespace {

// Why an alternative cannot be said; not an error, the next one is tried.
struct Unsaid {
  std::string reason;
};
using Spoken = std::variant<Sentence, Unsaid>;

Piece TextPiece(std::string text, Piece::Kind kind = Piece::Kind::kText) {
  Piece piece;
  piece.kind = kind;
  piece.text = std::move(text);
  return piece;
}

std::string Range(const Interval& interval, Format format, const Locale& locale) {
  const double half = (interval.high - interval.low) / 2;
  return fmt::format("{} to {}", FormatWithin(interval.low, half, format, locale),
                     FormatWithin(interval.high, half, format, locale));
}

// Says one alternative's words from left to right.
class Speaker {
 public:
  Speaker(const ClaimAlternative& alternative, const Facts& facts, const Locale& locale)
      : alternative_(alternative), facts_(facts), locale_(locale) {}

  Spoken Speak() {
    for (const ClaimPiece& piece : ParseClaimText(alternative_.say, alternative_.place)) {
      Say(piece);
      if (!unsaid_.empty()) return Unsaid{unsaid_};
    }
    if (!addition_.empty()) AddAddition();
    return std::move(sentence_);
  }

 private:
  void Say(const ClaimPiece& piece) {
    switch (piece.kind) {
      case ClaimPiece::Kind::kText:
        sentence_.push_back(TextPiece(piece.text));
        return;
      case ClaimPiece::Kind::kStrong:
        sentence_.push_back(TextPiece(piece.text, Piece::Kind::kStrong));
        return;
      case ClaimPiece::Kind::kFigure:
        return SayFigure(piece);
      case ClaimPiece::Kind::kWord:
        return SayWord(piece);
    }
  }

  void SayFigure(const ClaimPiece& piece) {
    const ExpressionTree tree = ParseExpression(piece.text, alternative_.place);
    const Fact fact = facts_.Evaluate(*tree);
    if (fact.missing()) {
      unsaid_ = piece.text + " is not available";
      if (fact.metric != nullptr && !fact.metric->missing_reason.empty()) {
        unsaid_ += ": " + fact.metric->missing_reason;
      }
      return;
    }
    if (fact.number() && fact.ref.empty() && !IsCount(*tree)) {
      throw Error(fmt::format("a number in prose must be a figure with an id: '{}' is computed",
                              ExpressionText(*tree)),
                  alternative_.place)
          .Remedy("define a derived metric and refer to it");
    }
    sentence_.push_back(FigurePiece(fact, piece.style, locale_, alternative_.place));
  }

  // Counts of the report itself: rows of a table, checks.
  static bool IsCount(const Expression& expression) {
    const auto* call = std::get_if<FunctionCall>(&expression.node);
    return call != nullptr && (call->function == "rows" || call->function == "checks_failed");
  }

  void SayWord(const ClaimPiece& piece) {
    const ExpressionTree tree = ParseExpression(piece.figure, alternative_.place);
    const Licence licence = facts_.LicenceOf(*tree);
    const std::vector<std::string> choices = Split(piece.text, '|');
    if (!licence.granted) {
      unsaid_ = fmt::format("'{}' has no licence from {}: {}", choices.front(),
                            ExpressionText(*tree), licence.refusal);
      return;
    }
    if (licence.negative && choices.size() < 2) {
      unsaid_ = fmt::format("'{}' would contradict {}", choices.front(), ExpressionText(*tree));
      return;
    }
    Piece said = TextPiece(choices[licence.negative ? 1 : 0], Piece::Kind::kWord);
    said.ref = licence.ref;
    said.licence = licence.rule;
    sentence_.push_back(std::move(said));
    if (!licence.addition.empty()) addition_ = licence.addition;
  }

  // "… (not clearly different from Pro)." before the final stop.
  void AddAddition() {
    std::string stop;
    std::string& last = sentence_.back().text;
    if (sentence_.back().kind == Piece::Kind::kText && last.ends_with('.')) {
      last.pop_back();
      stop = ".";
    }
    sentence_.push_back(TextPiece(fmt::format(" ({}){}", addition_, stop)));
  }

  const ClaimAlternative& alternative_;
  const Facts& facts_;
  const Locale& locale_;
  Sentence sentence_;
  std::string unsaid_;
  std::string addition_;
};

std::string StyledNumber(const Fact& fact, double value, std::string_view style,
                         const Locale& locale, const Place& place) {
  if (style.empty()) {
    const bool is_difference = fact.metric != nullptr && fact.metric->is_difference;
    if (is_difference && fact.format == Format::kPp1)
      return FormatNumber(value, fact.format, locale);
    return FormatCompact(value, fact.format, locale);
  }
  if (style == "full") return FormatNumber(value, fact.format, locale);
  if (style == "signed" && fact.format == Format::kPct1) {  // relative: "+127.0%", no points
    return (value > 0 ? "+" : "") + FormatNumber(value, fact.format, locale);
  }
  if (style == "signed") return FormatDifference(value, fact.format, locale);
  if (style == "abs") return FormatCompact(std::abs(value), fact.format, locale);
  if (style == "range" && fact.interval) return Range(*fact.interval, fact.format, locale);
  if (style == "interval" && fact.interval) {
    return fmt::format("95% interval {}", Range(*fact.interval, fact.format, locale));
  }
  if (style == "tenth" && fact.interval) {
    return FormatWithin(value, (fact.interval->high - fact.interval->low) / 2, fact.format, locale);
  }
  if (style == "amount" && fact.interval) {  // "tenth" beside a word that says the direction
    return FormatWithin(std::abs(value), (fact.interval->high - fact.interval->low) / 2,
                        fact.format, locale);
  }
  if (style == "of" && fact.metric != nullptr && fact.metric->denominator) {
    return fmt::format("{} of {}", FormatNumber(fact.metric->n, Format::kInt, locale),
                       FormatNumber(*fact.metric->denominator, Format::kInt, locale));
  }
  if (const auto format = ParseFormat(style)) return FormatNumber(value, *format, locale);
  if (style == "range" || style == "interval" || style == "tenth" || style == "amount" ||
      style == "of") {
    return "";
  }
  throw Error(fmt::format("unknown style '{}'", style), place)
      .Remedy("known: full, signed, abs, of, range, interval, tenth, amount and the formats");
}

}  // namespace

Piece FigurePiece(const Fact& fact, std::string_view style, const Locale& locale,
                  const Place& place) {
  Piece piece;
  if (!fact.number()) {
    piece.text = fact.text();
    return piece;
  }
  piece.kind = fact.kind;
  piece.ref = fact.ref;
  piece.text = StyledNumber(fact, *fact.number(), style, locale, place);
  piece.full = FormatNumber(*fact.number(), fact.format, locale);
  return piece;
}

SaidClaim SayClaim(const ClaimSpec& claim, const Facts& facts, const Locale& locale) {
  SaidClaim said;
  for (const ClaimAlternative& alternative : claim.alternatives) {
    if (!facts.Holds(alternative.condition)) continue;
    Spoken spoken = Speaker(alternative, facts, locale).Speak();
    if (Sentence* sentence = std::get_if<Sentence>(&spoken)) {
      said.sentence = std::move(*sentence);
      return said;
    }
    if (!said.reason.empty()) said.reason += "; ";
    said.reason += std::get<Unsaid>(spoken).reason;
  }
  return said;
}

void SayClaims(const ReportSpec& spec, const Facts& facts, Report& report) {
  size_t words = 0, silent = 0;
  std::vector<std::string> reasons;
  for (const ClaimSpec& claim : spec.claims) {
    SaidClaim said = SayClaim(claim, facts, report.locale);
    for (const Piece& piece : said.sentence) words += piece.kind == Piece::Kind::kWord ? 1 : 0;
    if (said.sentence.empty() && !said.reason.empty()) {
      ++silent;
      report.notes.push_back({Severity::kInfo, claim.id, "not said: " + said.reason});
    }
    report.claims[claim.id] = std::move(said.sentence);
  }
  report.checks.push_back(
      {"claims.licensed", CheckStatus::kPass,
       fmt::format("{} words licensed by figures, {} claims without one", words, silent),
       "comparing and ranking words are said only where a figure allows them"});
}

}  // namespace tessera
