// System validation of single cells: types, lengths, ranges, shapes, picklists; and required
// fields.
#include "org/save_chunk.hpp"
#include "types/convert.hpp"
#include "types/date_time.hpp"
#include "types/identical.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace weir {

namespace {

constexpr int64_t day = 86'400'000;

/// 10^exponent, exponent 0 to 38.
Int128 power_of_ten(int exponent) {
    Int128 result = 1;
    for (int index = 0; index < exponent; ++index)
        result *= 10;
    return result;
}

/// The cells of one column, one method for each family of fields.
class ColumnCheck {
public:
    ColumnCheck(SaveChunk& chunk, FieldId field, Value* cells, bool empty_text_is_null)
        : chunk_(chunk),
          field_(chunk.object().field(field)),
          cells_(cells),
          restricted_(chunk.plan.find_restricted(field)),
          empty_text_is_null_(empty_text_is_null) {}

    void run(Rows rows) {
        switch (field_.kind) {
        case FieldKind::text:
        case FieldKind::text_area:
        case FieldKind::long_text_area:
        case FieldKind::rich_text_area:
        case FieldKind::encrypted_text:
        case FieldKind::phone:
        case FieldKind::url:
        case FieldKind::auto_number:
            each(rows, [&](uint32_t row) {
                // Most texts are there and short: nothing to change, nothing to refuse.
                const Value& cell = cells_[row];
                if (cell.tag() != Tag::text || cell.size() - 1 >= field_.length)
                    check_length(row, text_of(row));
            });
            return;
        case FieldKind::email:
            each(rows, [&](uint32_t row) { check_email(row, text_of(row)); });
            return;
        case FieldKind::picklist:
            each(rows, [&](uint32_t row) { check_value(row, text_of(row)); });
            return;
        case FieldKind::multi_picklist:
            each(rows, [&](uint32_t row) { check_values(row, text_of(row)); });
            return;
        case FieldKind::checkbox:
            check_booleans(rows);
            return;
        case FieldKind::number:
        case FieldKind::currency:
        case FieldKind::percent:
            check_numbers(rows);
            return;
        case FieldKind::date:
            each(rows, [&](uint32_t row) { convert(row, Tag::date, TypeKind::date); });
            return;
        case FieldKind::date_time:
            each(rows, [&](uint32_t row) { convert(row, Tag::date_time, TypeKind::date_time); });
            return;
        case FieldKind::time:
            each(rows, [&](uint32_t row) { convert(row, Tag::time, TypeKind::time); });
            return;
        case FieldKind::id:
        case FieldKind::lookup:
        case FieldKind::master_detail:
            each(rows, [&](uint32_t row) { check_id(row); });
            return;
        case FieldKind::location:
            return;
        }
    }

private:
    template<class Check>
    void each(Rows rows, const Check& check) {
        for (const uint32_t row : rows)
            if (!cells_[row].is_null())
                check(row);
    }

    void refuse(uint32_t row, std::string_view code, std::string_view message) {
        chunk_.refuse(row, code, message, field_.name);
    }
    void refuse_type(uint32_t row) {
        refuse(
            row,
            "INVALID_TYPE_ON_FIELD_IN_RECORD",
            fmt::format(
                "{}: value not of required type: {}",
                field_.label,
                to_text(cells_[row], chunk_.arena())
            )
        );
    }

    /// The cell as text; one that is empty becomes null, and what is no text is printed.
    std::string_view text_of(uint32_t row) {
        if (cells_[row].tag() != Tag::text) {
            if (cells_[row].tag() >= Tag::record && cells_[row].tag() != Tag::collection) {
                refuse_type(row);
                return {};
            }
            cells_[row] = Value::text(to_text(cells_[row], chunk_.arena()));
        }
        const std::string_view text = cells_[row].as_text();
        if (text.empty() && empty_text_is_null_)
            cells_[row] = Value::null();
        return text;
    }

    void check_length(uint32_t row, std::string_view text) {
        // A character has at least as many bytes as UTF-16 units: most texts need no counting.
        if (text.size() <= field_.length || utf16_length(text) <= field_.length)
            return;
        refuse(
            row,
            "STRING_TOO_LONG",
            fmt::format(
                "{}: data value too large: {} (max length={})", field_.label, text, field_.length
            )
        );
    }

    void check_email(uint32_t row, std::string_view text) {
        if (text.empty())
            return;
        check_length(row, text);
        if (!is_email_address(text))
            refuse(
                row,
                "INVALID_EMAIL_ADDRESS",
                fmt::format("{}: invalid email address: {}", field_.label, text)
            );
    }

    void refuse_value(uint32_t row, std::string_view value) {
        refuse(
            row,
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            fmt::format("{}: bad value for restricted picklist field: {}", field_.label, value)
        );
    }

    void check_value(uint32_t row, std::string_view text) {
        if (text.empty())
            return;
        if (restricted_ == nullptr)
            check_length(row, text);
        else if (!restricted_->values.contains(text))
            refuse_value(row, text);
    }

    void check_values(uint32_t row, std::string_view text) {
        if (text.empty() || restricted_ == nullptr)
            return;
        for (size_t begin = 0; begin <= text.size();) {
            const size_t end = std::min(text.find(';', begin), text.size());
            const std::string_view value = text.substr(begin, end - begin);
            if (!value.empty() && !restricted_->values.contains(value)) {
                refuse_value(row, value);
                return;
            }
            begin = end + 1;
        }
    }

    void check_booleans(Rows rows) {
        for (const uint32_t row : rows) {
            Value& cell = cells_[row];
            if (cell.tag() == Tag::boolean || cell.is_unset())
                continue;
            if (cell.is_null())
                cell = Value::boolean(false); // a checkbox is never null
            else
                convert(row, Tag::boolean, TypeKind::boolean);
        }
    }

    void check_numbers(Rows rows) {
        const int whole_digits = std::max(0, field_.precision - field_.scale);
        for (const uint32_t row : rows) {
            Value& cell = cells_[row];
            if (cell.is_null())
                continue;
            if (!cell.is_number())
                convert(row, Tag::number, TypeKind::number);
            if (!cell.is_number())
                continue;
            if (cell.tag() == Tag::big_number || cell.scale() > field_.scale) {
                const Decimal rounded = round(cell.decimal(), field_.scale);
                if (rounded.valid)
                    cell = Value::number(rounded, chunk_.arena());
            }
            const Decimal number = cell.decimal();
            const int digits = std::clamp(whole_digits + number.scale, 0, 38);
            const Int128 bound = power_of_ten(digits);
            if (number.coefficient < bound && number.coefficient > -bound)
                continue;
            refuse(
                row,
                "NUMBER_OUTSIDE_VALID_RANGE",
                fmt::format(
                    "{}: value outside of valid range on numeric field: {}",
                    field_.label,
                    to_text(cell, chunk_.arena())
                )
            );
        }
    }

    /// Dates of date-times and the reverse, and what a text says.
    void convert(uint32_t row, Tag tag, TypeKind kind) {
        Value& cell = cells_[row];
        if (cell.tag() == tag)
            return;
        if (cell.tag() == Tag::date_time && tag == Tag::date) {
            const int64_t moment = cell.integer();
            cell = Value::date((moment - ((moment % day) + day) % day) / day);
            return;
        }
        if (cell.tag() == Tag::date && tag == Tag::date_time) {
            cell = Value::date_time(cell.integer() * day);
            return;
        }
        if (cell.tag() == Tag::text) {
            if (const auto value = from_text(cell.as_text(), kind, chunk_.arena())) {
                cell = *value;
                return;
            }
        }
        refuse_type(row);
    }

    void check_id(uint32_t row) {
        Value& cell = cells_[row];
        if (cell.tag() == Tag::id) {
            if (cell.as_id() == Id{})
                cell = Value::null();
            return;
        }
        if (cell.tag() == Tag::text && cell.as_text().empty()) {
            cell = Value::null();
            return;
        }
        if (cell.tag() == Tag::text) {
            if (const auto id = parse_id(cell.as_text())) {
                cell = Value::id(*id);
                return;
            }
        }
        refuse(
            row,
            "MALFORMED_ID",
            fmt::format(
                "{}: id value of incorrect type: {}", field_.label, to_text(cell, chunk_.arena())
            )
        );
    }

    SaveChunk& chunk_;
    const Field& field_;
    Value* cells_;
    const RestrictedPicklist* restricted_;
    bool empty_text_is_null_;
};

} // namespace

void check_column(
    SaveChunk& chunk, FieldId field, Value* cells, Rows rows, bool empty_text_is_null
) {
    ColumnCheck check(chunk, field, cells, empty_text_is_null);
    // What all records are given alike is looked at once.
    if (rows.size() > 1 && is_unbroken(rows) && is_uniform({cells + rows.front(), rows.size()})) {
        const uint32_t first = rows.front();
        check.run(rows.first(1));
        rows = rows.subspan(1);
        if (chunk.faults[first] == nullptr) {
            std::fill_n(cells + rows.front(), rows.size(), cells[first]);
            return;
        }
    }
    check.run(rows);
}

void check_formats(SaveChunk& chunk) {
    // The org's own fields are right, and a column that has passed is not looked at again.
    const std::vector<FieldId> fields(chunk.given.fields().begin(), chunk.given.fields().end());
    for (const FieldId field : fields) {
        if (chunk.checked[static_cast<size_t>(field)])
            continue;
        chunk.checked[static_cast<size_t>(field)] = true;
        Value* const cells = chunk.given.find(field);
        check_column(chunk, field, cells, chunk.good, true);
        if (Value* const now = chunk.now.find(field))
            for (const uint32_t row : chunk.good)
                if (!cells[row].is_unset())
                    now[row] = cells[row];
    }
    chunk.drop_refused();
}

void check_required(SaveChunk& chunk) {
    std::vector<std::vector<FieldId>> missing;
    for (const FieldId field : chunk.plan.required) {
        const Value* const cells = chunk.given.find(field);
        if (cells == nullptr && !chunk.creates())
            continue;
        const auto is_missing = [](const Value& cell) { return cell.is_null(); };
        if (cells != nullptr && std::none_of(cells, cells + chunk.size, is_missing)) [[likely]]
            continue;
        for (const uint32_t row : chunk.good) {
            if (cells != nullptr && !cells[row].is_null())
                continue;
            if (!chunk.creates() && cells[row].is_unset())
                continue;
            missing.resize(chunk.size);
            missing[row].push_back(field);
        }
    }
    for (uint32_t row = 0; row < missing.size(); ++row) {
        if (missing[row].empty())
            continue;
        const std::string names = join_names(chunk.object(), missing[row]);
        chunk.refuse(
            row,
            "REQUIRED_FIELD_MISSING",
            fmt::format("Required fields are missing: [{}]", names),
            names
        );
    }
    chunk.drop_refused();
}

} // namespace weir
