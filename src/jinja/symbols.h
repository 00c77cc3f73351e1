// The variables of one scope, found before anything runs, so that a name is a slot at run time.
//
// The rules are Jinja2's. A name that a scope only reads is the outer scope's, or the context's
// where no scope has it. A name that it assigns is its own: it starts as a copy of the outer one,
// or missing; if it is assigned in a branch of an `if`, it starts as the outer one, or the
// context's.
#ifndef TESSERA_JINJA_SYMBOLS_H_
#define TESSERA_JINJA_SYMBOLS_H_

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string_view>

#include "jinja/tree.h"

namespace tessera::jinja {

class Symbols {
 public:
  // A variable, by how deep its function is nested and its slot in there.
  struct Reference {
    int depth;
    int index;
  };

  // `outer` is null for the outermost scope of a template or block.
  Symbols(const Symbols* outer, FunctionTree& function, int depth)
      : outer_(outer), function_(&function), depth_(depth) {}

  int depth() const { return depth_; }
  FunctionTree& function() const { return *function_; }

  void DeclareParameter(std::string_view name);
  void Read(std::string_view name);
  void Write(std::string_view name);
  // Joins what the branches of an `if`, each begun as a copy of this, did.
  void Join(std::span<const Symbols> branches);

  std::optional<Reference> Find(std::string_view name) const;
  // REQUIRES: a name that was declared, read or written here or further out.
  Slot SlotOf(std::string_view name) const;
  bool IsParameter(std::string_view name) const;
  // How each variable of this scope starts.
  std::vector<SlotSource> Sources() const;
  bool Writes(std::string_view name) const { return written_.contains(name); }
  // Everything assigned here or further out, by name.
  VisibleNames Visible() const;

 private:
  struct Variable {
    enum Start { kParameter, kContext, kOuter, kMissing } start;
    int index;
    Slot outer;
  };

  void Define(std::string_view name, Variable::Start start, Slot outer = {});
  Slot Seen(Reference reference) const { return {depth_ - reference.depth, reference.index}; }

  const Symbols* outer_;
  FunctionTree* function_;
  int depth_;
  std::map<std::string_view, Variable> variables_;
  std::set<std::string_view> written_;
};

}  // namespace tessera::jinja

#endif  // TESSERA_JINJA_SYMBOLS_H_
