#include "spec/claim_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/lexicon.h"
#include "base/text.h"
#include "spec/expression.h"
#include "spec/expression_lexer.h"

namespace tessera {
namespace {

class ClaimParser {
 public:
  explicit ClaimParser(const ExpressionSource& source) : source_(source), text_(source.text) {}

  std::vector<ClaimPiece> Run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '{') {
        ReadFigure();
      } else if (c == '[') {
        ReadWord();
      } else if (text_.substr(at_).starts_with("**")) {
        ReadStrong();
      } else if (c == '}' || c == ']') {
        throw source_.ErrorAt(at_, 1, fmt::format("'{}' closes nothing", c));
      } else {
        ReadCharacter();
      }
    }
    EndText();
    return std::move(pieces_);
  }

 private:
  void ReadCharacter() {
    if (plain_.empty()) plain_begin_ = at_;
    RefuseDigit(at_);
    plain_ += text_[at_++];
  }

  void ReadFigure() {
    EndText();
    const size_t begin = at_;
    const std::string_view inner = Inside("}", "this '{' is not closed");
    const size_t bar = inner.find('|');
    ClaimPiece piece{.kind = ClaimPiece::Kind::kFigure,
                     .text = std::string(Trim(inner.substr(0, bar)))};
    if (bar != std::string_view::npos) {
      piece.style = Trim(inner.substr(bar + 1));
      if (piece.style.empty()) throw source_.ErrorAt(begin, 1, "no style stands after '|'");
    }
    ParseExpression(inner.substr(0, bar), source_.At(begin + 1));
    pieces_.push_back(std::move(piece));
  }

  void ReadWord() {
    EndText();
    const size_t begin = at_;
    const std::string_view words = Inside("]", "this '[' is not closed");
    RefuseDigits(begin + 1, words);
    if (Trim(words).empty()) throw source_.ErrorAt(begin, 2, "no word stands in the brackets");
    if (at_ == text_.size() || text_[at_] != '(') {
      throw source_.ErrorAt(at_, 1, "expected '(figure)' after the word in brackets")
          .Remedy("[higher](arr_lift) says that the figure arr_lift licenses the word");
    }
    const size_t open = at_;
    const std::string_view figure = InsideParentheses();
    ParseExpression(figure, source_.At(open + 1));
    pieces_.push_back({ClaimPiece::Kind::kWord, std::string(words), "", std::string(Trim(figure))});
  }

  void ReadStrong() {
    EndText();
    const size_t begin = at_++;
    const std::string_view words = Inside("**", "this '**' is not closed");
    RefuseDigits(begin + 2, words);
    RefuseLexicon(begin + 2, words);
    pieces_.push_back({ClaimPiece::Kind::kStrong, std::string(words), "", ""});
  }

  // What stands from after the character at `at_` to `close`, which is passed over.
  std::string_view Inside(std::string_view close, const char* message) {
    const size_t end = text_.find(close, at_ + 1);
    if (end == std::string_view::npos) throw source_.ErrorAt(at_, 1, message);
    const std::string_view inner = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + close.size();
    return inner;
  }

  // The same for parentheses, which a figure may hold itself: (top(by_plan_type, customers)).
  std::string_view InsideParentheses() {
    const size_t open = at_;
    int depth = 0;
    do {
      if (at_ == text_.size()) throw source_.ErrorAt(open, 1, "this '(' is not closed");
      if (text_[at_] == '(') ++depth;
      if (text_[at_] == ')') --depth;
      ++at_;
    } while (depth > 0);
    return text_.substr(open + 1, at_ - open - 2);
  }

  void EndText() {
    if (plain_.empty()) return;
    RefuseLexicon(plain_begin_, plain_);
    pieces_.push_back({ClaimPiece::Kind::kText, std::exchange(plain_, {}), "", ""});
  }

  void RefuseDigits(size_t begin, std::string_view words) const {
    for (size_t i = 0; i < words.size(); ++i) RefuseDigit(begin + i);
  }
  void RefuseDigit(size_t offset) const {
    const char c = text_[offset];
    if (c < '0' || c > '9') return;
    const size_t end = std::min(text_.find_first_not_of("0123456789.,%", offset), text_.size());
    throw source_.ErrorAt(offset, end - offset, "a number in words is never typed by hand")
        .Remedy("refer to a figure: {active_rate}");
  }

  void RefuseLexicon(size_t begin, std::string_view words) const {
    const std::optional<LexiconHit> hit = FindLexiconWord(words);
    if (!hit) return;
    throw source_
        .ErrorAt(begin + hit->offset, hit->length,
                 fmt::format("'{}' is a {} word and needs a licence", hit->entry,
                             LexiconKindName(hit->kind)))
        .Remedy(fmt::format("name the figure that allows it: [{}](figure)", hit->entry));
  }

  const ExpressionSource& source_;
  const std::string_view text_;
  size_t at_ = 0;
  std::string plain_;
  size_t plain_begin_ = 0;
  std::vector<ClaimPiece> pieces_;
};

}  // namespace

std::vector<ClaimPiece> ParseClaimText(std::string_view text, const Place& place) {
  const ExpressionSource source{text, place};
  return ClaimParser(source).Run();
}

}  // namespace tessera
