// Report → pages of HTML.
#ifndef TESSERA_PAGE_RENDER_PAGES_H_
#define TESSERA_PAGE_RENDER_PAGES_H_

#include <memory>
#include <vector>

#include "chart/figure_set.h"
#include "jinja/loader.h"
#include "page/page.h"
#include "page/template_context.h"

namespace tessera {

// All pages of the report: in a folder one a page request, and one a segment profile where the
// request asks for it; or the one document "single.html". Two passes: templates are rendered, then
// numbers, references and contents are filled in from the outline of the whole.
//
// Throws an Error for what a template gets wrong: an unknown id or variable, a reference that leads
// nowhere, a digit typed into prose.
std::vector<Page> RenderPages(const Report& report, const FigureSet& figures,
                              std::shared_ptr<const jinja::Loader> templates, Form form);

}  // namespace tessera

#endif  // TESSERA_PAGE_RENDER_PAGES_H_
