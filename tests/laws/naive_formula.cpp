#include "laws/naive_formula.hpp"

#include "laws/naive_numbers.hpp"

#include <algorithm>

namespace weir::laws {

namespace {

using Kind = Plain::Kind;

Plain truth_or_null(bool is_known, bool truth) {
    return is_known ? Plain::of_truth(truth) : Plain{};
}

/// One formula for one row.
class Walk {
public:
    Walk(const PlainRow& row, bool blank_as_zero) : row_(row), blank_as_zero_(blank_as_zero) {}

    [[nodiscard]] Plain value(const Tree& tree, bool stands_alone) {
        switch (tree.form) {
        case Form::literal:
            return literal_value(tree);
        case Form::field:
            return field(tree, stands_alone);
        case Form::prefix:
            return prefix(tree.head, value(tree.children[0], false));
        case Form::infix:
            if (tree.head == "&&" || tree.head == "||")
                return logic(tree, tree.head == "&&");
            return infix(tree, value(tree.children[0], false), value(tree.children[1], false));
        case Form::call:
            return call(tree);
        }
        return unknown;
    }

private:
    [[nodiscard]] Plain field(const Tree& tree, bool stands_alone) const {
        for (size_t index = 0; index < field_count; ++index) {
            if (tree.head != fields[index].name)
                continue;
            const Plain& stored = row_[index];
            if (stored.is_null() && blank_as_zero_ && fields[index].sort == Sort::number)
                return Plain::of_number(0);
            // A percentage counts as a fraction wherever something is done with it.
            return stored.kind == Kind::number && fields[index].is_percent && !stands_alone
                       ? checked(stored.digits, stored.scale + 2)
                       : stored;
        }
        return unknown;
    }

    [[nodiscard]] static Plain prefix(const std::string& op, Plain value) {
        if (value.kind == Kind::number && op == "-")
            value.digits = -value.digits;
        if (value.kind == Kind::boolean && op == "!")
            value.truth = !value.truth;
        return value;
    }

    [[nodiscard]] Plain logic(const Tree& tree, bool is_and) {
        for (const Tree& child : tree.children) {
            const Plain operand = value(child, false);
            if (operand.kind == Kind::fault || operand.kind == Kind::unknown)
                return operand;
            if ((operand.kind == Kind::boolean && operand.truth) != is_and)
                return Plain::of_truth(!is_and);
        }
        return Plain::of_truth(is_and);
    }

    // The first value that nothing can be done with; null if there is none.
    [[nodiscard]] static const Plain* broken(std::initializer_list<const Plain*> values) {
        for (const Plain* const value : values)
            if (value->kind == Kind::unknown)
                return value;
        for (const Plain* const value : values)
            if (value->kind == Kind::fault)
                return value;
        return nullptr;
    }

    // Blank texts equal each other; a null of another sort equals nothing and differs from nothing.
    [[nodiscard]] static Plain
    equality(const Plain& left, const Plain& right, bool are_texts, bool wanted) {
        if (left.is_null() || right.is_null())
            return are_texts ? Plain::of_truth((left.is_null() && right.is_null()) == wanted)
                             : Plain{};
        if (left.kind == Kind::boolean)
            return Plain::of_truth((left.truth == right.truth) == wanted);
        bool is_known = true;
        const bool is_same = compare(left, right, is_known) == 0;
        return is_known ? Plain::of_truth(is_same == wanted) : unknown;
    }

    [[nodiscard]] static Plain infix(const Tree& tree, const Plain& left, const Plain& right) {
        const std::string& op = tree.head;
        if (const Plain* const wrong = broken({&left, &right}))
            return *wrong;
        if (op == "=" || op == "==" || op == "<>" || op == "!=")
            return equality(
                left, right, tree.children[0].sort == Sort::text, op == "=" || op == "=="
            );
        if (tree.sort == Sort::text)
            return Plain::of_text(left.text + right.text);
        if (left.is_null() || right.is_null())
            return {};
        if (op == "<" || op == ">" || op == "<=" || op == ">=") {
            bool is_known = true;
            const int order = compare(left, right, is_known);
            const bool truth = op == "<"    ? order < 0
                               : op == ">"  ? order > 0
                               : op == "<=" ? order <= 0
                                            : order >= 0;
            return is_known ? Plain::of_truth(truth) : unknown;
        }
        if (left.kind == Kind::date && right.kind == Kind::date)
            return Plain::of_number(left.days - right.days);
        if (left.kind == Kind::date)
            return checked_day(left.days + (op == "-" ? -whole(right) : whole(right)));
        if (right.kind == Kind::date)
            return checked_day(right.days + whole(left));
        return arithmetic(op, left, right);
    }

    [[nodiscard]] static Plain
    arithmetic(const std::string& op, const Plain& left, const Plain& right) {
        if (op == "+" || op == "-")
            return sum(left, right, op == "+" ? 1 : -1);
        if (op == "*")
            return product(left, right);
        if (op == "/")
            return quotient(left, right);
        Plain result = left; // ^ with 1, 2 or 3; powers are kept to 18 digits
        for (int64_t count = whole(right); count > 1 && result.kind == Kind::number; --count)
            result = product(result, left);
        constexpr Wide eighteen_digits = Wide{1'000'000'000} * 1'000'000'000;
        return magnitude(result.digits) >= eighteen_digits ? unknown : result;
    }

    [[nodiscard]] Plain call(const Tree& tree) {
        const std::string& name = tree.head;
        if (name == "AND" || name == "OR")
            return logic(tree, name == "AND");
        if (name == "IF") {
            const Plain condition = value(tree.children[0], false);
            if (broken({&condition}) != nullptr)
                return condition;
            const bool truth = condition.kind == Kind::boolean && condition.truth;
            return value(tree.children[truth ? 1 : 2], false);
        }
        if (name == "IFERROR") {
            const Plain first = value(tree.children[0], false);
            return first.kind == Kind::fault ? value(tree.children[1], false) : first;
        }
        std::vector<Plain> arguments;
        bool has_null = false;
        for (const Tree& child : tree.children) {
            arguments.push_back(value(child, false));
            has_null = has_null || arguments.back().is_null();
        }
        for (const Plain& argument : arguments)
            if (argument.kind == Kind::unknown)
                return argument;
        for (const Plain& argument : arguments)
            if (argument.kind == Kind::fault)
                return argument;
        if (name == "CASE")
            return chosen(tree, arguments);
        if (name == "BLANKVALUE")
            return arguments[0].is_null() ? arguments[1] : arguments[0];
        if (name == "ISBLANK")
            return Plain::of_truth(arguments[0].is_null());
        if (name == "NOT")
            return prefix("!", arguments[0]);
        switch (tree.sort) {
        case Sort::number:
            return number(name, arguments, has_null);
        case Sort::text:
            return text(name, arguments);
        case Sort::boolean:
            return part_of(name, arguments[0].text, arguments[1].text);
        case Sort::date:
            return has_null ? Plain{} : date(name, arguments);
        }
        return unknown;
    }

    [[nodiscard]] static Plain chosen(const Tree& tree, const std::vector<Plain>& arguments) {
        const bool is_text = tree.children[0].sort == Sort::text;
        for (size_t key = 1; key + 1 < arguments.size(); key += 2) {
            const Plain same = equality(arguments[0], arguments[key], is_text, true);
            if (same.kind == Kind::unknown)
                return same;
            if (same.kind == Kind::boolean && same.truth)
                return arguments[key + 1];
        }
        return arguments.back();
    }

    [[nodiscard]] static Plain
    number(const std::string& name, const std::vector<Plain>& arguments, bool has_null) {
        if (name == "LEN")
            return Plain::of_number(static_cast<Wide>(arguments[0].text.size()));
        if (name == "FIND") {
            const std::string& part = arguments[0].text;
            const size_t at = part.empty() ? std::string::npos : arguments[1].text.find(part);
            return Plain::of_number(at == std::string::npos ? 0 : static_cast<Wide>(at + 1));
        }
        if (has_null)
            return {};
        const Plain& first = arguments[0];
        if (name == "YEAR" || name == "MONTH" || name == "DAY") {
            const Day day = calendar_day(first.days);
            return Plain::of_number(
                name == "YEAR"    ? day.year
                : name == "MONTH" ? day.month
                                  : day.day
            );
        }
        if (name == "ROUND")
            return rounded(first, static_cast<int>(whole(arguments[1])), Toward::half_away);
        if (name == "ABS")
            return Plain::of_number(magnitude(first.digits), first.scale);
        if (name == "MOD")
            return remainder(first, arguments[1]);
        if (name == "MAX" || name == "MIN")
            return extreme(arguments, name == "MAX");
        // Salesforce's FLOOR and CEILING look at the number without its sign.
        return rounded(
            first,
            0,
            name == "FLOOR"     ? Toward::zero
            : name == "CEILING" ? Toward::away
            : name == "MFLOOR"  ? Toward::down
                                : Toward::up
        );
    }

    [[nodiscard]] static Plain remainder(Plain left, Plain right) {
        if (right.digits == 0)
            return fault;
        return align(left, right) ? checked(left.digits % right.digits, left.scale) : unknown;
    }

    [[nodiscard]] static Plain extreme(const std::vector<Plain>& arguments, bool most) {
        Plain best = arguments[0];
        for (const Plain& candidate : arguments) {
            bool is_known = true;
            const int order = compare(candidate, best, is_known);
            if (!is_known)
                return unknown;
            if (most ? order > 0 : order < 0)
                best = candidate;
        }
        return best;
    }

    [[nodiscard]] static Plain text(const std::string& name, const std::vector<Plain>& arguments) {
        const Plain& first = arguments[0];
        if (first.is_null())
            return {};
        const std::string& from = first.text;
        const auto count = [&](size_t index) {
            return static_cast<size_t>(std::clamp<int64_t>(whole(arguments[index]), 0, 1'000'000));
        };
        if (name == "TEXT")
            return Plain::of_text(
                first.kind == Kind::date ? day_text(first.days)
                                         : decimal_text(first.digits, first.scale)
            );
        if (name == "TRIM")
            return Plain::of_text(trimmed(from));
        if (name == "UPPER" || name == "LOWER")
            return Plain::of_text(in_case(from, name == "UPPER"));
        if (name == "SUBSTITUTE")
            return Plain::of_text(replaced(from, arguments[1].text, arguments[2].text));
        if (arguments[1].is_null())
            return {};
        if (name == "LEFT")
            return Plain::of_text(from.substr(0, count(1)));
        if (name == "RIGHT")
            return Plain::of_text(from.substr(from.size() - std::min(count(1), from.size())));
        if (name == "MID") {
            // A start behind the last character, also by a fraction, finds nothing.
            bool is_known = true;
            const Plain length = Plain::of_number(static_cast<Wide>(from.size()));
            if (compare(arguments[1], length, is_known) > 0)
                return {};
            const size_t start = std::max<size_t>(count(1), 1) - 1;
            return Plain::of_text(
                start < from.size() ? from.substr(start, count(2)) : std::string()
            );
        }
        return padded(from, count(1), arguments[2].text, name == "LPAD");
    }

    [[nodiscard]] static Plain
    padded(const std::string& from, size_t length, const std::string& filler, bool left) {
        if (from.empty())
            return {};
        std::string padding;
        while (from.size() + padding.size() < length)
            padding += filler[padding.size() % filler.size()];
        return Plain::of_text(
            left ? (padding + from.substr(0, length)) : from.substr(0, length) + padding
        );
    }

    [[nodiscard]] static std::string trimmed(std::string text) {
        while (!text.empty() && text.front() == ' ')
            text.erase(0, 1);
        while (!text.empty() && text.back() == ' ')
            text.pop_back();
        return text;
    }

    [[nodiscard]] static std::string in_case(std::string text, bool upper) {
        for (char& letter : text) {
            if (upper && letter >= 'a' && letter <= 'z')
                letter = static_cast<char>(letter - 'a' + 'A');
            if (!upper && letter >= 'A' && letter <= 'Z')
                letter = static_cast<char>(letter - 'A' + 'a');
        }
        return text;
    }

    [[nodiscard]] static std::string
    replaced(const std::string& text, const std::string& old, const std::string& instead) {
        std::string result;
        for (size_t at = 0; at < text.size();) {
            if (text.compare(at, old.size(), old) == 0) {
                result += instead;
                at += old.size();
            } else {
                result += text[at++];
            }
        }
        return result;
    }

    // Every text has the empty part; of an empty text nothing is known.
    [[nodiscard]] static Plain
    part_of(const std::string& name, const std::string& text, const std::string& part) {
        if (part.empty())
            return Plain::of_truth(true);
        const bool holds = name == "BEGINS" ? text.compare(0, part.size(), part) == 0
                                            : text.find(part) != std::string::npos;
        return truth_or_null(!text.empty(), holds);
    }

    [[nodiscard]] static Plain date(const std::string& name, const std::vector<Plain>& arguments) {
        if (name == "ADDMONTHS")
            return later_by_months(arguments[0].days, whole(arguments[1]));
        return date_of(whole(arguments[0]), whole(arguments[1]), whole(arguments[2]));
    }

    const PlainRow& row_;
    bool blank_as_zero_;
};

} // namespace

Plain evaluate_naively(const Tree& tree, const PlainRow& row, bool blank_as_zero) {
    return Walk(row, blank_as_zero).value(tree, true);
}

} // namespace weir::laws
