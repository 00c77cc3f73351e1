// Where templates and kinds come from: a folder of the user's first, then those built in.
#ifndef TESSERA_APP_TEMPLATE_FILES_H_
#define TESSERA_APP_TEMPLATE_FILES_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "jinja/loader.h"

namespace tessera {

class TemplateFiles {
 public:
  // `folder` may be "": only what is built in. Throws Error when it is no folder.
  explicit TemplateFiles(const std::string& folder);

  // The text of "cx_segmentation/report.yml"; nothing when there is none.
  std::optional<std::string> Text(const std::string& name) const;
  // The kinds that have a report.yml, sorted.
  std::vector<std::string> Kinds() const;

  // Loads a page template of `kind`: from `own_folder` (where a definition extends a path; may be
  // ""), else from the kind's folder, else from base/.
  std::shared_ptr<const jinja::Loader> LoaderOf(const std::string& kind,
                                                const std::string& own_folder) const;

 private:
  std::shared_ptr<const jinja::Loader> files_;
};

}  // namespace tessera

#endif  // TESSERA_APP_TEMPLATE_FILES_H_
