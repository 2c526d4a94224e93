#include "test_shapes.hpp"

namespace weir::test {

namespace {

constexpr ClauseShape fault{.key = "fault", .value = ValueKind::target};
constexpr ClauseShape description{.key = "description", .value = ValueKind::text};

constexpr ClauseShape get_clauses[] = {
    {.key = "where", .value = ValueKind::condition},
    {.key = "order by", .value = ValueKind::order},
    {.key = "limit", .value = ValueKind::number},
    {.key = "first", .value = ValueKind::flag},
    {.key = "fields", .value = ValueKind::paths},
    {.key = "into", .value = ValueKind::path},
    description,
    {.key = "", .value = ValueKind::assignments},
    fault,
};
constexpr ClauseShape record_clauses[] = {
    {.key = "where", .value = ValueKind::condition},
    {.key = "from", .value = ValueKind::formula},
    description,
    {.key = "", .value = ValueKind::assignments},
    fault,
};
constexpr ClauseShape decision_clauses[] = {
    description,
    {.key = "", .value = ValueKind::outcomes, .required = true},
};
constexpr ClauseShape assign_clauses[] = {
    description, {.key = "", .value = ValueKind::assignments}};
constexpr ClauseShape loop_clauses[] = {
    {.key = "over", .value = ValueKind::path},
    {.key = "reversed", .value = ValueKind::flag},
    {.key = "", .value = ValueKind::elements},
};
constexpr ClauseShape action_clauses[] = {
    {.key = "returns", .value = ValueKind::assignments},
    {.key = "", .value = ValueKind::assignments},
    fault,
};
constexpr ClauseShape error_clauses[] = {
    {.key = "message", .value = ValueKind::message, .repeatable = true}};
constexpr ClauseShape var_clauses[] = {
    {.key = "=", .value = ValueKind::formula},
    {.key = "input", .value = ValueKind::flag},
    {.key = "output", .value = ValueKind::flag},
};
constexpr ClauseShape formula_clauses[] = {{.key = "=", .value = ValueKind::formula}};
constexpr ClauseShape template_clauses[] = {
    {.key = "=", .value = ValueKind::text},
    {.key = "plain text", .value = ValueKind::flag},
};
constexpr ClauseShape text_part_clauses[] = {{.key = "shows", .value = ValueKind::text}};
constexpr Shape text_part{
    .keyword = "text", .category = Category::member, .clauses = text_part_clauses};
constexpr const Shape* screen_parts[] = {&text_part};
constexpr ClauseShape screen_clauses[] = {
    {.key = "", .value = ValueKind::elements, .children = screen_parts},
};

constexpr Shape get{
    .keyword = "get",
    .subject = SubjectForm::object,
    .subject_required = true,
    .can_fault = true,
    .clauses = get_clauses};
constexpr Shape create{
    .keyword = "create", .subject = SubjectForm::object, .clauses = record_clauses};
constexpr Shape update{
    .keyword = "update", .subject = SubjectForm::object, .clauses = record_clauses};
constexpr Shape publish{
    .keyword = "publish",
    .subject = SubjectForm::object,
    .subject_required = true,
    .clauses = record_clauses};
constexpr Shape decision{.keyword = "decision", .clauses = decision_clauses};
constexpr Shape assign{.keyword = "assign", .clauses = assign_clauses};
constexpr Shape loop{.keyword = "loop", .clauses = loop_clauses};
constexpr Shape action{
    .keyword = "action",
    .subject = SubjectForm::action,
    .subject_required = true,
    .clauses = action_clauses};
constexpr Shape custom_error{.keyword = "custom error", .clauses = error_clauses};
constexpr Shape roll_back{.keyword = "roll back"};
constexpr Shape screen{.keyword = "screen", .clauses = screen_clauses};
constexpr Shape var{
    .keyword = "var",
    .category = Category::resource,
    .subject = SubjectForm::type,
    .subject_required = true,
    .clauses = var_clauses};
constexpr Shape formula{
    .keyword = "formula",
    .category = Category::resource,
    .subject = SubjectForm::type,
    .subject_required = true,
    .clauses = formula_clauses};
constexpr Shape text_template{
    .keyword = "template", .category = Category::resource, .clauses = template_clauses};

constexpr const Shape* all[] = {
    &get,
    &create,
    &update,
    &publish,
    &decision,
    &assign,
    &loop,
    &action,
    &custom_error,
    &roll_back,
    &screen,
    &var,
    &formula,
    &text_template,
};

} // namespace

Shapes shapes() {
    return all;
}

} // namespace weir::test
