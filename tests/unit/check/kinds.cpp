#include "unit/check/kinds.hpp"

#include "base/render.hpp"
#include "check/flow_checker.hpp"
#include "syntax/declarations.hpp"
#include "syntax/parse.hpp"
#include "types/text.hpp"

#include <catch2/catch.hpp>

#include <array>

namespace weir::test {

namespace {

class StillStep final : public Step {
public:
    void run(Group&) const override {}
};

using StepPointer = std::unique_ptr<Step>;
StepPointer still() {
    return std::make_unique<StillStep>();
}

constexpr ClauseShape fault{.key = "fault", .value = ValueKind::target};

// ------------------------------------------------------------------------------- resources

constexpr ClauseShape variable_clauses[] = {
    {.key = "=", .value = ValueKind::formula},
    {.key = "input", .value = ValueKind::flag},
    {.key = "output", .value = ValueKind::flag},
};
constexpr Shape variable_shape{
    .keyword = "var",
    .category = Category::resource,
    .subject = SubjectForm::type,
    .clauses = variable_clauses};
void declare_variable(const Element& element, FlowChecker& checker) {
    const Type type = checker.type(element.subject.type);
    checker.declare_variable(
        element.name, type, element, element.has("input"), element.has("output")
    );
}
constexpr ElementKind variable{.shape = &variable_shape, .declare = declare_variable};

constexpr ClauseShape formula_clauses[] = {
    {.key = "=", .value = ValueKind::formula, .required = true}};
constexpr Shape formula_shape{
    .keyword = "formula",
    .category = Category::resource,
    .subject = SubjectForm::type,
    .clauses = formula_clauses};
void declare_formula(const Element& element, FlowChecker& checker) {
    checker.declare_expression(
        element.name, checker.type(element.subject.type), element, NameOrigin::formula
    );
}
constexpr ElementKind formula{.shape = &formula_shape, .declare = declare_formula};

constexpr ClauseShape template_clauses[] = {
    {.key = "=", .value = ValueKind::text, .required = true}};
constexpr Shape template_shape{
    .keyword = "template", .category = Category::resource, .clauses = template_clauses};
void declare_template(const Element& element, FlowChecker& checker) {
    checker.declare_expression(
        element.name, Type::of(TypeKind::text), element, NameOrigin::text_template
    );
}
constexpr ElementKind text_template{.shape = &template_shape, .declare = declare_template};

// -------------------------------------------------------------------------------- elements

constexpr ClauseShape get_clauses[] = {
    {.key = "where", .value = ValueKind::condition},
    {.key = "order by", .value = ValueKind::order},
    {.key = "first", .value = ValueKind::flag},
    fault,
};
constexpr Shape get_shape{
    .keyword = "get",
    .subject = SubjectForm::object,
    .subject_required = true,
    .can_fault = true,
    .in_before_save = true,
    .clauses = get_clauses};
void declare_get(const Element& element, FlowChecker& checker) {
    Type type;
    if (const Object* const object = checker.object(element))
        type = Type::record_of(object->id);
    checker.declare(
        element.name, element.has("first") ? type : type.collection_of(), NameOrigin::get_result
    );
}
StepPointer check_get(const Element& element, FlowChecker& checker) {
    const Object* const object = checker.object(element);
    if (object == nullptr)
        return still();
    if (const auto* const where = element.value<const Condition*>("where"))
        (void)checker.filter(**where, *object);
    if (const auto* const keys = element.value<List<OrderKey>>("order by"))
        (void)checker.order(*keys, *object);
    checker.assigns(element, element.name.text, true);
    return still();
}
constexpr ElementKind get{.shape = &get_shape, .declare = declare_get, .check = check_get};

constexpr ClauseShape write_clauses[] = {
    {.key = "from", .value = ValueKind::path},
    {.key = "where", .value = ValueKind::condition},
    {.key = "", .value = ValueKind::assignments},
    fault,
};
constexpr Shape create_shape{
    .keyword = "create",
    .subject = SubjectForm::object,
    .can_fault = true,
    .clauses = write_clauses};
constexpr Shape publish_shape{
    .keyword = "publish",
    .subject = SubjectForm::object,
    .can_fault = true,
    .clauses = write_clauses};
constexpr Shape update_shape{
    .keyword = "update",
    .subject = SubjectForm::object,
    .can_fault = true,
    .in_before_save = true,
    .clauses = write_clauses};
constexpr Shape delete_shape{
    .keyword = "delete",
    .subject = SubjectForm::object,
    .can_fault = true,
    .clauses = write_clauses};
StepPointer check_write(const Element& element, FlowChecker& checker, Operation operation) {
    if (const Path* const from = element.value<Path>("from")) {
        const Expression records = checker.reference(*from);
        if (records.type.object != ObjectId::none)
            checker.effect(element, operation, checker.schema().object(records.type.object), {});
        return still();
    }
    const Object* const object = checker.object(element);
    if (object == nullptr)
        return still();
    if (const auto* const where = element.value<const Condition*>("where"))
        (void)checker.filter(**where, *object);
    std::vector<FieldId> fields;
    if (const auto* const list = element.value<List<Assignment>>(""))
        for (const FieldAssignment& assignment :
             checker.assignments(element, *list, *object, operation))
            fields.push_back(assignment.field);
    checker.effect(element, operation, *object, fields);
    return still();
}
StepPointer check_create(const Element& element, FlowChecker& checker) {
    return check_write(element, checker, Operation::create);
}
StepPointer check_update(const Element& element, FlowChecker& checker) {
    return check_write(element, checker, Operation::update);
}
StepPointer check_delete(const Element& element, FlowChecker& checker) {
    return check_write(element, checker, Operation::erase);
}
constexpr ElementKind create{.shape = &create_shape, .check = check_create};
constexpr ElementKind publish{.shape = &publish_shape, .check = check_create};
constexpr ElementKind update{.shape = &update_shape, .check = check_update};
constexpr ElementKind erase{.shape = &delete_shape, .check = check_delete};

constexpr ClauseShape decision_clauses[] = {
    {.key = "", .value = ValueKind::outcomes, .required = true}};
constexpr Shape decision_shape{
    .keyword = "decision", .in_before_save = true, .clauses = decision_clauses};
void declare_decision(const Element& element, FlowChecker& checker) {
    if (const auto* const outcomes = element.value<List<Outcome>>(""))
        for (const Outcome& outcome : *outcomes)
            if (outcome.condition != nullptr)
                checker.declare(outcome.name, Type::of(TypeKind::boolean), NameOrigin::outcome);
}
StepPointer check_decision(const Element& element, FlowChecker& checker) {
    if (const auto* const outcomes = element.value<List<Outcome>>(""))
        for (const Outcome& outcome : *outcomes)
            if (outcome.condition != nullptr)
                (void)checker.condition(*outcome.condition);
    return still();
}
constexpr ElementKind decision{
    .shape = &decision_shape, .declare = declare_decision, .check = check_decision};

constexpr ClauseShape assign_clauses[] = {
    {.key = "", .value = ValueKind::assignments, .required = true}};
constexpr Shape assign_shape{
    .keyword = "assign", .in_before_save = true, .clauses = assign_clauses};
StepPointer check_assign(const Element& element, FlowChecker& checker) {
    const auto* const list = element.value<List<Assignment>>("");
    if (list == nullptr)
        return still();
    for (const Assignment& assignment : *list) {
        const Expression value =
            compile(*assignment.value, checker.scope(), checker.compile_context());
        const Place place = checker.place(assignment.target);
        if (place.valid && assignment.op == AssignOperator::assign)
            (void)coerce(
                value, place.type, assignment.value->span, place.spelling, checker.compile_context()
            );
    }
    return still();
}
constexpr ElementKind assign{.shape = &assign_shape, .check = check_assign};

constexpr ClauseShape loop_clauses[] = {
    {.key = "over", .value = ValueKind::path, .required = true},
    {.key = "", .value = ValueKind::elements},
};
constexpr Shape loop_shape{.keyword = "loop", .in_before_save = true, .clauses = loop_clauses};
void declare_loop(const Element& element, FlowChecker& checker) {
    Type item;
    if (const Path* const over = element.value<Path>("over"))
        item = checker.scope().resolve(*over).type.item();
    checker.declare(element.name, item, NameOrigin::loop_item);
}
StepPointer check_loop(const Element& element, FlowChecker& checker) {
    if (const Path* const over = element.value<Path>("over"))
        (void)checker.reference(*over);
    return still();
}
constexpr ElementKind loop{
    .shape = &loop_shape, .declare = declare_loop, .check = check_loop, .body_returns = true};

constexpr ClauseShape subflow_clauses[] = {{.key = "", .value = ValueKind::assignments}};
constexpr Shape subflow_shape{
    .keyword = "subflow", .subject = SubjectForm::flow, .clauses = subflow_clauses};
StepPointer check_subflow(const Element& element, FlowChecker& checker) {
    const Name& name = element.subject.type.name;
    if (checker.other_flow(name) != nullptr)
        checker.calls(element, name);
    return still();
}
constexpr ElementKind subflow{.shape = &subflow_shape, .check = check_subflow};

constexpr ClauseShape error_clauses[] = {
    {.key = "message", .value = ValueKind::message, .required = true}};
constexpr Shape error_shape{
    .keyword = "error", .xml = "customErrors", .in_before_save = true, .clauses = error_clauses};
StepPointer check_error(const Element& element, FlowChecker& checker) {
    if (const auto* const message = element.value<Message>("message"))
        (void)compile(*message->text, checker.scope(), checker.compile_context());
    return still();
}
constexpr ElementKind custom_error{.shape = &error_shape, .check = check_error};

constexpr std::array all{
    &variable,
    &formula,
    &text_template,
    &get,
    &create,
    &publish,
    &update,
    &erase,
    &decision,
    &assign,
    &loop,
    &subflow,
    &custom_error,
};

/// The objects that the tests speak of.
constexpr std::string_view world = R"(
object User {
  prefix "005"
  setup
  FirstName Text(40)
  LastName Text(80) required
  Username Text(80) required
  Email Email
  Phone Phone
  UserRoleId Text(18)
  IsActive Checkbox
  ContactId Lookup(Contact)
}
object Account {
  prefix "001"
  Name Text(255) required
  Industry Text(40)
  Owner_Rank__c Number(4, 0)
}
object Contact {
  prefix "003"
  FirstName Text(40)
  LastName Text(80) required
  Name Text(120) read only
  Email Email
  Description LongTextArea(32000)
  AccountId Lookup(Account)
  IsGood Checkbox
  Level Picklist("High", "Low") restricted
  Kind Picklist("A", "B") default "A"
  Birthdate Date
}
)";

} // namespace

ElementKinds kinds() {
    return all;
}

Shapes shapes_of_kinds() {
    static const std::vector<const Shape*> shapes = [] {
        std::vector<const Shape*> result;
        for (const ElementKind* const kind : all)
            result.push_back(kind->shape);
        return result;
    }();
    return shapes;
}

Checked::Checked(std::string_view text) {
    for (const std::string_view part : {world, text}) {
        const SourceFile& file =
            sources.add(part == text ? "input.flow" : "world.flow", std::string(part));
        trees.push_back(parse(file, shapes_of_kinds(), diagnostics));
    }
    std::vector<const SyntaxTree*> pointers;
    for (const auto& tree : trees)
        pointers.push_back(tree.get());
    program = check(pointers, kinds(), actions, diagnostics);
    diagnostics.sort_and_cap(sources);
}

std::vector<std::string> Checked::codes() const {
    std::vector<std::string> result;
    for (const Diagnostic& diagnostic : diagnostics.all())
        result.push_back(
            std::string(facts(diagnostic.code).name) + " " +
            std::string(sources.text(diagnostic.span))
        );
    return result;
}

std::string Checked::rendered() const {
    std::string result;
    for (const Diagnostic& diagnostic : diagnostics.all())
        result += render(diagnostic, sources, false) + "\n";
    return result;
}

const FlowProgram& Checked::flow(std::string_view name) const {
    const FlowProgram* const found = program->find_flow(name);
    REQUIRE(found != nullptr);
    return *found;
}

const Step& Checked::step(std::string_view flow_name, std::string_view name) const {
    for (const auto& step : flow(flow_name).steps)
        if (step->name == name)
            return *step;
    FAIL("no step " << name);
    return *flow(flow_name).steps.front();
}

std::string Checked::name(std::string_view flow_name, StepId id) const {
    if (id == StepId::end)
        return "end";
    if (id == StepId::none)
        return "none";
    return flow(flow_name).steps.at(static_cast<size_t>(id))->name;
}

} // namespace weir::test
