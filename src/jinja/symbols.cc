#include "jinja/symbols.h"

namespace tessera::jinja {

void Symbols::Define(std::string_view name, Variable::Start start, Slot outer) {
  const auto found = variables_.find(name);
  const int index = found != variables_.end() ? found->second.index : function_->slots++;
  variables_[name] = {start, index, outer};
}

void Symbols::DeclareParameter(std::string_view name) {
  written_.insert(name);
  Define(name, Variable::kParameter);
}

void Symbols::Read(std::string_view name) {
  if (!Find(name)) Define(name, Variable::kContext);
}

void Symbols::Write(std::string_view name) {
  written_.insert(name);
  if (variables_.contains(name)) return;
  const auto outer = outer_ != nullptr ? outer_->Find(name) : std::nullopt;
  if (outer) {
    Define(name, Variable::kOuter, Seen(*outer));
  } else {
    Define(name, Variable::kMissing);
  }
}

void Symbols::Join(std::span<const Symbols> branches) {
  std::set<std::string_view> assigned;
  for (const Symbols& branch : branches) {
    for (std::string_view name : branch.written_) {
      if (!written_.contains(name)) assigned.insert(name);
    }
  }
  for (const Symbols& branch : branches) {
    for (const auto& [name, variable] : branch.variables_) {
      // Branches that make the same name must agree on its slot; the first one's is taken.
      const auto mine = variables_.find(name);
      const int index = mine != variables_.end() ? mine->second.index : variable.index;
      variables_[name] = {variable.start, index, variable.outer};
    }
  }
  for (std::string_view name : assigned) {
    written_.insert(name);
    const auto outer = outer_ != nullptr ? outer_->Find(name) : std::nullopt;
    if (outer) {
      Define(name, Variable::kOuter, Seen(*outer));
    } else {
      Define(name, Variable::kContext);
    }
  }
}

std::optional<Symbols::Reference> Symbols::Find(std::string_view name) const {
  for (const Symbols* scope = this; scope != nullptr; scope = scope->outer_) {
    const auto found = scope->variables_.find(name);
    if (found != scope->variables_.end()) return Reference{scope->depth_, found->second.index};
  }
  return std::nullopt;
}

Slot Symbols::SlotOf(std::string_view name) const {
  const auto found = Find(name);
  return found ? Seen(*found) : Slot{};
}

bool Symbols::IsParameter(std::string_view name) const {
  for (const Symbols* scope = this; scope != nullptr; scope = scope->outer_) {
    const auto found = scope->variables_.find(name);
    if (found != scope->variables_.end()) return found->second.start == Variable::kParameter;
  }
  return false;
}

std::vector<SlotSource> Symbols::Sources() const {
  std::vector<SlotSource> sources;
  for (const auto& [name, variable] : variables_) {
    switch (variable.start) {
      case Variable::kParameter:
        break;
      case Variable::kContext:
        sources.push_back({SlotSource::kContext, name, {}, variable.index});
        break;
      case Variable::kOuter:
        sources.push_back({SlotSource::kOuter, name, variable.outer, variable.index});
        break;
      case Variable::kMissing:
        sources.push_back({SlotSource::kMissing, name, {}, variable.index});
        break;
    }
  }
  return sources;
}

VisibleNames Symbols::Visible() const {
  std::map<std::string_view, Slot> visible;
  for (const Symbols* scope = this; scope != nullptr; scope = scope->outer_) {
    for (std::string_view name : scope->written_) visible.emplace(name, SlotOf(name));
  }
  VisibleNames names;
  for (const auto& [name, slot] : visible) names.push_back({name, slot});
  return names;
}

}  // namespace tessera::jinja
