// error: refuses the save of the record that started the flow.
#include "check/flow_checker.hpp"
#include "check/reports.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"
#include "elements/values.hpp"
#include "org/transaction.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "message",
     .value = ValueKind::message,
     .xml = "customErrorMessages",
     .required = true,
     .repeatable = true,
     .inside = true,
     .doc =
         "What the user reads, with merge fields, and with `on Field` at which field; at most 255 "
         "characters."},
    elements::description_clause,
    {.key = "",
     .value = ValueKind::flag,
     .xml = {},
     .required = true,
     .doc = "`{ message \"text\" on Field … }`"},
};

constexpr Shape shape{
    .keyword = "error",
    .category = Category::element,
    .xml = "customErrors",
    .in_before_save = true,
    .clauses = clauses,
    .doc = "Custom Error: the record that started the flow is not saved, and its user reads the "
           "messages. What the flow "
           "wrote for it is undone.",
};

using namespace elements;

/// What Salesforce takes, in UTF-16 units.
constexpr size_t longest_message = 255;

struct CompiledMessage {
    Expression text;
    std::string field; // empty: the page
};

class CustomErrorStep final : public Step {
public:
    explicit CustomErrorStep(std::vector<CompiledMessage> messages)
        : messages_(std::move(messages)) {}

    void run(Group& group) const override {
        for (const CompiledMessage& message : messages_) {
            const std::span<const Value> texts = group.evaluate(message.text);
            for (const uint32_t row : group.rows()) {
                // A message that is put together shows what there is room for.
                const std::string_view whole = to_text(texts[row], group.arena());
                const std::string_view text = whole.substr(0, byte_offset(whole, longest_message));
                group.refuse(
                    row,
                    group.transaction().fault(
                        "FIELD_CUSTOM_VALIDATION_EXCEPTION", text, message.field
                    )
                );
            }
        }
    }

private:
    std::vector<CompiledMessage> messages_;
};

std::string read_field(const Message& message, const FlowProgram& flow, FlowChecker& checker) {
    if (message.field.text.empty() || flow.object == ObjectId::none)
        return {};
    const Object& object = checker.schema().object(flow.object);
    if (const auto field = object.find_field(message.field.text))
        return object.field(*field).name;
    if (object.is_open) {
        report_believed_field(object, message.field, checker.out());
        return std::string(message.field.text);
    }
    report_unknown_field(object, message.field, checker.out());
    return {};
}

void check_length(const Expression& text, Span span, FlowChecker& checker) {
    if (!text || text.type.is_error() || !is_constant(text))
        return;
    const Value value = constant_value(text);
    if (value.tag() != Tag::text)
        return;
    const size_t length = utf16_length(value.as_text());
    if (length <= longest_message)
        return;
    checker.out()
        .report(Code::W0817, span, "this message has {} characters", length)
        .here(fmt::format("at most {}", longest_message));
}

/// A message that is written out may hold merge fields, as in Salesforce.
Expression compile_message(const Formula& message, FlowChecker& checker) {
    if (message.root != nullptr && message.root->kind == ExprKind::text) {
        const TextLiteral text{
            static_cast<const TextExpr*>(message.root)->value, message.span, false};
        return compile_template(text, checker.scope(), checker.compile_context());
    }
    return compile(message, checker.scope(), checker.compile_context());
}

std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    const FlowProgram& flow = checker.flow();
    std::vector<CompiledMessage> messages;
    for (const Clause& clause : element.clauses) {
        const auto* const message = std::get_if<Message>(&clause.value);
        if (message == nullptr || message->text == nullptr)
            continue;
        Expression text = compile_message(*message->text, checker);
        text = coerce(
            text,
            Type::of(TypeKind::text),
            message->text->span,
            "the message",
            checker.compile_context()
        );
        check_length(text, message->text->span, checker);
        messages.push_back({text, read_field(*message, flow, checker)});
    }
    return std::make_unique<CustomErrorStep>(std::move(messages));
}

} // namespace

const ElementKind kinds::custom_error{.shape = &shape, .check = check};

} // namespace weir
