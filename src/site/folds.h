// Parts of a page that are folded away at first, between <!--tessera:fold--> and
// <!--/tessera:fold-->: the tables behind figures, profiles of segments, long lists. In one file
// they are packed together, which makes it small enough for an inbox; the page's script unfolds
// them.
#ifndef TESSERA_SITE_FOLDS_H_
#define TESSERA_SITE_FOLDS_H_

#include <string>
#include <string_view>
#include <vector>

namespace tessera {

struct FoldedPage {
  std::string html;                // <div data-fold="0"></div> where the first part was, and so on
  std::vector<std::string> parts;  // in the order of the document
};

// Throws an Error when a fold is not closed, or opened inside another.
FoldedPage TakeFolds(std::string_view html);

// `html` with the parts where they are and without the marks.
std::string UnmarkFolds(std::string_view html);

// <script type="application/octet-stream" id="tessera-folds">: the parts as a JSON array, gzipped,
// in base64. Empty when there are none.
std::string FoldsIsland(const std::vector<std::string>& parts);

}  // namespace tessera

#endif  // TESSERA_SITE_FOLDS_H_
