// A sentence whose numbers can be traced: text, figures and licensed words.
#ifndef TESSERA_MODEL_PROSE_H_
#define TESSERA_MODEL_PROSE_H_

#include <string>
#include <vector>

namespace tessera {

struct Piece {
  enum class Kind {
    kText,    // plain words
    kMetric,  // `text` shows the metric `ref`
    kCell,    // `text` shows the cell `ref`: "table/member[/member…]/column"
    kWord,  // a word that needs a licence ("higher", "largest"): `ref` is the figure that grants it
    kStrong,  // emphasised words
  };
  Kind kind = Kind::kText;
  std::string text;     // as displayed, not escaped
  std::string ref;      // see above
  std::string full;     // for figures: the value at full length, for the hover
  std::string licence;  // for kWord: the rule that allowed it, "interval excludes 0"

  bool operator==(const Piece&) const = default;
};

using Sentence = std::vector<Piece>;

std::string PlainText(const Sentence& sentence);
Sentence PlainSentence(std::string text);

}  // namespace tessera

#endif  // TESSERA_MODEL_PROSE_H_
