// as user … { }: another user does it.
#include "schema/fold.hpp"
#include "scripts/run.hpp"

#include <fmt/format.h>

#include <utility>

namespace weir {

/// The username of a user, by id or by the name itself; nothing after a report.
Result<std::optional<std::string>> ScriptRun::username(const AsUser& step, Span span) {
    const Object* const user = org_.program().schema->find("User");
    const auto name_field = user ? user->find_field("Username") : std::nullopt;
    if (!name_field) {
        stop(span, "this world has no users");
        return std::optional<std::string>();
    }
    Query query;
    query.object = user->id;
    FilterNode wanted;
    wanted.field = step.alias ? user->id_field() : *name_field;
    query.filter.push_back(wanted);
    query.parameter_count = 1;
    query.fields.push_back(*name_field);
    Value parameter = Value::text(step.username);
    if (step.alias) {
        const std::vector<Id>& ids = state_.records(*step.alias);
        if (ids.empty() || ids.front() == Id{}) {
            stop(span, "there is no such user: the record was not created");
            return std::optional<std::string>();
        }
        parameter = Value::id(ids.front());
    }
    const std::vector<Value> parameters{parameter};
    const std::span<const Value> columns[] = {parameters};
    Result<QueryResult> found = org_.query(query, columns, 1);
    if (!found)
        return found.error();
    const auto names = std::as_const(found->records).find(*name_field);
    if (found->records.size() == 0 || names.empty() || names[0].tag() != Tag::text) {
        stop(
            span,
            step.alias ? std::string("the record of this user is gone")
                       : fmt::format("there is no user \"{}\"", step.username)
        );
        return std::optional<std::string>();
    }
    return std::optional<std::string>(names[0].as_text());
}

Status ScriptRun::run(const AsUser& step, Span span) {
    Result<std::optional<std::string>> name = username(step, span);
    if (!name)
        return name.error();
    if (!*name)
        return Done{};
    const std::string before = std::exchange(org_.settings().running_user, std::move(**name));
    const Status done = run_all(step.steps);
    org_.settings().running_user = before;
    return done;
}

} // namespace weir
