#include "elements/kept.hpp"

#include "check/flow_checker.hpp"
#include "org/transaction.hpp"
#include "runtime/fault_text.hpp"
#include "runtime/group.hpp"

#include <fmt/format.h>

namespace weir::elements {

namespace {

class KeptStep final : public Step {
public:
    void run(Group& group) const override {
        const Fault* const refusal =
            text_fault(fmt::format("weir does not run `{}` yet.", kind), group.arena());
        for (const uint32_t row : group.rows())
            group.fault(row, refusal);
    }
};

/// By its tag a clause names a resource, not a field or an object.
bool names_resources(const ClauseShape& shape) {
    return shape.xml.ends_with("Reference") || shape.xml.ends_with("References");
}

class Contents {
public:
    explicit Contents(FlowChecker& checker) : checker_(checker) {}

    void check(const Element& element) {
        if (element.label != nullptr)
            text(*element.label);
        for (const Clause& clause : element.clauses)
            check(element, clause);
    }

private:
    void check(const Element& element, const Clause& clause) {
        if (const auto* const value = std::get_if<const Formula*>(&clause.value))
            formula(*value);
        else if (const auto* const condition = std::get_if<const Condition*>(&clause.value);
                 condition != nullptr && *condition != nullptr)
            static_cast<void>(checker_.condition(**condition));
        else if (const auto* const literal = std::get_if<TextLiteral>(&clause.value))
            text(*literal);
        else if (const auto* const path = std::get_if<Path>(&clause.value))
            reference(*clause.shape, *path);
        else if (const auto* const paths = std::get_if<List<Path>>(&clause.value))
            for (const Path& listed : *paths)
                reference(*clause.shape, listed);
        else if (const auto* const list = std::get_if<List<Assignment>>(&clause.value))
            for (const Assignment& assignment : *list)
                check(element, clause.shape->form, assignment);
    }

    void check(const Element& element, XmlForm form, const Assignment& assignment) {
        switch (form) {
        case XmlForm::parameters:
        case XmlForm::mapped:
            formula(assignment.value);
            break;
        case XmlForm::outputs:
            if (assignment.target.empty())
                break;
            static_cast<void>(checker_.place(assignment.target));
            checker_.assigns(element, assignment.target.parts.front().text, false);
            break;
        case XmlForm::usual:
        case XmlForm::expression:
        case XmlForm::fields:
        case XmlForm::stored:
        case XmlForm::items:
        case XmlForm::filters:
        case XmlForm::mappings:
        case XmlForm::sorted:
        case XmlForm::parameter:
        case XmlForm::none:
            break;
        }
    }

    void formula(const Formula* formula) {
        if (formula != nullptr)
            static_cast<void>(compile(*formula, checker_.scope(), checker_.compile_context()));
    }
    void text(const TextLiteral& literal) {
        static_cast<void>(compile_template(literal, checker_.scope(), checker_.compile_context()));
    }
    void reference(const ClauseShape& shape, const Path& path) {
        if (names_resources(shape) && !path.empty())
            static_cast<void>(checker_.reference(path));
    }

    FlowChecker& checker_;
};

} // namespace

void check_contents(const Element& element, FlowChecker& checker) {
    Contents contents(checker);
    contents.check(element);
    for_each_member(element, [&](const Element& member) { contents.check(member); });
}

std::unique_ptr<Step> kept_step() {
    return std::make_unique<KeptStep>();
}

std::unique_ptr<Step> check_kept(const Element& element, FlowChecker& checker) {
    check_contents(element, checker);
    return kept_step();
}

} // namespace weir::elements
