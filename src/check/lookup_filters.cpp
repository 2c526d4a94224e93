#include "check/lookup_filters.hpp"

#include "check/declare_world.hpp"
#include "formula/compile.hpp"
#include "program/lookup_filters.hpp"
#include "schema/fold.hpp"

#include <algorithm>
#include <map>

namespace weir {

namespace {

constexpr std::string_view default_message =
    "Value does not exist or does not match filter criteria.";

/// The fields of one of the two records that a filter speaks of, into the slots of both.
class SideScope : public Scope {
public:
    SideScope(const Object& object, bool is_saved, std::vector<LookupFilter::Source>& sources)
        : object_(object), is_saved_(is_saved), sources_(sources) {}

    Resolution resolve(const Path&) override { return {}; }
    [[nodiscard]] ObjectId implicit_object() const override { return object_.id; }
    uint32_t field_slot(FieldId field) override {
        const LookupFilter::Source source{is_saved_, field};
        const auto found = std::find(sources_.begin(), sources_.end(), source);
        if (found != sources_.end())
            return static_cast<uint32_t>(found - sources_.begin());
        sources_.push_back(source);
        return static_cast<uint32_t>(sources_.size() - 1);
    }

private:
    const Object& object_;
    const bool is_saved_;
    std::vector<LookupFilter::Source>& sources_;
};

/// Fields of the record that the lookup names stand alone, those of the saved one behind `$Source`.
class FilterScope final : public SideScope {
public:
    FilterScope(
        const Object& target,
        const Object& saved,
        std::vector<LookupFilter::Source>& sources,
        CompileContext& context
    )
        : SideScope(target, false, sources), saved_(saved, true, sources), context_(context) {}

    Resolution resolve(const Path& path) override {
        if (folded(path.parts.front().text) != "$source")
            return {};
        if (path.parts.size() == 1) {
            context_.out
                .report(Code::W0315, path.span, "`{}` is no value by itself", path.parts[0].text)
                .help("the fields of the record that is saved are written behind a point, as in "
                      "`$Source.Name`");
            return {Resolution::Kind::reported, {}, 0, {}};
        }
        ReferenceExpr reference;
        reference.kind = ExprKind::reference;
        reference.span = path.span;
        reference.path.parts = path.parts.subspan(1);
        reference.path.span = path.span;
        Formula formula;
        formula.span = path.span;
        formula.root = &reference;
        Resolution result;
        result.expression = compile(formula, saved_, context_);
        result.kind = result.expression.type.is_error() ? Resolution::Kind::reported
                                                        : Resolution::Kind::expression;
        result.type = result.expression.type;
        result.parts = static_cast<uint32_t>(path.parts.size());
        return result;
    }
    [[nodiscard]] std::vector<std::string_view> names() const override { return {"$Source"}; }

private:
    SideScope saved_;
    CompileContext& context_;
};

class FilterCompiler {
public:
    FilterCompiler(Program& program, Diagnostics& out)
        : program_(program),
          out_(out),
          context_{*program.schema, *program.layouts, program.arena, out, false} {}

    void declaration(const Element& declaration) {
        const Object* const object = program_.schema->find(declaration.name.text);
        if (object == nullptr)
            return;
        for (const Statement& statement : members(declaration))
            if (const Element* const member = statement.element;
                member != nullptr && member->shape == &shapes::field && member->has("only where"))
                filter(*object, *member);
    }

    void finish() {
        for (auto& [object, filters] : filters_)
            program_.objects[static_cast<size_t>(object)].lookup_filters = std::move(filters);
    }

private:
    void filter(const Object& object, const Element& element) {
        const std::optional<FieldId> field = object.find_field(element.name.text);
        const auto* const condition = element.value<const Condition*>("only where");
        if (!field || condition == nullptr || *condition == nullptr)
            return;
        const Field& lookup = object.field(*field);
        if (!lookup.is_reference() || lookup.refers_to.size() != 1)
            return; // which was said where the field is declared
        LookupFilter made;
        made.field = *field;
        made.target = lookup.refers_to.front();
        const Object& target = program_.schema->object(made.target);
        const size_t said_before = out_.all().size();
        FilterScope scope(target, object, made.sources, context_);
        made.condition = compile(**condition, scope, context_);
        const auto* const message = element.value<TextLiteral>("error");
        made.message = message == nullptr ? default_message : message->value;
        if (element.has("inactive filter") || element.has("optional filter") ||
            target.is_named_only || made.condition.type.is_error() || is_guess(said_before))
            return;
        auto& filters = filters_[object.id];
        if (filters == nullptr)
            filters = std::make_shared<LookupFilters>();
        filters->read.push_back(*field);
        for (const LookupFilter::Source& source : made.sources)
            if (source.of_saved)
                filters->read.push_back(source.field);
        filters->filters.push_back(std::move(made));
    }

    /// Whether the condition reads what is believed in an open org: nobody knows then which records
    /// fit, and a filter that refuses them all would be worse than none.
    [[nodiscard]] bool is_guess(size_t said_before) const {
        const auto said = std::span(out_.all()).subspan(said_before);
        return std::any_of(said.begin(), said.end(), [](const Diagnostic& diagnostic) {
            return diagnostic.code == Code::W0318 || diagnostic.code == Code::W0319;
        });
    }

    Program& program_;
    Diagnostics& out_;
    CompileContext context_;
    std::map<ObjectId, std::shared_ptr<LookupFilters>> filters_;
};

} // namespace

void compile_lookup_filters(
    std::span<const SyntaxTree* const> trees, Program& program, Diagnostics& out
) {
    FilterCompiler compiler(program, out);
    for (const SyntaxTree* const tree : trees)
        for (const Element* const declaration : tree->declarations)
            if (declaration != nullptr)
                compiler.declaration(*declaration);
    compiler.finish();
}

} // namespace weir
