// Objects that flows name and that nothing declares.
#include "base/check.hpp"
#include "base/limits.hpp"
#include "metadata/world.hpp"
#include "metadata/world_maker.hpp"
#include "syntax/inner_elements.hpp"

#include <set>

namespace weir::metadata {

namespace {

bool declares_object(const Shape* shape) {
    return shape == &shapes::object || shape == &shapes::extend || shape == &shapes::event ||
           shape == &shapes::custom_metadata || shape == &shapes::custom_setting;
}

/// Walks flows and keeps the objects they name, in the order of their first use.
class Collector {
public:
    void declared(const Element& element) {
        if (declares_object(element.shape))
            known_.insert(folded(element.name.text));
    }

    void name(const Name& name) {
        // What begins with `$` or is spelled like no name is not an object.
        if (name.text.empty() || name.text.front() == '$' ||
            name.text.find('.') != std::string_view::npos)
            return;
        if (known_.insert(folded(name.text)).second)
            missing_.push_back(name);
    }

    void element(const Element& element, size_t depth) {
        if (depth > limits::nesting)
            return;
        if (element.shape->subject == SubjectForm::object)
            name(element.subject.type.name);
        // A type without `__` may be a class; the caller knows of those that are objects.
        if (element.shape->subject == SubjectForm::type &&
            element.subject.type.name.text.find("__") != std::string_view::npos)
            name(element.subject.type.name);
        for (const Clause& clause : element.clauses)
            value(clause, depth);
    }

    [[nodiscard]] const std::vector<Name>& missing() const { return missing_; }

private:
    void value(const Clause& clause, size_t depth) {
        if (const auto* const trigger = std::get_if<Trigger>(&clause.value)) {
            name(trigger->object);
        } else if (const auto* const path = std::get_if<Path>(&clause.value)) {
            if (clause.shape->key == "for" && path->parts.size() == 1)
                name(path->parts.front());
        } else {
            for_each_element_in(clause, [&](const Element& inner) { element(inner, depth + 1); });
        }
    }

    std::set<std::string> known_;
    std::vector<Name> missing_;
};

} // namespace

std::unique_ptr<const SyntaxTree>
declare_missing(std::span<const SyntaxTree* const> trees, std::span<const Name> names) {
    Collector collector;
    for (const SyntaxTree* const tree : trees)
        for (const Element* const declaration : tree->declarations)
            collector.declared(*declaration);
    for (const SyntaxTree* const tree : trees)
        for (const Element* const declaration : tree->declarations)
            if (declaration->shape == &shapes::flow)
                collector.element(*declaration, 0);
    for (const Name& name : names)
        collector.name(name);

    auto tree = std::make_unique<SyntaxTree>();
    Diagnostics none;
    Maker make(tree->arena, none);
    std::vector<const Element*> declarations;
    for (const Name& name : collector.missing()) {
        ElementMaker made(
            shapes::extend, {tree->arena.copy(name.text), name.span}, name.span, make
        );
        made.flag("open", name.span);
        made.members({});
        declarations.push_back(made.finish());
    }
    tree->declarations = tree->arena.copy(declarations);
    return tree;
}

} // namespace weir::metadata
