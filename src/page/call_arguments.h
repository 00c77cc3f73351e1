// Arguments of template functions as C++ values. Each throws a TemplateError at the place of the
// call when an argument is of another type; a missing one and `none` are the same.
#ifndef TESSERA_PAGE_CALL_ARGUMENTS_H_
#define TESSERA_PAGE_CALL_ARGUMENTS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jinja/call.h"
#include "model/prose.h"

namespace tessera {

std::string TextArgument(const jinja::Call& call, size_t index, std::string_view name,
                         std::string_view otherwise);
// Whole and not negative.
std::optional<size_t> NumberArgument(const jinja::Call& call, size_t index, std::string_view name);
// A list of strings, or one string for a list of one; empty when missing.
std::vector<std::string> TextsArgument(const jinja::Call& call, size_t index,
                                       std::string_view name);
// Pieces as report.json holds them (SentenceJson).
Sentence SentenceArgument(const jinja::Call& call, size_t index, std::string_view name);

}  // namespace tessera

#endif  // TESSERA_PAGE_CALL_ARGUMENTS_H_
