// The steps and expectations of tests and scripts.
#include "syntax/printer.hpp"

namespace weir::syntax {

namespace {

[[nodiscard]] bool has_text(const TestStep& item) {
    return !item.text.span.is_nowhere() || !item.text.value.empty();
}

[[nodiscard]] bool has_values(const TestStep& item) {
    return !item.assignments.empty() || !item.dangling.empty();
}

} // namespace

void Printer::test_steps(List<TestStep> items, List<Comment> dangling) {
    if (items.empty() && dangling.empty()) {
        out_ += "{}";
        return;
    }
    out_ += "{\n";
    indent_ += step;
    for (size_t index = 0; index < items.size(); ++index) {
        const TestStep& item = items[index];
        before(item.trivia, index == 0);
        if (item.kind == TestStepKind::org && item.settings != nullptr) {
            element(*item.settings);
            after(item.settings->trivia.trailing != nullptr ? item.settings->trivia : item.trivia);
            continue;
        }
        begin_line();
        test_step(item);
        after(item.trivia);
    }
    indent_ -= step;
    close_brace(dangling, items.empty());
}

void Printer::test_step(const TestStep& item) {
    const auto add = [this](std::string_view word) {
        out_ += ' ';
        out_ += word;
    };
    const auto where = [&] {
        if (item.condition == nullptr)
            return;
        out_ += " where ";
        condition(*item.condition);
    };
    const auto values = [&] {
        out_ += ' ';
        assignments(item.assignments, item.dangling, item.one_line);
    };
    const auto nested = [&] {
        out_ += ' ';
        test_steps(item.steps, item.dangling);
    };
    switch (item.kind) {
    case TestStepKind::create:
        out_ += "create";
        if (!item.count.digits.empty())
            add(item.count.digits);
        add(name_text(item.object.text));
        if (!item.alias.text.empty())
            add(name_text(item.alias.text));
        if (item.each)
            add("as each");
        values();
        break;
    case TestStepKind::update:
        out_ += "update " + name_text(item.object.text);
        where();
        values();
        break;
    case TestStepKind::erase:
        out_ += "delete " + name_text(item.object.text);
        where();
        break;
    case TestStepKind::load:
        out_ += "load " + quoted(item.text.value);
        if (!item.object.text.empty())
            out_ += " into " + name_text(item.object.text);
        break;
    case TestStepKind::run:
        out_ += "run " + name_text(item.object.text);
        if (!item.alias.text.empty())
            out_ += " as " + name_text(item.alias.text);
        if (!item.code.text.empty())
            add(item.code.text);
        if (has_values(item))
            values();
        break;
    case TestStepKind::deliver:
        out_ += "deliver events";
        break;
    case TestStepKind::org:
        break;
    case TestStepKind::mock:
        out_ += "mock";
        mock(item);
        break;
    case TestStepKind::advance:
        out_ += "advance";
        add(item.count.digits);
        add(name_text(item.code.text));
        break;
    case TestStepKind::at:
        out_ += "at";
        add(item.code.text);
        break;
    case TestStepKind::as_user:
        out_ += "as user";
        add(has_text(item) ? quoted(item.text.value) : name_text(item.object.text));
        nested();
        break;
    case TestStepKind::answer:
        out_ += "answer " + name_text(item.object.text);
        of_alias(item);
        if (has_values(item))
            values();
        if (!item.code.text.empty())
            add(item.code.text);
        break;
    case TestStepKind::resume:
        out_ += "resume " + name_text(item.object.text);
        break;
    case TestStepKind::approve:
    case TestStepKind::reject:
    case TestStepKind::recall:
        out_ += item.kind == TestStepKind::approve  ? "approve "
                : item.kind == TestStepKind::reject ? "reject "
                                                    : "recall ";
        out_ += name_text(item.object.text);
        if (has_text(item))
            out_ += " comment " + quoted(item.text.value);
        break;
    case TestStepKind::complete:
        out_ += "complete step " + name_text(item.object.text);
        of_alias(item);
        if (has_values(item))
            values();
        break;
    case TestStepKind::locked:
        out_ += "locked " + name_text(item.object.text);
        nested();
        break;
    case TestStepKind::expect_records:
    case TestStepKind::expect_refused:
    case TestStepKind::expect_runs:
    case TestStepKind::expect_fault:
    case TestStepKind::expect_value:
    case TestStepKind::expect_limit:
    case TestStepKind::expect_action:
    case TestStepKind::expect_screen:
        out_ += "expect";
        expectation(item);
        break;
    }
}

void Printer::of_alias(const TestStep& item) {
    if (!item.alias.text.empty())
        out_ += " of " + name_text(item.alias.text);
}

/// `action type Detail`
void Printer::called_action(const TestStep& item) {
    out_ += " action " + name_text(item.object.text);
    if (!item.detail.empty())
        out_ += ' ' + path_text(item.detail);
}

void Printer::mock(const TestStep& item) {
    called_action(item);
    if (has_values(item)) {
        out_ += ' ';
        assignments(item.assignments, item.dangling, item.one_line);
    }
    if (!item.returned.empty() || !item.returned_dangling.empty()) {
        out_ += " returns ";
        assignments(item.returned, item.returned_dangling, item.returned_one_line);
    }
    if (has_text(item))
        out_ += " faults " + quoted(item.text.value);
}

void Printer::expectation(const TestStep& item) {
    const auto add = [this](std::string_view word) {
        out_ += ' ';
        out_ += word;
    };
    const auto bound = [&] {
        if (item.count_form == CountForm::at_least)
            add("at least");
        if (item.count_form == CountForm::at_most)
            add("at most");
        add(item.count.digits);
    };
    const auto braces = [&] {
        if (!has_values(item))
            return;
        out_ += ' ';
        assignments(item.assignments, item.dangling, item.one_line);
    };
    switch (item.kind) {
    case TestStepKind::expect_records:
        if (item.count_form == CountForm::exactly && item.count.digits == "0")
            add("no");
        else
            bound();
        add(name_text(item.object.text));
        if (item.condition != nullptr) {
            out_ += " where ";
            condition(*item.condition);
        }
        braces();
        break;
    case TestStepKind::expect_refused:
        add("refused");
        add(name_text(item.code.text));
        if (has_text(item))
            add(quoted(item.text.value));
        out_ += ' ';
        test_steps(item.steps, item.dangling);
        break;
    case TestStepKind::expect_runs:
        add(name_text(item.object.text));
        add("ran");
        bound();
        add("times");
        for (size_t index = 0; index < item.elements.size(); ++index) {
            out_ += index == 0 ? ", took " : ", ";
            out_ += name_text(item.elements[index].text);
        }
        break;
    case TestStepKind::expect_fault:
        add("fault");
        if (has_text(item))
            add(quoted(item.text.value));
        add("in");
        add(name_text(item.object.text));
        if (!item.at.text.empty())
            out_ += " at " + name_text(item.at.text);
        if (!item.handled_by.text.empty())
            out_ += " handled by " + name_text(item.handled_by.text);
        if (item.unhandled)
            add("unhandled");
        break;
    case TestStepKind::expect_limit:
        add("limits");
        add(name_text(item.code.text));
        add(item.count_form == CountForm::at_most    ? "<="
            : item.count_form == CountForm::at_least ? ">="
                                                     : "=");
        add(item.count.digits);
        break;
    case TestStepKind::expect_value:
        out_ += ' ';
        if (item.condition != nullptr)
            condition(*item.condition);
        break;
    case TestStepKind::expect_action:
        called_action(item);
        add("called");
        bound();
        add("times");
        braces();
        break;
    case TestStepKind::expect_screen:
        if (item.object.text.empty()) {
            add("no screen");
            of_alias(item);
            break;
        }
        add("screen");
        add(name_text(item.object.text));
        of_alias(item);
        braces();
        break;
    case TestStepKind::create:
    case TestStepKind::update:
    case TestStepKind::erase:
    case TestStepKind::load:
    case TestStepKind::run:
    case TestStepKind::deliver:
    case TestStepKind::org:
    case TestStepKind::mock:
    case TestStepKind::advance:
    case TestStepKind::at:
    case TestStepKind::as_user:
    case TestStepKind::answer:
    case TestStepKind::resume:
    case TestStepKind::approve:
    case TestStepKind::reject:
    case TestStepKind::recall:
    case TestStepKind::complete:
    case TestStepKind::locked:
        break;
    }
}

} // namespace weir::syntax
