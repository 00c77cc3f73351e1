// A page of the report as it is rendered, before `site` gives it its head and scripts.
#ifndef TESSERA_PAGE_PAGE_H_
#define TESSERA_PAGE_PAGE_H_

#include <string>
#include <vector>

namespace tessera {

struct Page {
  std::string id;    // of its PageRequest; "index" in the single form
  std::string file;  // "flows.html", in one folder with all others
  std::string title;
  std::string profile;  // on a segment page the id of its profile
  std::string html;

  // What it shows, each id once, in the order of the document: what its scripts need.
  std::vector<std::string> metrics;
  std::vector<std::string> figures;
  std::vector<std::string> tables;
};

}  // namespace tessera

#endif  // TESSERA_PAGE_PAGE_H_
