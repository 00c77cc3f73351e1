// What a definition says and draws: figures, claims, pages, and facts that must agree.
#ifndef TESSERA_SPEC_CLAIM_SPEC_H_
#define TESSERA_SPEC_CLAIM_SPEC_H_

#include <string>
#include <vector>

#include "base/error.h"
#include "spec/expression.h"

namespace tessera {

struct FigureSpec {
  std::string id;
  std::string type;         // a kind of model/figure.h: "bar", "stacked_bar", …
  std::string table;        // the table behind it
  std::string title_claim;  // id of the claim that is its title
  std::string title;        // or plain words
  std::string subtitle;
  std::string category, series, value, count;  // column names
  std::string reference;                       // metric id
  bool logarithmic = false;
  Place place;
};

// One alternative of a claim; the first whose condition holds is said.
struct ClaimAlternative {
  ExpressionTree condition;  // null always holds
  std::string say;           // words with {figure}, {figure|format} and [word](licence); see README
  Place place;
};

struct ClaimSpec {
  std::string id;
  std::vector<ClaimAlternative> alternatives;
  Place place;
};

struct PageSpec {
  std::string id, title, template_name;
  bool for_each_segment = false;
};

// Two facts from two sources that must agree, counted entity by entity.
struct AgreementSpec {
  std::string id;
  ExpressionTree left, right;  // over entity columns
  std::string label;
  Place place;
};

}  // namespace tessera

#endif  // TESSERA_SPEC_CLAIM_SPEC_H_
