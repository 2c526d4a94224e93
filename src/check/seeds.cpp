#include "check/record_scope.hpp"
#include "check/world_formulas.hpp"
#include "schema/fold.hpp"

#include <fmt/format.h>

#include <unordered_map>

namespace weir {

namespace {

class SeedCompiler {
public:
    SeedCompiler(std::span<const RecordSeed> seeds, Program& program, Diagnostics& out)
        : seeds_(seeds),
          program_(program),
          out_(out),
          context_{*program.schema, *program.layouts, program.arena, out, false} {
        for (size_t index = 0; index < seeds.size(); ++index)
            index_.emplace(
                key(seeds[index].object, seeds[index].name), static_cast<int32_t>(index)
            );
    }

    void run() {
        for (const RecordSeed& seed : seeds_) {
            SeedRecord record{seed.object, seed.name, {}};
            const Object& object = program_.schema->object(seed.object);
            for (const auto& [field, formula] : seed.values)
                if (formula != nullptr)
                    record.cells.push_back(cell(object.field(field), field, *formula));
            program_.seeds.push_back(std::move(record));
        }
    }

private:
    [[nodiscard]] static std::string key(ObjectId object, std::string_view name) {
        return fmt::format("{}.{}", static_cast<uint32_t>(object), folded(name));
    }

    /// `Profile.Standard_User.Id`: the Id of another record of the world. Nothing if the formula is
    /// no such path.
    [[nodiscard]] std::optional<int32_t> reference(const Formula& formula) {
        if (formula.root == nullptr || formula.root->kind != ExprKind::reference)
            return std::nullopt;
        const Path& path = static_cast<const ReferenceExpr*>(formula.root)->path;
        if (path.parts.size() != 3 || folded(path.parts[2].text) != "id")
            return std::nullopt;
        const Object* const object = program_.schema->find(path.parts[0].text);
        if (object == nullptr)
            return std::nullopt;
        const auto found = index_.find(key(object->id, path.parts[1].text));
        if (found != index_.end())
            return found->second;
        std::vector<std::string_view> candidates;
        for (const RecordSeed& seed : seeds_)
            if (seed.object == object->id)
                candidates.push_back(seed.name);
        out_.report(
                Code::W0306,
                path.parts[1].span,
                "there is no record `{}` of `{}`",
                path.parts[1].text,
                object->name
        )
            .here("no such record")
            .help_nearest(
                path.parts[1].text, candidates, "a record with a similar name exists: `{}`"
            );
        return -1;
    }

    /// `DATEVALUE("2026-03-01")` and its like: what depends on nothing but its text.
    [[nodiscard]] static bool is_written_moment(const Formula& formula) {
        if (formula.root == nullptr || formula.root->kind != ExprKind::call)
            return false;
        const auto& call = static_cast<const CallExpr&>(*formula.root);
        const std::string name = folded(call.function.text);
        return (name == "datevalue" || name == "datetimevalue" || name == "timevalue") &&
               call.arguments.size() == 1 && call.arguments.front()->kind == ExprKind::text;
    }

    [[nodiscard]] Expression evaluated(const Expression& expression) {
        const Surroundings surroundings;
        Frame frame;
        frame.capacity = 1;
        frame.surroundings = &surroundings;
        frame.arena = &program_.arena;
        const uint32_t row = 0;
        Value value;
        evaluate(expression, frame, Rows(&row, 1), &value);
        return constant(value, expression.type, program_.arena);
    }

    [[nodiscard]] SeedRecord::Cell cell(const Field& field, FieldId id, const Formula& formula) {
        SeedRecord::Cell result{id, Value::null(), -1};
        if (const auto other = reference(formula)) {
            result.reference = *other;
            return result;
        }
        EmptyScope scope;
        // What is written out is data, however long, and no formula.
        const bool is_text = formula.root != nullptr && formula.root->kind == ExprKind::text;
        Expression expression =
            is_text ? constant(
                          Value::text(
                              program_.arena.copy(static_cast<const TextExpr*>(formula.root)->value)
                          ),
                          Type::of(TypeKind::text),
                          program_.arena
                      )
                    : compile(formula, scope, context_);
        if (is_written_moment(formula) && !expression.type.is_error())
            expression = evaluated(expression);
        if (!expression.type.is_error() && !is_constant(expression)) {
            out_.report(
                    Code::W0454, formula.span, "the value of `{}` is not a constant", field.name
            )
                .here("known only while something runs")
                .help("write the value, or the Id of another record: `Profile.Standard_User.Id`");
            return result;
        }
        expression = coerce(
            expression, field.type(), formula.span, fmt::format("`{}`", field.name), context_
        );
        if (!expression.type.is_error() && is_constant(expression))
            result.value = constant_value(expression);
        return result;
    }

    std::span<const RecordSeed> seeds_;
    Program& program_;
    Diagnostics& out_;
    CompileContext context_;
    std::unordered_map<std::string, int32_t> index_;
};

} // namespace

void compile_seeds(std::span<const RecordSeed> seeds, Program& program, Diagnostics& out) {
    SeedCompiler(seeds, program, out).run();
}

} // namespace weir
