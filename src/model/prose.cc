#include "model/prose.h"

#include <utility>

namespace tessera {

std::string PlainText(const Sentence& sentence) {
  std::string text;
  for (const Piece& piece : sentence) text += piece.text;
  return text;
}

Sentence PlainSentence(std::string text) {
  Piece piece;
  piece.text = std::move(text);
  return {std::move(piece)};
}

}  // namespace tessera
